"""What a builder sees of one batch by their link: how it stands, and what they can do."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import public
from bouwkringloop.batches import agree, answer, decide, files, find
from bouwkringloop.batches.delivery import find as deliveries
from bouwkringloop.batches.forms_decide import number
from bouwkringloop.batches.models import Batch, BuilderLink
from bouwkringloop.batches.settling import statement, statement_paper
from bouwkringloop.batches.step import By
from bouwkringloop.batches.transport import find as transport
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.words import DECISIONS, TRANSPORTS
from bouwkringloop.partners import shop

#: How a batch stands, in the builder's words: what is said big, and what follows it.
STANDS = {
    "announced": (N_("We have your offer"), N_("We look at it and let you know what we take.")),
    "under_review": (N_("We are looking at your offer"), N_("Below you see what we decided.")),
    "agreed": (N_("Agreed"), N_("We write or call you about the transport.")),
    "planned": (N_("The transport is planned"), N_("Put the materials ready in time.")),
    "underway": (N_("Your materials are underway"), N_("We count and weigh what comes in.")),
    "received": (N_("Your materials came in"), N_("We look at everything piece by piece.")),
    "inspected": (N_("Everything was looked at"), N_("We bring it into the shop.")),
    "in_stock": (N_("Your materials are in the shop"), N_("We let you know what becomes of them.")),
    "closed": (N_("Done"), N_("The last statement says what became of everything. Thank you!")),
    "declined": (N_("We cannot take this"), N_("Thank you for your offer.")),
    "cancelled": (N_("Cancelled"), N_("You can always offer it again.")),
}
_ASKED = (N_("We have a question for you"), N_("Answer it below. We decide after that."))
#: The way of a batch in few words, and which states belong to each.
WAY = (
    (N_("Offered"), ("announced",)),
    (N_("Looked at"), ("under_review",)),
    (N_("Agreed"), ("agreed",)),
    (N_("Transport"), ("planned", "underway")),
    (N_("Came in"), ("received", "inspected")),
    (N_("In the shop"), ("in_stock", "closed")),
)


@bp.get("/builder/<token>/batches/<uuid:uuid>")
@public
def builder_batch(token: str, uuid: UUID) -> ResponseReturnValue:
    """Show a builder one of their batches."""
    _link, batch = _own(token, uuid)
    return _page(token, batch)


@bp.post("/builder/<token>/batches/<uuid:uuid>/lines/<uuid:line>/answer")
@public
def builder_answer(token: str, uuid: UUID, line: UUID) -> ResponseReturnValue:
    """Answer a question about a line."""
    link, batch = _own(token, uuid)
    seen, words = number(request.form.get("seen")), request.form.get("text", "")
    try:
        answer.give(g.session, batch.uuid, line, words, seen=seen, by=By(link=link))
    except Refused as refusal:
        return _refused(token, uuid, refusal, str(line), words)
    flash(_("Thank you for your answer."), "success")
    return redirect(url_for(".builder_batch", token=token, uuid=uuid), 303)


@bp.post("/builder/<token>/batches/<uuid:uuid>/cancel")
@public
def builder_cancel(token: str, uuid: UUID) -> ResponseReturnValue:
    """Call a batch off before its transport is planned."""
    link, batch = _own(token, uuid)
    words = request.form.get("reason", "")
    try:
        agree.cancel(g.session, g.config, batch.uuid, reason=words, by=By(link=link))
    except Refused as refusal:
        return _refused(token, uuid, refusal, "cancel", words)
    flash(_("Your batch is cancelled."), "success")
    return redirect(url_for(".builder_batch", token=token, uuid=uuid), 303)


def _own(token: str, uuid: UUID) -> tuple[BuilderLink, Batch]:
    """Let a builder see nothing but their own."""
    link = come_in(token)
    batch = find.one(g.session, uuid)
    if batch.customer_id != link.customer_id:
        raise find.UnknownBatch
    return link, batch


def _refused(
    token: str, uuid: UUID, refusal: Refused, where: str, typed: str
) -> ResponseReturnValue:
    g.session.rollback()  # The page shows what is stored, and nothing of what was refused.
    _link, batch = _own(token, uuid)
    return _page(token, batch, refusal=refusal, where=where, typed=typed), refusal.status


def _page(token: str, batch: Batch, **refused: Any) -> str:
    reached = next((at for at, (_w, states) in enumerate(WAY) if batch.state in states), -1)
    return render_template(
        "batches/builder_batch.html",
        **{"refusal": None, "where": "", "typed": "", **refused},
        token=token,
        batch=batch,
        stands=_ASKED if batch.questions else STANDS[batch.state],
        way=[word for word, _states in WAY],
        reached=reached,
        files=files.by_line(batch),
        file_kinds=files.KINDS,
        decisions=DECISIONS,
        answerable=batch.state in decide.OPEN,
        cancellable=batch.state in agree.BEFORE_PLANNED,
        shop=shop.details(g.session),
        slot=transport.slot(g.session, batch),
        transports=TRANSPORTS,
        deliveries=deliveries.of_batch(g.session, batch),
        statements=statement.listed(statement.of_batch(g.session, batch.id)),
        kilos=statement_paper.kilos,
    )
