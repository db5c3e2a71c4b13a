"""Pages of what became of a batch: its figures, its statements, and how it is closed."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.base.web import given
from bouwkringloop.batches import find
from bouwkringloop.batches.settling import (
    announce,
    close,
    give_back,
    owed,
    read,
    statement,
    statement_paper,
    yields,
)
from bouwkringloop.batches.settling.forms import StatementForm, day
from bouwkringloop.batches.settling.words import FATES, HERE
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.words import STATES


@bp.get("/batches/<uuid:uuid>/figures")
@requires(Permission.KEEP_BATCHES)
def figures(uuid: UUID) -> ResponseReturnValue:
    """Show what became of a batch up to a day, and what was stated of it."""
    start = {"id": uuid4(), "upto": day(request.args.get("upto"), clock.today())}
    return _page(uuid, StatementForm(data=start))


@bp.post("/batches/<uuid:uuid>/statements")
@requires(Permission.KEEP_BATCHES)
def issue_statement(uuid: UUID) -> ResponseReturnValue:
    """Issue a statement; the id in the form lets a double click issue one."""
    form = StatementForm(request.form)
    if not form.validate():
        return _page(uuid, form), 422
    wanted = form.wanted()
    try:
        again_if_raced(
            g.session, lambda: announce.issue(g.session, g.config, uuid, wanted, by=g.person)
        )
    except Refused as refusal:
        g.session.rollback()
        return _page(uuid, form, refusal), refusal.status
    flash(_("The statement is issued."), "success")
    return redirect(url_for(".figures", uuid=uuid), 303)


@bp.post("/batches/<uuid:uuid>/close")
@requires(Permission.KEEP_BATCHES)
def close_batch(uuid: UUID) -> ResponseReturnValue:
    """Close a batch with a last statement."""
    form = StatementForm(request.form, data={"upto": clock.today()})
    form.upto.data = clock.today()
    form.upto.validators = ()
    if not form.validate():
        return _page(uuid, form, closing=True), 422
    wanted, said = form.wanted(clock.today()), form.explanation.data
    try:
        announce.close_batch(g.session, g.config, uuid, wanted, by=g.person, explanation=said)
    except Refused as refusal:
        g.session.rollback()
        return _page(uuid, form, refusal, closing=True), refusal.status
    flash(_("The batch is closed."), "success")
    return redirect(url_for(".figures", uuid=uuid), 303)


@bp.post("/batches/<uuid:uuid>/back/<code>")
@requires(Permission.KEEP_BATCHES)
def give_to_builder(uuid: UUID, code: str) -> ResponseReturnValue:
    """Let something that was not sold go back to the builder."""
    try:
        item = give_back.give_back(g.session, uuid, code, by=g.person)
    except Refused as refusal:
        g.session.rollback()
        form = StatementForm(data={"id": uuid4(), "upto": clock.today()})
        return _page(uuid, form, refusal, closing=True), refusal.status
    flash(_("“%(title)s” went back to the builder.") % {"title": item.title}, "success")
    return redirect(url_for(".figures", uuid=uuid), 303)


@bp.get("/batches/<uuid:uuid>/statements/<uuid:issued>.pdf")
@requires(Permission.KEEP_BATCHES)
def statement_file(uuid: UUID, issued: UUID) -> ResponseReturnValue:
    """Give a statement as a PDF."""
    batch = find.one(g.session, uuid)
    found = statement.of_builder(g.session, issued, batch.customer_id)
    return given(statement_paper.paper(found))


@bp.get("/builder/<token>/statements/<uuid:issued>")
@public
def builder_statement(token: str, issued: UUID) -> ResponseReturnValue:
    """Show a builder what stands on a statement of their own batch, as it was issued."""
    link = come_in(token)
    found = statement.of_builder(g.session, issued, link.customer_id)
    told = statement.yield_of(found)
    return render_template(
        "batches/builder_statement.html",
        token=token,
        statement=found,
        content=statement.content_of(found),
        told=told,
        seen=Seen(told),
    )


@bp.get("/builder/<token>/statements/<uuid:issued>.pdf")
@public
def builder_statement_file(token: str, issued: UUID) -> ResponseReturnValue:
    """Give a builder a statement of their own batch as a PDF."""
    link = come_in(token)
    found = statement.of_builder(g.session, issued, link.customer_id)
    return given(statement_paper.paper(found))


class Seen:
    """How figures are written on one page: all kilograms with as many decimals as one needs."""

    fates = FATES
    here = HERE
    percent = staticmethod(statement_paper.percent)
    kilos = staticmethod(statement_paper.kilos)

    def __init__(self, told: yields.Yield) -> None:
        whole = told.whole
        #: What is shown also where it is nothing, and whatever is something.
        self.shown = [
            fate
            for fate in yields.FATES
            if whole.of(fate) or fate in ("sold", "material", "residue", "here")
        ]
        factors = [each.factor for each in told.avoided]
        self.sources = sorted({f"{factor.source} ({factor.year})" for factor in factors})
        stages = ("offered", "accepted", "came_in", *yields.FATES)
        self.exact = statement_paper.exact([whole.of(stage) for stage in stages])


def _page(
    uuid: UUID, form: StatementForm, refusal: Refused | None = None, *, closing: bool = False
) -> str:
    batch = find.one(g.session, uuid)
    upto = form.upto.data or clock.today()
    told = read.at(g.session, batch, upto)
    issued = statement.of_batch(g.session, batch.id)
    all_open = owed.open_to(g.session, batch.customer_id, clock.today())
    return render_template(
        "batches/figures.html",
        batch=batch,
        states=STATES,
        told=told,
        upto=upto,
        seen=Seen(told),
        issued=statement.listed(issued),
        unsold=close.unsold(g.session, batch) if "closed" in batch.can else [],
        differences=close.differences(told),
        open_cents=sum(each.cents for each in all_open if each.batch.id == batch.id),
        form=form,
        refusal=refusal,
        closing=closing,
    )
