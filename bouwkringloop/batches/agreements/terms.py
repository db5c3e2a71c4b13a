"""The shop's own terms for builders: read what counts, and write others."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import LANGUAGES, N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches.agreements.models import ShopTerms
from bouwkringloop.people import audit

#: Words to begin with; they count only once the shop stored them as its own.
SHIPPED = Path(__file__).with_name("terms.toml")
LONGEST = 12_000


class TermsInOneLanguage(Refused):
    """Terms that some builders could not read."""

    status = 422
    message = N_("Write the terms in both languages; a builder reads one of them.")


def newest(session: Session) -> ShopTerms | None:
    """Give the terms that count now; None where the shop wrote none."""
    return session.scalar(select(ShopTerms).order_by(ShopTerms.id.desc()).limit(1))


def every(session: Session) -> Sequence[ShopTerms]:
    """List all terms that ever counted, the newest first."""
    return session.scalars(select(ShopTerms).order_by(ShopTerms.id.desc())).all()


def shipped() -> dict[str, str]:
    """Give the words that come with the product, by language."""
    told = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {language: told[language].strip() for language in LANGUAGES}


def read_in(found: ShopTerms | None, language: str) -> str:
    """Give terms in a language; nothing where there are none."""
    if found is None:
        return ""
    return found.text_nl if language == "nl" else found.text_en


def write(session: Session, text_nl: str, text_en: str, *, by: Actor) -> ShopTerms:
    """Let these terms count from now on; agreements keep those with which they were drawn up."""
    if not text_nl or not text_en:
        raise TermsInOneLanguage
    before = newest(session)
    if before is not None and (before.text_nl, before.text_en) == (text_nl, text_en):
        return before
    made = ShopTerms(text_nl=text_nl, text_en=text_en, at=clock.now(), person_id=by.id)
    session.add(made)
    session.flush()  # Its number is its name in the trail.
    audit.note(session, by, "shop_terms.written", f"shop_terms:{made.id}")
    return made
