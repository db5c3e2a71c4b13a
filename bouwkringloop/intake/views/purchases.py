"""Pages of what the shop buys: the form, the statement, and the dealer's register."""

from datetime import date, timedelta
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import find, purchase, register, statement
from bouwkringloop.intake.models import Intake
from bouwkringloop.intake.purchase_form import PaidForm, PurchaseForm
from bouwkringloop.intake.views.pages import bp

_LATELY = timedelta(days=365)


@bp.get("/intakes/<uuid:uuid>/purchase")
@requires(Permission.CHANGE_PRICE)
def buy(uuid: UUID) -> ResponseReturnValue:
    """Ask who sold a delivery, and what was paid."""
    intake = find.one(g.session, uuid)
    if purchase.of(g.session, intake) is not None:
        return redirect(url_for(".delivery", uuid=uuid), 303)
    lines = [PaidForm(line) for line in purchase.payable(intake)]
    form = PurchaseForm(registered=purchase.is_registered(intake))
    return _form_page(intake, form, lines)


@bp.post("/intakes/<uuid:uuid>/purchase")
@requires(Permission.CHANGE_PRICE)
def record_purchase(uuid: UUID) -> ResponseReturnValue:
    """Write a purchase down, and have its statement printed."""
    intake = find.one(g.session, uuid)
    form = PurchaseForm(request.form, registered=purchase.is_registered(intake))
    lines = [PaidForm(line, request.form) for line in purchase.payable(intake)]
    # Every line is looked at, so that one sees all mistakes at once.
    if not all([form.validate(), *(line.validate() for line in lines)]):
        return _form_page(intake, form, lines), 422
    paid = {line.line.position: line.cents for line in lines}
    try:
        made = purchase.record(
            g.session, uuid, form.seller, paid, form.paid_by.data or "", by=g.person
        )
    except Refused as refusal:
        g.session.rollback()
        found = find.one(g.session, uuid)
        return _form_page(found, form, lines, refusal.sentence), refusal.status
    if not statement.is_due(made):
        flash(_("The purchase is written down."), "success")
        return redirect(url_for(".delivery", uuid=uuid), 303)
    statement.order(g.session, uuid, by=g.person)
    flash(_("The purchase is written down. Let the seller sign one of the two papers."), "success")
    return redirect(url_for(".purchase_statement", uuid=uuid), 303)


def _form_page(intake: Intake, form: PurchaseForm, lines: list[PaidForm], refused: str = "") -> str:
    return render_template(
        "intake/purchase.html",
        intake=intake,
        form=form,
        lines=lines,
        registered=purchase.is_registered(intake),
        refused=refused,
    )


@bp.get("/intakes/<uuid:uuid>/statement")
@requires(Permission.CHANGE_PRICE)
def purchase_statement(uuid: UUID) -> ResponseReturnValue:
    """Show the statement of a purchase as a page to be printed and signed."""
    intake = find.one(g.session, uuid)
    made = purchase.of(g.session, intake)
    if made is None or not statement.is_due(made):
        raise NotFound
    return render_template(
        "intake/statement.html",
        intake=intake,
        purchase=made,
        lines=[(statement.described(li), li.paid_cents) for li in statement.paid_lines(intake)],
        documents=statement.DOCUMENTS,
        ways=statement.WAYS,
        declared=statement.DECLARED,
    )


@bp.post("/intakes/<uuid:uuid>/statement")
@requires(Permission.CHANGE_PRICE)
def print_statement(uuid: UUID) -> ResponseReturnValue:
    """Have the statement printed once more, for both."""
    statement.order(g.session, uuid, by=g.person)
    flash(_("The statement is being printed twice."), "success")
    return redirect(url_for(".purchase_statement", uuid=uuid), 303)


@bp.get("/intake/register")
@requires(Permission.JUDGE_STOCK)
def dealers_register() -> ResponseReturnValue:
    """Show the dealer's register, with what is not in it yet."""
    start, end = _period()
    return render_template(
        "intake/register.html",
        entries=register.entries(g.session, start, end),
        missing=register.missing(g.session),
        start=start,
        end=end,
    )


@bp.get("/intake/register.csv")
@requires(Permission.JUDGE_STOCK)
def dealers_register_csv() -> Response:
    """Give the dealer's register as a sheet."""
    start, end = _period()
    text = register.as_csv(register.entries(g.session, start, end))
    name = f"opkopersregister-{start}-{end}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=headers)


def _period() -> tuple[date, date]:
    """Read from when until when; the last year where nothing is said that is a day."""
    end = _day("until", clock.today())
    return _day("from", end - _LATELY), end


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
