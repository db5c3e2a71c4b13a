"""The page of the audit trail."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.people import trail
from bouwkringloop.people.views.blueprint import bp

_LARGEST = 2**31 - 1


@bp.get("/audit")
@requires(Permission.SEE_AUDIT)
def audit_trail() -> ResponseReturnValue:
    """Show who did what, the newest first."""
    person, text = _number("person"), clean(request.args.get("action", ""))[:60]
    lines, following = trail.page(g.session, person_id=person, text=text, before=_number("before"))
    return render_template(
        "people/audit_trail.html",
        lines=lines,
        following=following,
        actors=trail.actors(g.session),
        chosen=person,
        text=text,
        later=_number("before") is not None,
    )


def _number(name: str) -> int | None:
    """Read a number from the address; what is none, or larger than any, counts as not given."""
    value = request.args.get(name, type=int)
    return value if value is not None and 0 < value <= _LARGEST else None
