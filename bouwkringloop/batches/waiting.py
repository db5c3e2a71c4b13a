"""List batches: what waits for whom first, then what others are busy with, then what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, exists, func, null, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean, fold
from bouwkringloop.batches import coming
from bouwkringloop.batches.find import PAGE
from bouwkringloop.batches.models import ENDED, STEPS, Batch, BatchLine, LineAnswer, LineDecision
from bouwkringloop.partners.models import Customer

#: What waits for somebody, in the order in which it is listed.
GROUPS = (
    N_("New offers"),
    N_("Answered by the builder"),
    N_("To decide"),
    N_("To plan"),
    N_("Coming today"),
    N_("To inspect"),
    N_("To bring into stock"),
    N_("To close"),
    N_("Waiting for an answer"),
    N_("Planned"),
    N_("Over"),
)
_NEW, _ANSWERED, _DECIDE, _PLAN, _TODAY, _INSPECT, _STOCK, _CLOSE = range(8)
_ASKED, _PLANNED, _OVER = range(8, len(GROUPS))
#: What an offer's last day says as long as nothing was fetched.
_OFFERED = ("announced", "under_review", "agreed", "planned")
#: From how many days before its end an offer is called near.
NEAR = 3


@dataclass(frozen=True)
class Listed:
    """A batch in the list, with its weights."""

    batch: Batch
    group: int
    offered_g: int
    accepted_g: int

    @property
    def late(self) -> str:
        """How its last day stands: `past`, `near`, or nothing where that does not matter."""
        if self.batch.state not in _OFFERED or self.days_left > NEAR:
            return ""
        return "past" if self.days_left < 0 else "near"

    @property
    def days_left(self) -> int:
        """How many days the offer still stands; below zero where it ended."""
        return (self.batch.available_until - clock.today()).days

    @property
    def overdue(self) -> bool:
        """Whether the offer ended before anything was agreed."""
        return overdue(self.batch)


def overdue(batch: Batch) -> bool:
    """Tell whether an offer ended before anything was agreed."""
    return batch.state in ("announced", "under_review") and batch.available_until < clock.today()


def listed(
    session: Session,
    *,
    state: str = "",
    builder: UUID | None = None,
    words: str = "",
    skip: int = 0,
) -> list[Listed]:
    """List batches, one more than fits a page where there are more."""
    group = _group()
    query = (
        select(Batch, group, _offered(), _accepted())
        .join(Customer, Customer.id == Batch.customer_id)
        .options(joinedload(Batch.customer))
    )
    if state in STEPS:
        query = query.where(Batch.state == state)
    if builder is not None:
        query = query.where(Customer.uuid == builder)
    for word in clean(words)[:120].split():
        query = query.where(_has(word))
    # Of what is over the newest comes first, of the rest what must be dealt with soonest.
    until = case((Batch.state.in_(ENDED), null()), else_=Batch.available_until)
    rows = session.execute(
        query.order_by(group, until, Batch.number.desc()).limit(PAGE + 1).offset(skip)
    )
    return [Listed(*row) for row in rows]


def builders(session: Session) -> Sequence[Customer]:
    """List who ever offered a batch, by name."""
    offered = select(Batch.customer_id)
    query = select(Customer).where(Customer.id.in_(offered), Customer.wiped_at.is_(None))
    return session.scalars(query.order_by(Customer.folded, Customer.id)).all()


def _has(word: str) -> ColumnElement[bool]:
    found = [
        Customer.folded.contains(fold(word), autoescape=True),
        Batch.project.icontains(word, autoescape=True),
        Batch.city.icontains(word, autoescape=True),
    ]
    number = word.removeprefix("#")
    if number.isdecimal() and len(number) < 9:
        found.append(Batch.number == int(number))
    return or_(*found)


def _group() -> ColumnElement[int]:
    newest = _newest()
    undecided = exists().where(
        BatchLine.batch_id == Batch.id, BatchLine.id.not_in(select(LineDecision.line_id))
    )
    asked = newest.where(LineDecision.outcome == "asked")
    answers = select(LineAnswer.decision_id)
    return case(
        (Batch.state == "announced", _NEW),
        (
            (Batch.state == "under_review") & asked.where(LineDecision.id.in_(answers)).exists(),
            _ANSWERED,
        ),
        ((Batch.state == "under_review") & ~undecided & asked.exists(), _ASKED),
        (Batch.state == "under_review", _DECIDE),
        (Batch.state == "agreed", _PLAN),
        (Batch.id.in_(coming.today()), _TODAY),
        (Batch.state == "received", _INSPECT),
        (Batch.state == "inspected", _STOCK),
        (Batch.state == "in_stock", _CLOSE),
        (Batch.state.in_(ENDED), _OVER),
        else_=_PLANNED,
    )


def _newest() -> Select[int]:
    """Choose the decisions that count of a batch's lines."""
    later = aliased(LineDecision)
    newest = (
        select(func.max(later.number))
        .where(later.line_id == BatchLine.id)
        .correlate(BatchLine)
        .scalar_subquery()
    )
    return (
        select(LineDecision.id)
        .join(BatchLine, BatchLine.id == LineDecision.line_id)
        .where(BatchLine.batch_id == Batch.id, LineDecision.number == newest)
        .correlate(Batch)
    )


def _offered() -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(BatchLine.weight_g), 0))
        .where(BatchLine.batch_id == Batch.id)
        .correlate(Batch)
        .scalar_subquery()
    )


def _accepted() -> ScalarSelect[int]:
    grams = func.coalesce(func.sum(LineDecision.weight_g), 0)
    return _newest().with_only_columns(grams, maintain_column_froms=True).scalar_subquery()
