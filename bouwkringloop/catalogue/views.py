"""Pages of the catalogue room."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue import attributes, change, find, impact, markdown
from bouwkringloop.catalogue.forms import RATES, REGIMES, CategoryForm, ImpactForm, about
from bouwkringloop.catalogue.models import Category

bp = Blueprint("catalogue", __name__)

#: At which field a refusal is shown.
_FIELDS: dict[type[Refused], str] = {
    change.RangeUpsideDown: "price_high_cents",
    change.PriceMissing: "price_low_cents",
    change.FlatPriceOfNothing: "flat_price_cents",
    change.UnitInUse: "unit",
    change.AlreadyThere: "name_en",
    change.NoSlug: "name_en",
    change.DangerStays: "group",
    change.DangerUnlabelled: "unlabelled",
}


@bp.get("/catalogue")
@requires(Permission.EDIT_CATALOGUE)
def categories() -> ResponseReturnValue:
    """List what the shop deals in."""
    words = clean(request.args.get("q", ""))[:60]
    return render_template(
        "catalogue/categories.html",
        shelves=find.shelves(g.session, words),
        words=words,
        # A percent sign in a text is a format to a template's own translation.
        markdown=markdown.said,
        vat={key: translate(text) for key, text in (REGIMES | RATES).items()},
    )


@bp.get("/catalogue/new")
@requires(Permission.EDIT_CATALOGUE)
def new_category() -> ResponseReturnValue:
    """Ask what the shop deals in from now on."""
    start = {"vat_regime": "normal", "vat_rate": "high", "active": True}
    form = CategoryForm(groups=[*find.groups(g.session)], data=start)
    return _page(form, None)


@bp.post("/catalogue/new")
@requires(Permission.EDIT_CATALOGUE)
def add_category() -> ResponseReturnValue:
    """Add a category."""
    form = CategoryForm(request.form, groups=[*find.groups(g.session)])
    if not form.validate():
        return _page(form, None), 422
    try:
        _share(form, change.add(g.session, form.facts(), by=g.person))
    except tuple(_FIELDS) as refusal:
        form.refuse(_FIELDS[type(refusal)], refusal)
        return _page(form, None), refusal.status
    flash(translate("The category is there."), "success")
    return redirect(url_for(".categories"), 303)


@bp.get("/catalogue/impact")
@requires(Permission.EDIT_CATALOGUE)
def impact_factors() -> ResponseReturnValue:
    """Show what reuse of each material saves, by which factors."""
    start = {"valid_from": clock.today(), "year": clock.today().year, "displacement_milli": 1000}
    return _impact_page(ImpactForm(data=start))


@bp.post("/catalogue/impact")
@requires(Permission.EDIT_CATALOGUE)
def add_impact_factor() -> ResponseReturnValue:
    """Store a newer factor of a material."""
    form = ImpactForm(request.form)
    if not form.validate():
        return _impact_page(form), 422
    try:
        impact.add(g.session, form.told(), by=g.person)
    except Refused as refusal:
        return _impact_page(form, refusal), refusal.status
    flash(translate("The factor is stored."), "success")
    return redirect(url_for(".impact_factors"), 303)


def _impact_page(form: ImpactForm, refusal: Refused | None = None) -> str:
    return render_template(
        "catalogue/impact.html",
        factors=impact.on(g.session, clock.today()),
        every=impact.every(g.session)[::-1],
        kinds=impact.counted_as(g.session),
        name=impact.name,
        form=form,
        refusal=refusal,
    )


@bp.get("/catalogue/<slug>")
@requires(Permission.EDIT_CATALOGUE)
def category(slug: str) -> ResponseReturnValue:
    """Show one category, to be changed."""
    found = find.one(g.session, slug)
    return _page(CategoryForm(groups=[*find.groups(g.session)], data=about(found)), found)


@bp.post("/catalogue/<slug>")
@requires(Permission.EDIT_CATALOGUE)
def change_category(slug: str) -> ResponseReturnValue:
    """Change one category."""
    found = find.one(g.session, slug)
    groups = [*find.groups(g.session)]
    form = CategoryForm(request.form, groups=groups, unit_fixed=found.unit)
    if not form.validate():
        return _page(form, found), 422
    try:
        change.change(g.session, found, form.facts(), by=g.person)
        _share(form, found)
    except tuple(_FIELDS) as refusal:
        form.refuse(_FIELDS[type(refusal)], refusal)
        return _page(form, found), refusal.status
    flash(translate("The change is stored."), "success")
    return redirect(url_for(".categories"), 303)


@bp.post("/catalogue/<slug>/attributes")
@requires(Permission.EDIT_CATALOGUE)
def choose_attributes(slug: str) -> ResponseReturnValue:
    """Choose which measures and marks things of a category have."""
    found = find.one(g.session, slug)
    attributes.choose(g.session, found, request.form.getlist("attribute"), by=g.person)
    flash(translate("The change is stored."), "success")
    return redirect(url_for(".category", slug=slug), 303)


def _share(form: CategoryForm, category: Category) -> None:
    """Let the whole group get cheaper in the same steps, where that was asked."""
    if form.whole_group.data:
        g.session.flush()  # The group of the category may have just changed.
        change.share_markdown(g.session, category, by=g.person)


def _page(form: CategoryForm, found: Category | None) -> str:
    return render_template(
        "catalogue/category.html",
        form=form,
        category=found,
        unit_fixed=found is not None and find.is_used(g.session, found),
        pictograms=_pictograms(),
        attributes=attributes.all_of(g.session),
        chosen={each.slug for each in attributes.of(g.session, found)} if found else set(),
    )


def _pictograms() -> list[dict[str, str]]:
    """List the pictures, each under the name of the first category that has it."""
    names: dict[str, str] = {}
    for shelf in find.shelves(g.session):
        for listed in shelf.categories:
            names.setdefault(listed.pictogram, listed.name)
    return [
        {"value": name, "pictogram": name, "text": names.get(name, name.replace("-", " "))}
        for name in find.pictograms()
    ]
