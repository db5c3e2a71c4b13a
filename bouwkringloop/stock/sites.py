"""Add the sites where the shop works."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.stock.models import Site


class SiteTaken(Refused):
    """A site of that name is there already."""

    message = N_("There is a site “%(name)s” already.")


class UnknownSite(Refused):
    """No site has this name."""

    status = 404
    message = N_("There is no site “%(name)s”.")


class ShopIsSetUp(Refused):
    """Setting up is done once."""

    message = N_("This shop is set up already. Add to it with `site add` and `till add`.")


def refuse_second_start(session: Session) -> None:
    """Refuse where there is a site already."""
    if session.scalar(select(Site.id).limit(1)) is not None:
        raise ShopIsSetUp


def add(
    session: Session, *, name: str, kind: str, address: str = "", by: Actor | None = None
) -> Site:
    """Add a yard, a shop or a hub."""
    name = text.named(name)
    slug = text.slug(name)
    if session.scalar(select(Site.id).where(Site.slug == slug)):
        raise SiteTaken(name=name)
    site = Site(slug=slug, name=name, kind=kind, address=address.strip())
    session.add(site)
    session.flush()  # So that tills and people can be put there at once.
    audit.note(session, by, "site.added", f"site:{slug}", kind=kind)
    return site


def by_slug(session: Session, slug: str) -> Site:
    """Find a site."""
    site = session.scalar(select(Site).where(Site.slug == slug))
    if site is None:
        raise UnknownSite(name=slug)
    return site
