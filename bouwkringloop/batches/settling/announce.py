"""Issue statements and close batches, and mail the builder what became of everything, once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import told
from bouwkringloop.batches.settling import close, statement, statement_paper
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.config import Config


def issue(
    session: Session, config: Config, batch: UUID, wanted: statement.Wanted, *, by: Actor
) -> YieldStatement:
    """Issue a statement, and mail it where a mail can go; sent again, it is mailed no more."""
    known = _is_known(session, wanted.id)
    made = statement.issue(session, batch, wanted, by=by)
    if not known:
        _mail(session, config, made)
    return made


def close_batch(
    session: Session,
    config: Config,
    batch: UUID,
    wanted: statement.Wanted,
    *,
    by: Actor,
    explanation: str = "",
) -> YieldStatement:
    """Close a batch, and mail its last statement where a mail can go."""
    known = _is_known(session, wanted.id)
    made = close.close(session, batch, wanted, by=by, explanation=explanation)
    if not known:
        _mail(session, config, made)
    return made


def _is_known(session: Session, uuid: UUID) -> bool:
    found = session.scalar(select(YieldStatement.id).where(YieldStatement.uuid == uuid))
    return found is not None


def _mail(session: Session, config: Config, made: YieldStatement) -> None:
    if told.can_go(session, config, made.batch):
        told.statement(session, config, made.batch, statement_paper.paper(made))
