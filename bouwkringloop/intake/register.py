"""The dealer's register: of which things the shop must know who sold them.

Whoever deals in used goods writes down when and from whom which thing came, and for how much
(Wetboek van Strafrecht, art. 437; Uitvoeringsbesluit ex artikel 437, lid 1). Which things that
are, and whom it exempts, differs: so each category has a switch, and the shop decides.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import statement
from bouwkringloop.intake.models import Intake, IntakeLine, Purchase

#: What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = (
    N_("Date"),
    N_("Site"),
    N_("Category"),
    N_("Description"),
    N_("How much"),
    N_("Price"),
    N_("Statement number"),
    N_("Seller"),
    N_("Address"),
    N_("Document"),
)
_MISSING = or_(
    Purchase.id.is_(None),
    and_(Purchase.wiped_at.is_(None), or_(Purchase.name == "", Purchase.address == "")),
)


@dataclass(frozen=True)
class Entry:
    """One thing that belongs in the register, and who sold it, as far as that is known."""

    intake: Intake
    line: IntakeLine
    purchase: Purchase | None

    @property
    def is_missing(self) -> bool:
        """Whether nobody wrote down who sold it."""
        known = self.purchase
        if known is not None and known.wiped_at is not None:
            return False
        return known is None or not (known.name and known.address)

    @property
    def what(self) -> str:
        """What it is, in words."""
        return self.line.description or self.line.category.name


def entries(session: Session, start: date, end: date) -> list[Entry]:
    """List what came in from one day up to and including another, the newest first."""
    query = _registered(select(Intake, IntakeLine, Purchase)).where(
        Intake.at >= _midnight(start), Intake.at < _midnight(end + timedelta(days=1))
    )
    rows = session.execute(
        query.options(joinedload(Intake.site), joinedload(IntakeLine.category)).order_by(
            Intake.at.desc(), Intake.id.desc(), IntakeLine.position
        )
    )
    return [Entry(intake, line, purchase) for intake, line, purchase in rows]


def missing(session: Session) -> int:
    """Count the deliveries of which nobody wrote down who sold them, whenever they came."""
    query = _registered(select(func.count(Intake.id.distinct()))).where(_MISSING)
    return session.scalar(query) or 0


def as_csv(found: Iterable[Entry]) -> str:
    """Write entries as a sheet that Dutch spreadsheets open, in the language being spoken."""
    file = StringIO()
    # Without this mark Excel takes the text for another encoding.
    file.write("\ufeff")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_(heading) for heading in _HEADINGS])
    writer.writerows([_safe(cell) for cell in _cells(entry)] for entry in found)
    return file.getvalue()


def _cells(entry: Entry) -> list[str]:
    made, line = entry.purchase, entry.line
    told = [
        clock.local(entry.intake.at).strftime("%Y-%m-%d %H:%M"),
        entry.intake.site.name,
        line.category.name,
        line.description,
        i18n.quantity(line.quantity_milli, line.unit).replace("\u00a0", " "),
        f"{line.paid_cents // 100},{line.paid_cents % 100:02d}",
    ]
    if made is None:
        return [*told, "", "", "", ""]
    kind = statement.DOCUMENTS.get(made.document_kind)
    document = f"{_(kind)} {made.document_number}".strip() if kind else ""
    return [*told, str(made.number), made.name, made.address, document]


def _safe(cell: str) -> str:
    """Keep a spreadsheet from reckoning with what somebody typed."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _registered(query: Select) -> Select:  # type: ignore[type-arg]
    """Look at lines that were taken in of a category that is in the register now."""
    return (
        query.select_from(IntakeLine)
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .join(Category, Category.id == IntakeLine.category_id)
        .outerjoin(Purchase, Purchase.intake_id == Intake.id)
        .where(Category.registered, IntakeLine.route != "refuse")
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHOP_ZONE)
