"""Put a purchase on paper: the statement that the seller signs (inkoopverklaring)."""

from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake import find, purchase
from bouwkringloop.intake.models import Intake, IntakeLine, Purchase
from bouwkringloop.printing.documents import Feed, Line, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit

WAYS = {"cash": N_("Paid in cash"), "bank": N_("Paid by bank")}
DOCUMENTS = {
    "passport": N_("Passport"),
    "id_card": N_("Identity card"),
    "driving_licence": N_("Driving licence"),
    "residence_permit": N_("Residence permit"),
}
#: What the seller signs for.
DECLARED = (
    N_("I sold these things as a private person. They were mine to sell."),
    N_("I received the amount, or will get it by bank."),
)
#: Whose paper each of the two is.
_COPIES = (N_("For the seller"), N_("For the shop"))


class NoStatement(Refused):
    """Without money or a seller there is nothing to sign."""

    message = N_("There is no statement to print: nothing was paid, or the seller is not known.")


def is_due(made: Purchase) -> bool:
    """Tell whether there is something that a seller can sign."""
    return bool(made.paid_cents and made.name and made.address)


def order(session: Session, uuid: UUID, *, by: Actor) -> list[int]:
    """Have the statement printed twice after the commit; give the numbers of the jobs."""
    intake = find.one(session, uuid)
    made = purchase.of(session, intake)
    if made is None or not is_due(made):
        raise NoStatement
    where, subject = Where(site=intake.site.slug), f"purchase:{made.number}"
    return [
        submit(session, to_json(paper), kind="receipt", subject=subject, by=by, where=where)
        for paper in compose(made, intake)
    ]


def compose(made: Purchase, intake: Intake) -> list[Receipt]:
    """Write both papers, in Dutch."""
    with i18n.speaking("nl"):
        return [
            Receipt(title=_("Purchase statement"), lines=tuple(_lines(made, intake, _(whose))))
            for whose in _COPIES
        ]


def paid_lines(intake: Intake) -> list[IntakeLine]:
    """List what was paid for."""
    return [line for line in intake.lines if line.paid_cents]


def described(line: IntakeLine) -> str:
    """Say how much of what it is."""
    what = line.description or line.category.name
    return f"{i18n.quantity(line.quantity_milli, line.unit)} {what}"


def _lines(made: Purchase, intake: Intake, whose: str) -> list[Line]:
    shop = intake.site
    seen = DOCUMENTS.get(made.document_kind)
    document = f"{_(seen)} {made.document_number}".strip() if seen else ""
    return [
        Text(_("Purchase statement"), bold=True, size=2, align="center"),
        Text(whose, align="center"),
        Feed(),
        Row(_("Statement number"), str(made.number)),
        Row(_("Date"), i18n.day(clock.local(made.at).date())),
        Rule(),
        Text(_("Buyer"), bold=True),
        Text(shop.name),
        *([Text(shop.address)] if shop.address else []),
        Text(_("Seller"), bold=True),
        Text(made.name),
        Text(made.address),
        *([Text(document)] if document else []),
        Rule(),
        *(Row(described(line), i18n.money(line.paid_cents)) for line in paid_lines(intake)),
        Rule(),
        Row(_("Total"), i18n.money(made.paid_cents), bold=True, size=2),
        Text(_(WAYS[made.paid_by])),
        Feed(),
        *(Text(_(words)) for words in DECLARED),
        Feed(),
        Text(_("Signature of the seller")),
        Feed(4),
        Rule(),
        Feed(),
    ]
