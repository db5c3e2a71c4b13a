"""Pages on which the shop keeps its scales and containers."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import NoName
from bouwkringloop.intake import protocols, scales
from bouwkringloop.intake.models import Container, Scale
from bouwkringloop.intake.scales_form import ContainerForm, ScaleForm, about
from bouwkringloop.intake.views.pages import bp
from bouwkringloop.stock import find, sites

#: At which field a refusal is shown.
_FIELDS: dict[type[Refused], str] = {
    NoName: "name",
    scales.ScaleTaken: "name",
    scales.ContainerTaken: "name",
    scales.AbsurdMaximum: "max_g",
    scales.AbsurdTare: "tare_g",
    sites.UnknownSite: "site",
    protocols.NoSuchProtocol: "language",
}


@bp.get("/intake/scales")
@requires(Permission.JUDGE_STOCK)
def all_scales() -> ResponseReturnValue:
    """List the scales and the containers, in use or not."""
    return render_template(
        "intake/scales.html",
        scales=scales.all_scales(g.session),
        containers=scales.all_containers(g.session),
        lines={slug: language.name for slug, language in protocols.LANGUAGES.items()},
        line_of=protocols.read,
    )


@bp.route("/intake/scales/new", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def new_scale() -> ResponseReturnValue:
    """Add scales to a site."""
    form = ScaleForm(request.form or None, sites=find.sites(g.session))
    if _stored(form, lambda: scales.add_scale(g.session, form.facts(), by=g.person)):
        return _done(N_("%(name)s is there."), form.facts().name)
    return _scale_page(form, None)


@bp.route("/intake/scales/<slug>", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def scale(slug: str) -> ResponseReturnValue:
    """Change scales."""
    found = scales.one_scale(g.session, slug)
    form = ScaleForm(request.form or None, sites=find.sites(g.session), data=about(found))
    if _stored(form, lambda: scales.change_scale(g.session, found, form.facts(), by=g.person)):
        return _done(N_("The change is stored."))
    return _scale_page(form, found)


def _scale_page(form: ScaleForm, found: Scale | None) -> ResponseReturnValue:
    spoken = found and {
        "slug": found.slug,
        "max_g": found.max_g,
        "serial": protocols.plain(found.protocol),
    }
    page = render_template("intake/scale.html", form=form, scale=found, spoken=spoken)
    return page, 422 if request.method == "POST" else 200


@bp.post("/intake/scales/<slug>/retire")
@requires(Permission.JUDGE_STOCK)
def retire_scale(slug: str) -> ResponseReturnValue:
    """Take scales out of use."""
    found = scales.one_scale(g.session, slug)
    scales.retire_scale(g.session, found, by=g.person)
    return _done(N_("%(name)s is out of use."), found.name)


@bp.post("/intake/scales/<slug>/return")
@requires(Permission.JUDGE_STOCK)
def return_scale(slug: str) -> ResponseReturnValue:
    """Take scales into use again."""
    found = scales.one_scale(g.session, slug)
    scales.return_scale(g.session, found, by=g.person)
    return _done(N_("%(name)s is in use again."), found.name)


@bp.route("/intake/containers/new", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def new_container() -> ResponseReturnValue:
    """Add a kind of container."""
    form = ContainerForm(request.form or None)
    if _stored(form, lambda: scales.add_container(g.session, form.facts(), by=g.person)):
        return _done(N_("%(name)s is there."), form.facts().name)
    return _container_page(form, None)


@bp.route("/intake/containers/<slug>", methods=["GET", "POST"])
@requires(Permission.JUDGE_STOCK)
def container(slug: str) -> ResponseReturnValue:
    """Change a container."""
    found = scales.one_container(g.session, slug)
    start = {"name": found.name, "tare_g": found.tare_g}
    form = ContainerForm(request.form or None, data=start)
    if _stored(form, lambda: scales.change_container(g.session, found, form.facts(), by=g.person)):
        return _done(N_("The change is stored."))
    return _container_page(form, found)


def _container_page(form: ContainerForm, found: Container | None) -> ResponseReturnValue:
    page = render_template("intake/container.html", form=form, container=found)
    return page, 422 if request.method == "POST" else 200


@bp.post("/intake/containers/<slug>/retire")
@requires(Permission.JUDGE_STOCK)
def retire_container(slug: str) -> ResponseReturnValue:
    """Take a container out of use."""
    found = scales.one_container(g.session, slug)
    scales.retire_container(g.session, found, by=g.person)
    return _done(N_("%(name)s is out of use."), found.name)


@bp.post("/intake/containers/<slug>/return")
@requires(Permission.JUDGE_STOCK)
def return_container(slug: str) -> ResponseReturnValue:
    """Take a container into use again."""
    found = scales.one_container(g.session, slug)
    scales.return_container(g.session, found, by=g.person)
    return _done(N_("%(name)s is in use again."), found.name)


def _stored(form: ScaleForm | ContainerForm, work: Callable[[], object]) -> bool:
    """Do what was filled in; a refusal is shown at its field."""
    if request.method != "POST" or not form.validate():
        return False
    try:
        work()
    except tuple(_FIELDS) as refusal:
        form.refuse(_FIELDS[type(refusal)], refusal)
        return False
    return True


def _done(sentence: str, name: str = "") -> ResponseReturnValue:
    """Say what was done, and go back to the list."""
    flash(translate(sentence) % {"name": name}, "success")
    return redirect(url_for(".all_scales"), 303)
