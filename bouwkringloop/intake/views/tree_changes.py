"""Pages on which a manager changes the decision tree; every change is a new version."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import find
from bouwkringloop.intake import tree_change, tree_check, tree_form, tree_history, trees
from bouwkringloop.intake.tree import Question, to_json
from bouwkringloop.intake.views.pages import bp


@bp.get("/intake/tree/questions/<slug>")
@requires(Permission.EDIT_CATALOGUE)
def tree_question(slug: str) -> ResponseReturnValue:
    """Show one question, to be changed."""
    number, tree = trees.newest(g.session)
    return _question_page(tree_change.question(tree, slug), number)


@bp.post("/intake/tree/questions/<slug>")
@requires(Permission.EDIT_CATALOGUE)
def change_question(slug: str) -> ResponseReturnValue:
    """Ask a question in other words, with other pictures, or about other kinds."""
    number, tree = trees.newest(g.session)
    old = tree_change.question(tree, slug)
    typed = tree_change.reworded(old, tree_form.wording(request.form, old))
    try:
        _bring_in(to_json(tree_change.with_question(tree, typed)))
    except Refused as refusal:
        return _question_page(typed, number, refusal), refusal.status
    return redirect(url_for(".tree", _anchor=slug), 303)


def _question_page(question: Question, number: int | None, refusal: Refused | None = None) -> str:
    return render_template(
        "intake/tree_question.html",
        question=question,
        shelves=find.shelves(g.session),
        pictures=sorted(trees.known(g.session)["pictograms"]),
        names=trees.names(g.session),
        longest=tree_check,
        **_about_saving(number, refusal),
    )


@bp.get("/intake/tree/years")
@requires(Permission.EDIT_CATALOGUE)
def tree_years() -> ResponseReturnValue:
    """Show the years that the tree names, to be changed."""
    number, tree = trees.newest(g.session)
    known = tree_change.years(tree)
    return _years_page(known, {year: year for year in known}, number)


@bp.post("/intake/tree/years")
@requires(Permission.EDIT_CATALOGUE)
def change_years() -> ResponseReturnValue:
    """Put another year in the place of one, wherever the tree names it."""
    number, tree = trees.newest(g.session)
    known = tree_change.years(tree)
    typed = tree_form.years(request.form, known)
    try:
        _bring_in(to_json(tree_change.with_years(tree, typed)))
    except Refused as refusal:
        return _years_page(known, typed, number, refusal), refusal.status
    return redirect(url_for(".tree"), 303)


def _years_page(
    known: dict[str, int], typed: dict[str, str], number: int | None, refusal: Refused | None = None
) -> str:
    return render_template(
        "intake/tree_years.html", known=known, typed=typed, **_about_saving(number, refusal)
    )


@bp.get("/intake/tree/bring-in")
@requires(Permission.EDIT_CATALOGUE)
def choose_tree() -> ResponseReturnValue:
    """Ask for another tree, or begin with one that was asked before."""
    asked = request.args.get("version", type=int)
    text = to_json(tree_history.one(g.session, asked)) if asked is not None else ""
    return _look(text) if text else _choose("", ())


@bp.post("/intake/tree/bring-in")
@requires(Permission.EDIT_CATALOGUE)
def look_at_tree() -> ResponseReturnValue:
    """Show what another tree would change; nothing is stored."""
    text = ""
    try:
        text = tree_form.tree(request.form, request.files.get("file"))
        return _look(text)
    except Refused as refusal:
        return _choose(text, [refusal.sentence]), refusal.status


def _look(text: str) -> ResponseReturnValue:
    seen = trees.look(g.session, text)
    if seen.mistakes:
        return _choose(text, seen.mistakes), 422
    if not seen.changes:
        return _choose("", [trees.SameTree().sentence]), trees.SameTree.status
    number = trees.newest(g.session)[0]
    return render_template("intake/tree_preview.html", seen=seen, **_about_saving(number, None))


def _choose(text: str, mistakes: Sequence[str]) -> str:
    return render_template("intake/tree_bring_in.html", text=text, mistakes=mistakes)


@bp.post("/intake/tree")
@requires(Permission.EDIT_CATALOGUE)
def bring_tree_in() -> ResponseReturnValue:
    """Ask by the tree that was looked at."""
    text = request.form.get("tree", "")
    try:
        _bring_in(text)
    except (trees.TreeChanged, trees.LessSafe) as refusal:
        number = trees.newest(g.session)[0]
        page = render_template(
            "intake/tree_preview.html",
            seen=trees.look(g.session, text),
            **_about_saving(number, refusal),
        )
        return page, refusal.status
    except Refused as refusal:
        return _choose(text, [refusal.sentence]), refusal.status
    return redirect(url_for(".tree"), 303)


def _bring_in(text: str) -> None:
    trees.bring_in(
        g.session,
        text,
        request.form.get("note", ""),
        by=g.person,
        onto=tree_form.onto(request.form),
        knowing="knowing" in request.form,
    )
    flash(
        _("The decision tree is changed. Phones ask it from the next time they open the page."),
        "success",
    )


def _about_saving(number: int | None, refusal: Refused | None) -> dict[str, object]:
    """Give what every page that saves the tree shows about that."""
    return {
        "onto": "" if number is None else number,
        "refused": refusal.sentence if refusal else "",
        "less_safe": isinstance(refusal, trees.LessSafe),
        "note": request.form.get("note", ""),
    }
