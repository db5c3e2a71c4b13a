"""What is decided on the page of an offer: line by line, all at once, and about the whole batch."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import agree, answer, decide, find, told
from bouwkringloop.batches.forms_decide import DecideForm, number, sent_id
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.batches.step import By
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.batches.views.offered_page import page


@bp.post("/batches/<uuid:uuid>/lines/<uuid:line>/decide")
@requires(Permission.KEEP_BATCHES)
def decide_line(uuid: UUID, line: UUID) -> ResponseReturnValue:
    """Decide about one line."""
    form = DecideForm(request.form, line=line)
    batch = find.one(g.session, uuid)
    if not form.validate():
        return page(batch, None, str(line), (_line(batch, line), form)), 422
    with i18n.speaking(batch.language):
        choice = form.choice()
    wanted = [decide.About(line, form.seen.data, choice)]

    def act() -> str:
        made = decide.several(g.session, uuid, wanted, by=g.person)
        told.asked(g.session, g.config, made[0].line.batch, made)
        return _("The decision is stored.")

    return _try(uuid, act, str(line), form)


def _line(batch: Batch, uuid: UUID) -> BatchLine:
    for line in batch.lines:
        if line.uuid == uuid:
            return line
    raise decide.UnknownLine


@bp.post("/batches/<uuid:uuid>/accept")
@requires(Permission.KEEP_BATCHES)
def accept_rest(uuid: UUID) -> ResponseReturnValue:
    """Take all of every line that nobody decided about yet."""

    def act() -> str:
        count = len(decide.the_rest(g.session, uuid, by=g.person))
        text = ngettext("%(num)s line is accepted.", "%(num)s lines are accepted.", count)
        return text % {"num": count}

    return _try(uuid, act, "agree")


@bp.post("/batches/<uuid:uuid>/lines/<uuid:line>/answer")
@requires(Permission.KEEP_BATCHES)
def answer_line(uuid: UUID, line: UUID) -> ResponseReturnValue:
    """Write down what the builder answered on the telephone."""
    seen, words = number(request.form.get("seen")), request.form.get("text", "")

    def act() -> str:
        answer.give(g.session, uuid, line, words, seen=seen, by=By(person=g.person))
        return _("The answer is stored.")

    return _try(uuid, act, str(line))


@bp.post("/batches/<uuid:uuid>/agree")
@requires(Permission.KEEP_BATCHES)
def agree_batch(uuid: UUID) -> ResponseReturnValue:
    """Agree on what was decided."""
    chosen = sent_id(request.form.get("agreement"))
    free = request.form.get("for_nothing") == "1"

    def act() -> str:
        made = agree.agree(g.session, g.config, uuid, chosen, for_nothing=free, by=g.person)
        if made.state == "declined":
            return _("The batch is declined, since nothing of it is taken.")
        return _("The batch is agreed.")

    return _try(uuid, act, "agree")


@bp.post("/batches/<uuid:uuid>/decline")
@requires(Permission.KEEP_BATCHES)
def decline_batch(uuid: UUID) -> ResponseReturnValue:
    """Decline a whole batch."""
    reason = request.form.get("reason", "")

    def act() -> str:
        agree.decline(g.session, g.config, uuid, reason=reason, by=g.person)
        return _("The batch is declined.")

    return _try(uuid, act, "decline")


@bp.post("/batches/<uuid:uuid>/cancel")
@requires(Permission.KEEP_BATCHES)
def cancel_batch(uuid: UUID) -> ResponseReturnValue:
    """Call a batch off."""
    reason = request.form.get("reason", "")

    def act() -> str:
        agree.cancel(g.session, g.config, uuid, reason=reason, by=By(person=g.person))
        return _("The batch is cancelled.")

    return _try(uuid, act, "cancel")


@bp.post("/batches/<uuid:uuid>/reopen")
@requires(Permission.KEEP_BATCHES)
def reopen_batch(uuid: UUID) -> ResponseReturnValue:
    """Go back to deciding about what was agreed."""
    reason = request.form.get("reason", "")

    def act() -> str:
        agree.reopen(g.session, uuid, reason=reason, by=g.person)
        return _("You can decide about the lines again.")

    return _try(uuid, act, "reopen")


@bp.post("/batches/<uuid:uuid>/tell")
@requires(Permission.KEEP_BATCHES)
def tell_builder(uuid: UUID) -> ResponseReturnValue:
    """Write the builder what was decided up to now."""

    def act() -> str:
        told.tell(g.session, g.config, find.to_change(g.session, uuid), by=g.person)
        return _("The mail to the builder goes.")

    return _try(uuid, act, "agree")


def _try(
    uuid: UUID, act: Callable[[], str], where: str, form: DecideForm | None = None
) -> ResponseReturnValue:
    """Do one thing and show the offer again; a refusal stands where it was wanted."""
    try:
        said = act()
    except Refused as refusal:
        g.session.rollback()  # The page shows what is stored, and nothing of what was refused.
        batch = find.one(g.session, uuid)
        at_line = form is not None and refusal.status != 409
        filled = (_line(batch, UUID(where)), form) if form is not None and at_line else None
        return page(batch, refusal, where, filled), refusal.status
    flash(said, "success")
    return redirect(url_for(".batch", uuid=uuid, _anchor=f"at-{where}"), 303)
