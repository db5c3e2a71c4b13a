"""For which sites and tills printers can be there.

Sites and tills belong to rooms below this one, so their tables are asked by name.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.db import Base
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from printers import PrinterConfig


class NoSuchSite(Refused):
    """A printer would be there for a site that the shop does not have."""

    status = 422
    message = N_("There is no site “%(name)s”.")


class NoSuchTill(Refused):
    """A printer would be there for a till that the shop does not have."""

    status = 422
    message = N_("There is no till “%(name)s”.")


def refuse_strangers(session: Session, printer: PrinterConfig) -> None:
    """Refuse sites and tills that are not there: such a printer would never print."""
    for name in _unknown(session, "site", printer.sites):
        raise NoSuchSite(name=name)
    for name in _unknown(session, "till", printer.tills):
        raise NoSuchTill(name=name)


def _unknown(session: Session, table: str, names: Collection[str]) -> list[str]:
    slug = Base.metadata.tables[table].c.slug
    known = set(session.scalars(select(slug).where(slug.in_(names))))
    return [name for name in names if name not in known]


def site_of(session: Session, till: str) -> str | None:
    """Tell at which site a till stands."""
    sites, tills = Base.metadata.tables["site"].c, Base.metadata.tables["till"].c
    return session.scalar(select(sites.slug).where(sites.id == tills.site_id, tills.slug == till))
