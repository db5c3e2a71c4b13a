"""Look batches up: one of them, those that wait for somebody, and those that are over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision
from bouwkringloop.catalogue.models import Category

PAGE = 50
#: What a page of a batch shows, asked for at once.
ALL_OF_IT = (
    joinedload(Batch.customer),
    joinedload(Batch.agreement),
    selectinload(Batch.steps),
    selectinload(Batch.files),
    selectinload(Batch.lines).joinedload(BatchLine.category).joinedload(Category.group),
    selectinload(Batch.lines)
    .selectinload(BatchLine.decisions)
    .options(joinedload(LineDecision.category), joinedload(LineDecision.answer)),
)


class UnknownBatch(NotFound):
    """No batch has this id."""

    message = N_("This batch does not exist.")


def one(session: Session, uuid: UUID) -> Batch:
    """Find a batch with its lines, their decisions, its steps and files."""
    return _known(session.scalar(select(Batch).options(*ALL_OF_IT).where(Batch.uuid == uuid)))


def to_change(session: Session, uuid: UUID) -> Batch:
    """Find a batch and keep others from changing it until this is done."""
    query = select(Batch).where(Batch.uuid == uuid).with_for_update(of=Batch)
    return _known(session.scalar(query.execution_options(populate_existing=True)))


def _known(batch: Batch | None) -> Batch:
    if batch is None:
        raise UnknownBatch
    return batch


def lines(session: Session, batch: Batch) -> Sequence[BatchLine]:
    """Read the lines of a locked batch as they are now; a decision may have come meanwhile."""
    query = (
        select(BatchLine)
        .where(BatchLine.batch_id == batch.id)
        .options(
            joinedload(BatchLine.category).joinedload(Category.group),
            selectinload(BatchLine.decisions).options(
                joinedload(LineDecision.category).joinedload(Category.group),
                joinedload(LineDecision.answer),
            ),
        )
        .order_by(BatchLine.position)
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def of_customer(session: Session, customer_id: int) -> Sequence[Batch]:
    """List the batches of a builder, the newest first."""
    query = select(Batch).where(Batch.customer_id == customer_id).options(*ALL_OF_IT)
    return session.scalars(query.order_by(Batch.number.desc())).all()


def listed(
    session: Session,
    *,
    state: str = "",
    customer: int | None = None,
    before: int | None = None,
    most: int = PAGE,
) -> Sequence[Batch]:
    """List batches in a state and of a builder where asked for, the newest first."""
    query = select(Batch).options(*ALL_OF_IT)
    if state:
        query = query.where(Batch.state == state)
    if customer is not None:
        query = query.where(Batch.customer_id == customer)
    if before is not None:
        query = query.where(Batch.number < before)
    return session.scalars(query.order_by(Batch.number.desc()).limit(most)).all()
