"""Pages on which one thing is handled: moved, kept, judged, repriced, taken apart, let go."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import i18n
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.forms import ShopForm
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.stock import (
    dismantle,
    find,
    judge,
    move,
    places,
    reprice,
    reserve,
    slip,
    write_off,
)
from bouwkringloop.stock.models import Item
from bouwkringloop.stock.views.forms import (
    PARTS,
    JudgeForm,
    LeaveForm,
    MoveForm,
    PartForm,
    PriceForm,
    ReserveForm,
    TakeApartForm,
)

bp = Blueprint("handling", __name__)


def _answer(
    item: Item, form: ShopForm, work: Callable[[], str], template: str, **shown: Any
) -> ResponseReturnValue:
    """Show a form, or do what was filled in and go back to the thing; a refusal stays in sight."""
    refused = ""
    if request.method == "POST":
        if form.validate():
            try:
                said = again_if_raced(g.session, work)
            except Refused as refusal:
                g.session.rollback()
                refused = refusal.sentence
            else:
                flash(said, "success")
                return redirect(url_for("stock.item", code=item.code), 303)
        item = find.by_code(g.session, item.code)
    page = render_template(f"stock/{template}.html", item=item, form=form, refused=refused, **shown)
    return page, 422 if request.method == "POST" else 200


@bp.route("/items/<code>/move", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def move_item(code: str) -> ResponseReturnValue:
    """Move a thing, or a part of it, to another place."""
    item = find.by_code(g.session, code)
    drawn = places.drawing(g.session, item.site)
    names = {shown.place.code: "· " * shown.depth + shown.place.name for shown in drawn}
    form = MoveForm(request.form or None, places=names, data={"quantity": item.quantity_milli})

    def work() -> str:
        place = places.by_code(g.session, form.wanted)
        moved = move.move(g.session, code, place, by=g.person, quantity_milli=form.milli)
        return translate(N_("“%(title)s” lies at %(place)s now.")) % {
            "title": moved.title,
            "place": place.name,
        }

    return _answer(item, form, work, "move_item")


@bp.route("/items/<code>/reserve", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def reserve_item(code: str) -> ResponseReturnValue:
    """Keep a thing for somebody."""
    item = find.by_code(g.session, code)
    if request.method != "POST":
        # What is sent twice is answered twice, whatever became of the thing in between.
        reserve.check_for_sale(item)
    free = item.quantity_milli - item.reserved_milli
    form = ReserveForm(request.form or None, data={"quantity": free, "days": reserve.USUAL_DAYS})

    def work() -> str:
        wanted = reserve.Wanted(form.id.uuid, code, form.milli, form.name.data, form.days.data)
        made = reserve.reserve(g.session, wanted, by=g.person)
        slip.order(g.session, made, by=g.person)
        return translate(N_("Kept for %(name)s until %(day)s. The slip is being printed.")) % {
            "name": made.name,
            "day": i18n.day(slip.last_day(made)),
        }

    return _answer(item, form, work, "reserve_item", most_days=reserve.MOST_DAYS)


@bp.post("/reservations/<uuid:reservation>/release")
@requires(Permission.HANDLE_STOCK)
def release_reservation(reservation: UUID) -> ResponseReturnValue:
    """Let go of what was kept."""
    ended = reserve.release(g.session, reservation, by=g.person)
    flash(translate(N_("It is free for everybody again.")), "success")
    if "to_list" in request.form:
        return redirect(url_for("lists.reservations"), 303)
    return redirect(url_for("stock.item", code=ended.item.code), 303)


@bp.route("/items/<code>/leave", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def let_go(code: str) -> ResponseReturnValue:
    """Let a thing go other than by a sale."""
    item = find.by_code(g.session, code)
    write_off.check_safe(item, g.person)
    free = item.quantity_milli - item.reserved_milli
    form = LeaveForm(request.form or None, data={"quantity": free})

    def work() -> str:
        write_off.write_off(
            g.session,
            code,
            form.milli,
            form.way.data,
            form.reason.data,
            by=g.person,
        )
        return translate(N_("It is written down where it went."))

    return _answer(item, form, work, "let_go", ways=write_off.ways(item))


@bp.route("/items/<code>/judge", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def judge_item(code: str) -> ResponseReturnValue:
    """Say what a thing is for from now on."""
    item = find.by_code(g.session, code)
    judge.check_may_change(item, g.person)
    form = JudgeForm(request.form or None)

    def work() -> str:
        judged = judge.judge(
            g.session,
            code,
            form.state.data,
            form.reason.data,
            by=g.person,
            price_cents=form.price_cents.data,
        )
        return judge.state_name(judged.state)

    steps = judge.steps(item)
    return _answer(item, form, work, "judge_item", steps=steps, state_name=judge.state_name)


@bp.route("/items/<code>/price", methods=["GET", "POST"])
@requires(Permission.CHANGE_PRICE)
def reprice_item(code: str) -> ResponseReturnValue:
    """Give a thing another price."""
    item = find.by_code(g.session, code)
    reprice.check_may_cost(item)
    form = PriceForm(request.form or None, data={"price_cents": item.price_cents})

    def work() -> str:
        reprice.reprice(g.session, code, form.cents, form.reason.data, by=g.person)
        return translate(N_("The new price stands. The label is being printed."))

    return _answer(item, form, work, "reprice_item")


@bp.route("/items/<code>/take-apart", methods=["GET", "POST"])
@requires(Permission.HANDLE_STOCK)
def take_apart(code: str) -> ResponseReturnValue:
    """Take a thing apart into things of their own."""
    item = find.by_code(g.session, code)
    dismantle.check_may_come_apart(item)
    shelves = catalogue.shelves(g.session)
    kinds = {
        k.slug: k for shelf in shelves for k in shelf.categories if k.active and not k.dangerous
    }
    rows = [PartForm(request.form or None, prefix=f"part{at}-", kinds=kinds) for at in range(PARTS)]
    form = TakeApartForm(request.form or None, data={"quantity": item.quantity_milli})

    def work() -> str:
        parts = [row.part(kinds) for row in rows if row.is_filled]
        made = dismantle.take_apart(
            g.session,
            code,
            parts,
            by=g.person,
            quantity_milli=form.milli,
            rest_way=form.rest_way.data,
        )
        return translate(N_("Taken apart. The labels of the parts are being printed.")) + (
            translate(N_(" %(weight)s is left over.")) % {"weight": i18n.weight(made.rest_g)}
            if made.rest_g
            else ""
        )

    # Every row is asked, so that each shows what is wrong with it.
    valid = all([row.validate() for row in rows if row.is_filled])  # noqa: C419
    if request.method == "POST" and not valid:
        g.session.rollback()
        item = find.by_code(g.session, code)
        page = render_template(
            "stock/take_apart.html", item=item, form=form, rows=rows, shelves=shelves, refused=""
        )
        return page, 422
    return _answer(item, form, work, "take_apart", rows=rows, shelves=shelves)
