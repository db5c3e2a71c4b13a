"""Close a batch: all is inspected, in its place, settled, and stated for the last time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find, step
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.settling import read, statement
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.batches.settling.yields import Yield
from bouwkringloop.stock.models import Item

#: So many things are named in a refusal; the page lists them all.
_NAMED = 5


class NotInspected(Refused):
    """Something that came in was not looked at."""

    message = N_("%(weight)s of this batch is not inspected yet. Inspect it before you close.")


class NotInStock(Refused):
    """Something was inspected and is nowhere."""

    message = N_("%(weight)s of this batch is inspected, but not in stock yet. Bring it in first.")


class StillHere(Refused):
    """Something that is the builder's is still for sale here."""

    message = N_(
        "Of this builder there is still something here that is not sold: %(things)s. Give it back,"
        " buy it (sell it at the till to the shop, so that the builder gets their share), or write"
        " it off."
    )


class Unexplained(Refused):
    """The kilograms of the stages differ, and nobody says why."""

    status = 422
    message = N_(
        "The kilograms do not agree: %(what)s. Say in words why; it stands on the last statement."
    )


def close(
    session: Session,
    batch_id: UUID,
    wanted: statement.Wanted,
    *,
    by: Actor,
    explanation: str = "",
) -> YieldStatement:
    """Close a batch with a last statement; the explanation stands on it and in the step."""
    batch = find.to_change(session, batch_id)
    if "closed" not in batch.can:
        raise step.NotThatStep(batch)
    said = clean(explanation)[: step.LONGEST_REASON]
    told = read.at(session, batch, clock.today())
    _check(session, batch, told, said)
    made = statement.store(session, batch, wanted, by=by, final=True, explanation=said)
    step.to(session, batch, "closed", step.By(person=by), reason=said)
    return made


def differences(told: Yield) -> list[str]:
    """Say in words where kilograms of one stage differ from those of the next."""
    whole, found = told.whole, []
    if whole.accepted_g != whole.came_in_g:
        stages = {"accepted": whole.accepted_g, "came": whole.came_in_g}
        grams = {stage: i18n.exact_weight(weight_g) for stage, weight_g in stages.items()}
        found.append(i18n.translate(N_("%(accepted)s was accepted and %(came)s came in")) % grams)
    if whole.difference_g > 0:
        grams = {"weight": i18n.exact_weight(whole.difference_g)}
        found.append(i18n.translate(N_("%(weight)s is missing by counting or weighing")) % grams)
    elif any((whole.counted_g, whole.corrected_g, whole.reweighed_g)):
        grams = {"weight": i18n.exact_weight(-whole.difference_g)}
        said = N_("%(weight)s more than was booked was found by counting or weighing")
        found.append(i18n.translate(said) % grams)
    return found


def unsold(session: Session, batch: Batch) -> Sequence[Item]:
    """List what is the builder's and still here, where it is sold for them."""
    if batch.agreement is None or batch.agreement.basis != "consigned":
        return []
    family = list(read.items(session, [batch]))
    here = select(Item).where(Item.id.in_(family), Item.quantity_milli > 0).order_by(Item.id)
    # As it is now, whatever this session knew of them.
    return session.scalars(here.execution_options(populate_existing=True)).all()


def _check(session: Session, batch: Batch, told: Yield, said: str) -> None:
    if told.whole.not_inspected_g:
        raise NotInspected(weight=i18n.exact_weight(told.whole.not_inspected_g))
    if told.whole.waiting_g:
        raise NotInStock(weight=i18n.exact_weight(told.whole.waiting_g))
    here = unsold(session, batch)
    if here:
        names = [f"“{item.title}” ({item.code})" for item in here[:_NAMED]]
        more = ["…"] if len(here) > _NAMED else []
        raise StillHere(things=", ".join([*names, *more]))
    differ = differences(told)
    if differ and not said:
        raise Unexplained(what="; ".join(differ))
