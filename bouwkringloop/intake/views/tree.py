"""Pages on which the decision tree is read: as it is, as it was, and tried out."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import find
from bouwkringloop.intake import sheet, tree_history, tree_words, trees
from bouwkringloop.intake.tree import STOPS, Tree, to_json
from bouwkringloop.intake.views.pages import bp
from bouwkringloop.intake.words import ROUTES


@bp.get("/intake/tree")
@requires(Permission.EDIT_CATALOGUE)
def tree() -> ResponseReturnValue:
    """Show the decision tree that is asked now."""
    number, found = trees.newest(g.session)
    return _page(found, number, is_asked=True)


@bp.get("/intake/tree/versions/<int:number>")
@requires(Permission.EDIT_CATALOGUE)
def tree_version(number: int) -> ResponseReturnValue:
    """Show the decision tree as it was."""
    found = tree_history.one(g.session, number)
    return _page(found, number, is_asked=number == trees.newest(g.session)[0])


def _page(found: Tree, number: int | None, *, is_asked: bool) -> str:
    return render_template(
        "intake/tree.html",
        tree=found,
        number=number,
        is_asked=is_asked,
        names=trees.names(g.session),
        by_slug={question.slug: question for question in found.questions},
        subjects=tree_words.SUBJECTS,
        effects=tree_words.EFFECTS,
        routes=ROUTES,
        stops=STOPS,
    )


@bp.get("/intake/tree/versions")
@requires(Permission.EDIT_CATALOGUE)
def tree_versions() -> ResponseReturnValue:
    """List the versions, with what each changed."""
    return render_template("intake/tree_versions.html", versions=tree_history.all_of(g.session))


@bp.get("/intake/tree.json")
@requires(Permission.EDIT_CATALOGUE)
def tree_file() -> ResponseReturnValue:
    """Give a version of the tree as the file that can be changed and brought in."""
    asked = request.args.get("version", type=int)
    if asked is None:
        number, found = trees.newest(g.session)
    else:
        number, found = asked, tree_history.one(g.session, asked)
    name = f"beslisboom-{number}.json" if number else "beslisboom.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(to_json(found), mimetype="application/json", headers=headers)


@bp.get("/intake/tree/try")
@requires(Permission.EDIT_CATALOGUE)
def try_tree() -> ResponseReturnValue:
    """Answer the questions about a kind as a phone asks them; nothing is stored."""
    return render_template(
        "intake/tree_try.html",
        shelves=find.shelves(g.session),
        data=sheet.for_trying(g.session),
        routes=ROUTES,
        effects=tree_words.EFFECTS,
    )
