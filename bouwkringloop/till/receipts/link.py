"""The link that leads a customer to their receipt, and back from it to the sale.

A link is the sale's number in the database and 120 bits of a keyed hash of its id (HMAC-SHA-256),
in base32. The hash is worked out and not stored: so every sale has a link, also those of before,
no sale writes anything for it, and who reads a copy of the database without its keys can open no
receipt (but for those whose paper carries their link: it stands in the paper, as they do). The
price is that links which were given out die with the shop's secret. Nothing else does: new links
work at once, and staff find every receipt by its number.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.config import Config
from bouwkringloop.till import find
from bouwkringloop.till.models import Sale
from bouwkringloop.till.receipts import address
from bouwkringloop.till.sell import Sold

#: How long a link works. A guarantee of a year, and a month to think of it.
KEPT = timedelta(days=400)


class UnknownLink(NotFound):
    """No receipt has this link."""

    message = N_("There is no receipt at this address. Ask the shop for it.")


class LinkEnded(NotFound):
    """The receipt's link has worked for its whole time."""

    status = 410
    message = N_("This receipt can no longer be seen here. Ask the shop for it.")


@dataclass(frozen=True)
class Link:
    """What leads to a sale's receipt, and the last day on which it does."""

    token: str
    until: date


def of(session: Session, config: Config, uuid: UUID) -> Link:
    """Give the link of a sale."""
    row = session.execute(select(Sale.id, Sale.at).where(Sale.uuid == uuid)).one_or_none()
    if row is None:
        raise find.UnknownSale
    number, at = row
    return Link(address.token(config, number, uuid), _until(at))


def opened(session: Session, config: Config, token: str) -> Sold:
    """Give the sale to which a link leads, as its customer may see it."""
    try:
        number = address.number_in(token)
    except address.NoToken:
        raise UnknownLink from None
    row = session.execute(select(Sale.uuid, Sale.at).where(Sale.id == number)).one_or_none()
    if row is None:
        raise UnknownLink
    if not hmac.compare_digest(address.token(config, number, row.uuid), token.lower()):
        raise UnknownLink
    if clock.today() > _until(row.at):
        raise LinkEnded
    return for_customer(find.sale(session, row.uuid))


def for_customer(sold: Sold) -> Sold:
    """Leave out what is no customer's business: the last name of who helped them."""
    return replace(sold, cashier=sold.cashier.split()[0] if sold.cashier.strip() else "")


def until(sold: Sold) -> date:
    """Tell the last day on which a sale's link works."""
    return _until(sold.at)


def _until(at: datetime) -> date:
    return clock.local(at + KEPT).date()
