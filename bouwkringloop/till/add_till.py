"""Add a till to a site."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.stock.models import Site
from bouwkringloop.till.models import Till


class TillTaken(Refused):
    """A till of that name is there already."""

    message = N_("There is a till “%(name)s” already.")


def add(session: Session, site: Site, *, name: str, by: Actor | None = None) -> Till:
    """Add a till; its receipts and its journal begin at one."""
    name = text.named(name)
    slug = text.slug(name)
    # The page of the rules stands among the tills.
    if slug == "rules" or session.scalar(select(Till.id).where(Till.slug == slug)):
        raise TillTaken(name=name)
    till = Till(slug=slug, name=name, site=site)
    session.add(till)
    session.flush()  # The journal's first entry needs the till's number.
    audit.note(session, by, "till.added", f"till:{slug}", site=site.slug)
    return till
