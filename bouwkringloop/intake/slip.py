"""The slip for whoever brought something: a thank-you, and a link to what becomes of it."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake import find
from bouwkringloop.intake.became import FATE_OF_ROUTE, FATES
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import QR, Feed, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit

#: 128 bits nobody guesses, and 22 characters keep the squares of the QR code large.
_TOKEN_BYTES = 16


def give(session: Session, uuid: UUID) -> Intake:
    """Give a delivery what leads to it and cannot be guessed, once; give the delivery."""
    intake = find.to_change(session, uuid)
    if intake.slip is None:
        intake.slip = secrets.token_urlsafe(_TOKEN_BYTES)
    return intake


def order(
    session: Session, uuid: UUID, link: Callable[[str], str], *, by: Actor, language: str = "nl"
) -> tuple[int, str]:
    """Have the slip printed after the commit; give the job's number and the link on it.

    `link` makes an address of what leads to the delivery.
    """
    intake = give(session, uuid)
    address = link(intake.slip or "")
    subject = f"intake:{uuid}"
    where = Where(site=intake.site.slug)
    paper = compose(intake, address, language)
    job = submit(session, to_json(paper), kind="receipt", subject=subject, by=by, where=where)
    audit.note(session, by, "slip.printed", subject, language=paper.lang)
    return job, address


def compose(intake: Intake, link: str, language: str = "nl") -> Receipt:
    """Say when and where how many things were brought, and nothing of who brought them."""
    with i18n.speaking(language):
        counted = things(intake.lines)
        return Receipt(
            title=_("Thank you!"),
            lang=i18n.language(),
            lines=(
                Text(intake.site.name, bold=True, size=2, align="center"),
                *([Text(intake.site.address, align="center")] if intake.site.address else []),
                Feed(),
                Text(_("Thank you!"), bold=True, size=2, align="center"),
                Text(_("Thank you for giving building materials a second life."), align="center"),
                Feed(),
                Row(_("You brought"), i18n.day(clock.local(intake.at).date())),
                Rule(),
                *(Row(_(FATES[kind][0]), str(many)) for kind, many in counted.items()),
                Rule(),
                Text(_("Scan, and see what becomes of it:"), align="center"),
                QR(link),
                Text(_("Your name is not on that page."), align="center"),
                Feed(),
            ),
        )


def things(lines: Iterable[IntakeLine]) -> dict[str, int]:
    """Count the things by what was decided on them; what is measured is one thing."""
    counted: Counter[str] = Counter()
    for line in lines:
        many = line.quantity_milli // 1000 if line.unit == "piece" else 1
        counted[FATE_OF_ROUTE[line.route]] += many
    return {kind: counted[kind] for kind in FATES if counted[kind]}
