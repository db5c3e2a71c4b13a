"""The page of one delivery."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import find, purchase, statement
from bouwkringloop.intake.views.pages import SOURCES, bp
from bouwkringloop.intake.words import ROUTES


@bp.get("/intakes/<uuid:uuid>")
@requires(Permission.INTAKE)
def delivery(uuid: UUID) -> ResponseReturnValue:
    """Show one delivery: what came, what it weighs, where it went, and what was paid for it."""
    found = find.one(g.session, uuid)
    made = purchase.of(g.session, found)
    return render_template(
        "intake/delivery.html",
        intake=found,
        taken_in_by=find.taken_in_by(g.session, found),
        purchase=made,
        has_statement=made is not None and statement.is_due(made),
        can_be_paid=bool(purchase.payable(found)),
        by_agreement=purchase.is_paid_by_agreement(found),
        registered=purchase.is_registered(found),
        ways=statement.WAYS,
        sources=SOURCES,
        routes=ROUTES,
    )
