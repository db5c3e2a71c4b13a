"""The page of the rules of the till, with discount cards and sticker colours."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import markdown, stickers
from bouwkringloop.till import cards
from bouwkringloop.till import rules as verbs
from bouwkringloop.till.receipts import address
from bouwkringloop.till.views.blueprint import bp
from bouwkringloop.till.views.forms import NAMES, SCHEMES, CardForm, ColourForm, RulesForm, about


@bp.get("/till/rules")
@requires(Permission.KEEP_RULES)
def rules() -> ResponseReturnValue:
    """Show the rules, to be changed, and every change of them."""
    return _page()


@bp.post("/till/rules")
@requires(Permission.KEEP_RULES)
def change_rules() -> ResponseReturnValue:
    """Set the rules from now on."""
    form = RulesForm(request.form)
    if not form.validate():
        return _page(form=form), 422
    try:
        verbs.change(g.session, form.wanted(), by=g.person)
    except Refused as refusal:
        return _page(form=form, refusal=refusal), refusal.status
    return _done("")


@bp.post("/till/rules/cards")
@requires(Permission.KEEP_RULES)
def add_card() -> ResponseReturnValue:
    """Add a discount card."""
    form = CardForm(request.form)
    if not form.validate():
        return _page(card=form), 422
    try:
        cards.add(g.session, form.name.data, form.percent.data or 0, by=g.person)
    except Refused as refusal:
        form.refuse("name", refusal)
        return _page(card=form), refusal.status
    return _done("cards")


@bp.post("/till/rules/cards/<slug>")
@requires(Permission.KEEP_RULES)
def switch_card(slug: str) -> ResponseReturnValue:
    """Take a discount card into use or out of it."""
    cards.switch(g.session, slug, active=request.form.get("active") == "1", by=g.person)
    return _done("cards")


@bp.post("/till/rules/stickers")
@requires(Permission.KEEP_RULES)
def add_colour() -> ResponseReturnValue:
    """Add a colour of stickers."""
    form = ColourForm(request.form)
    if not form.validate():
        return _page(colour=form), 422
    try:
        named = (form.name_nl.data, form.name_en.data, form.colour.data.lower())
        stickers.add(g.session, *named, by=g.person)
    except Refused as refusal:
        form.refuse("name_en", refusal)
        return _page(colour=form), refusal.status
    return _done("stickers")


@bp.post("/till/rules/stickers/<slug>")
@requires(Permission.KEEP_RULES)
def change_colour(slug: str) -> ResponseReturnValue:
    """Move a colour up or down, or take it out."""
    wish = request.form.get("do")
    if wish == "remove":
        stickers.remove(g.session, slug, by=g.person)
    else:
        stickers.move(g.session, slug, -1 if wish == "up" else 1, by=g.person)
    return _done("stickers")


def _done(place: str) -> ResponseReturnValue:
    flash(_("The change is stored."), "success")
    return redirect(url_for(".rules", _anchor=place or None), 303)


def _page(
    *,
    form: RulesForm | None = None,
    card: CardForm | None = None,
    colour: ColourForm | None = None,
    refusal: Refused | None = None,
) -> str:
    known = stickers.colours(g.session)
    return render_template(
        "till/rules.html",
        form=form or RulesForm(data=about(verbs.current(g.session))),
        refusal=refusal,
        cards=[(each, i18n.number(each.percent * 10)) for each in cards.all_of(g.session)],
        card=card or CardForm(),
        colours=known,
        this_week=stickers.of_week(known, clock.today()),
        colour=colour or ColourForm(data={"colour": "#2e8b57"}),
        reaches=address.is_public(g.config),
        history=[_told(change) for change in verbs.history(g.session)],
    )


def _told(change: verbs.Change) -> tuple[verbs.Change, list[tuple[str, str, str]]]:
    """Say a change in words: which rule, what it was, and what it is."""
    return change, [
        (_(NAMES[name]), _said(name, before), _said(name, after))
        for name, (before, after) in change.changed.items()
    ]


def _said(name: str, value: Any) -> str:
    if name.endswith("_cents"):
        return i18n.money(value)
    if name.endswith("_percent"):
        return f"{i18n.number(value * 10)}%"
    if name == "vat_scheme":
        return _(SCHEMES[value])
    if name == "receipt_code":
        return _("Yes") if value else _("No")
    if name == "sticker_markdown":
        return markdown.said(value) or "–"
    return str(value)
