"""Where a basket is paid: the open shift with its till, site and rules."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.stock.models import Site
from bouwkringloop.till import journal, rules
from bouwkringloop.till.basket import Basket
from bouwkringloop.till.models import Sale, Shift, Till, TillRules


class UnknownShift(NotFound):
    """No shift has this id."""

    message = N_("This shift does not exist. Open the till first.")


class ShiftClosed(Refused):
    """The drawer of this shift was counted already."""

    message = N_("This shift is closed. Open the till again; the basket stays.")


_shift, _till, _site, _sale = (t.__table__.c for t in (Shift, Till, Site, Sale))
_OPEN = (
    select(
        _shift.id,
        _shift.closed_at,
        _till.name,
        _till.slug,
        _site.id,
        _site.name,
        _site.slug,
        _site.address,
        *journal.HEAD_COLUMNS,
        *rules.COLUMNS,
    )
    .select_from(Shift.__table__)
    .join(Till.__table__, _till.id == _shift.till_id)
    .join(Site.__table__, _site.id == _till.site_id)
    .outerjoin(TillRules.__table__, rules.NEWEST)
    .where(_shift.uuid == bindparam("shift"))
    # A row that was waited for is read anew only where it is locked, so the shift is locked too,
    # or a sale could slip into a shift that was closed meanwhile. The till comes first everywhere.
    .with_for_update(of=[Till.__table__, Shift.__table__])
)
#: How many columns stand before those of the journal.
_HEAD = 8
#: Whoever waited for the till has to ask this afterwards: what was paid meanwhile is only seen by
#: a new question, and the same basket sent twice at one moment would find its things sold out.
_KNOWN = select(_sale.content_hash).where(_sale.uuid == bindparam("sale"))


@dataclass(frozen=True)
class Desk:
    """Where a basket is paid: the open shift with its till and site, and the rules of now."""

    shift_id: int
    till: str
    till_slug: str
    site_id: int
    site: str
    site_slug: str
    address: str
    head: journal.Head
    rules: rules.Rules


def find(session: Session, basket: Basket) -> Desk | None:
    """Lock the till, and tell where the basket is paid; None when it was paid before."""
    connection = session.connection()
    row = connection.execute(_OPEN, {"shift": basket.shift}).first()
    if row is None:
        raise UnknownShift
    shift_id, closed_at, till, till_slug, site_id, site, site_slug, address = row[:_HEAD]
    known = connection.scalar(_KNOWN, {"sale": basket.id})
    if known is not None:
        if known != basket.content_hash:
            raise OtherContentUnderThisId
        return None
    if closed_at is not None:
        raise ShiftClosed
    after = _HEAD + len(journal.HEAD_COLUMNS)
    return Desk(
        shift_id,
        till,
        till_slug,
        site_id,
        site,
        site_slug,
        address,
        journal.Head(*row[_HEAD:after]),
        rules.of(tuple(row[after:])),
    )
