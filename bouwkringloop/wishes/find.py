"""Look wishes up: one of them, and those that are open or ended."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, fold
from bouwkringloop.partners.models import Customer
from bouwkringloop.wishes.models import Wish

PAGE = 30
_ALL_OF_IT = (joinedload(Wish.customer), joinedload(Wish.category), joinedload(Wish.group))


class UnknownWish(NotFound):
    """No wish has this id."""

    message = N_("This wish does not exist.")


def one(session: Session, uuid: UUID) -> Wish:
    """Find a wish."""
    return _known(session.scalar(select(Wish).options(*_ALL_OF_IT).where(Wish.uuid == uuid)))


def to_change(session: Session, uuid: UUID) -> Wish:
    """Find a wish and keep others from changing it until this is done."""
    query = select(Wish).where(Wish.uuid == uuid).with_for_update()
    return _known(session.scalar(query.execution_options(populate_existing=True)))


def _known(wish: Wish | None) -> Wish:
    if wish is None:
        raise UnknownWish
    return wish


def listed(
    session: Session, words: str = "", state: str = "open", *, most: int = PAGE, skip: int = 0
) -> Sequence[Wish]:
    """List wishes by what is looked for and by whom; open ones by the day until they count."""
    query = select(Wish).outerjoin(Wish.customer).options(*_ALL_OF_IT).where(Wish.state == state)
    for word in fold(clean(words)[:120]).split():
        query = query.where(
            or_(
                Wish.folded.contains(word, autoescape=True),
                Customer.folded.contains(word, autoescape=True),
            )
        )
    order = (Wish.needed_until, Wish.id) if state == "open" else (Wish.ended_at.desc(), Wish.id)
    return session.scalars(query.order_by(*order).limit(most).offset(skip)).all()
