"""Draw an invoice, a credit note or a statement as a PDF, in the customer's language."""

from collections.abc import Sequence
from datetime import date

from bouwkringloop.base import i18n, money
from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.invoicing.document import TAXED, Document, Line
from bouwkringloop.invoicing.find import Listed
from bouwkringloop.invoicing.sheet import Column, Sheet, spaced
from bouwkringloop.invoicing.words import IN_COLUMN, TITLES, reasons
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details


def title(document: Document) -> str:
    """Name the paper: an invoice or a credit note."""
    return _(TITLES[document.kind])


def draw(document: Document) -> bytes:
    """Draw an invoice; the same invoice always gives the same bytes."""
    with i18n.speaking(document.language):
        named = f"{title(document)} {document.name}"
        sheet = Sheet(document.seller, named, document.issued_on)
        sheet.address(_buyer(document))
        below = sheet.get_y()
        sheet.facts(_facts(document))
        sheet.heading(named, top=max(below, sheet.get_y(), 82) + 8)
        sheet.draw_table(_columns(), [_row(document, line) for line in document.lines])
        sheet.sums(_sums(document))
        _words(sheet, document)
        return sheet.bytes()


def _buyer(document: Document) -> list[str]:
    buyer = document.buyer
    lines = [buyer.name, buyer.street, f"{buyer.postcode} {buyer.city}".strip()]
    if buyer.country != "NL":
        lines.append(buyer.country)
    if buyer.kvk:
        lines.append(f"{_('KvK number')} {buyer.kvk}")
    if buyer.vat_number:
        lines.append(f"{_('VAT number')} {buyer.vat_number}")
    return lines


def _facts(document: Document) -> list[tuple[str, str]]:
    facts = [
        (_("Invoice number"), document.name),
        (_("Date"), i18n.day(document.issued_on)),
        (_("Supplied on"), i18n.day(document.supplied_on)),
    ]
    if document.due_cents > 0:
        facts.append((_("Pay by"), i18n.day(document.due_on)))
    if document.corrects is not None:
        facts.append((_("Corrects invoice"), document.corrects.name))
    if document.reference:
        facts.append((_("Your reference"), document.reference))
    return [*facts, (_("Receipt"), document.receipt)]


def _columns() -> list[Column]:
    return [
        Column(_("What"), 74),
        Column(_("Quantity"), 26, figures=True),
        Column(_("Price each"), 26, figures=True),
        Column(_("VAT"), 16, figures=True),
        Column(_("Amount"), 26, figures=True),
    ]


def _row(document: Document, line: Line) -> list[str]:
    sign = document.sign
    code = f"{line.code[:4]} {line.code[4:]}" if line.code else ""
    if line.regime == TAXED:
        vat = f"{i18n.number(line.percent * 10)}%"
    else:
        vat = _(IN_COLUMN[line.regime])
    return [
        f"{line.description}\n{code}" if code else line.description,
        i18n.quantity(sign * line.quantity_milli, line.unit),
        unit_price(line),
        vat,
        i18n.money(sign * line.net_cents),
    ]


def unit_price(line: Line) -> str:
    """Write the net price of one unit in cents, with two more places where it needs them."""
    milli = abs(line.unit_price_milli)
    cents = money.divide_half_up(milli, 1000)
    exact = money.times(cents, abs(line.quantity_milli)) == abs(line.net_cents)
    if exact:
        return i18n.money(cents)
    places = money.divide_half_up(milli, 10)
    return f"{i18n.money(places // 100)}{places % 100:02d}"


def _sums(document: Document) -> list[tuple[str, str, bool]]:
    sign = document.sign

    def amount(cents: int) -> str:
        return i18n.money(sign * cents)

    rows = []
    if document.vat:
        rows.append((_("Without VAT"), amount(document.net_cents), False))
        for row in document.vat:
            told = {"rate": i18n.number(row.percent * 10), "base": amount(row.base_cents)}
            rows.append((_("VAT %(rate)s %% over %(base)s") % told, amount(row.vat_cents), False))
    rows.append((_("Total"), amount(document.total_cents), True))
    if document.rounding_cents:
        rows.append((_("Rounding"), amount(document.rounding_cents), False))
    if document.prepaid_cents:
        settled = _("Paid back at the till") if document.is_credit else _("Paid at the till")
        rows.append((settled, amount(-document.prepaid_cents), False))
    if not document.is_credit or document.due_cents:
        left = _("Settled on account") if document.is_credit else _("To be paid")
        rows.append((left, amount(document.due_cents), True))
    return rows


def _words(sheet: Sheet, document: Document) -> None:
    sheet.set_y(sheet.get_y() + 5)
    for reason in reasons(document.regimes):
        sheet.paragraph(reason, soft=True)
    if document.corrects is not None:
        told = {"name": document.corrects.name, "day": i18n.day(document.corrects.issued_on)}
        sheet.paragraph(_("This credit note corrects invoice %(name)s of %(day)s.") % told)
    elif document.due_cents > 0:
        sheet.paragraph(_pay(document.seller, document.due_cents, document.due_on, document.name))
    else:
        sheet.paragraph(_("This invoice is paid. You need not do anything."))


def _pay(shop: Details, cents: int, by: date, name: str) -> str:
    told = {
        "amount": i18n.money(cents),
        "day": i18n.day(by),
        "iban": spaced(shop.iban),
        "holder": shop.name,
        "name": name,
    }
    return (
        _(
            "Please pay %(amount)s by %(day)s to %(iban)s in the name of %(holder)s,"
            " quoting %(name)s."
        )
        % told
    )


def statement(shop: Details, customer: Customer, rows: Sequence[Listed], on: date) -> bytes:
    """Draw what a customer still has to pay, as of a day."""
    with i18n.speaking(customer.language):
        sheet = Sheet(shop, f"{_('Statement of what is open')}, {customer.name}", on)
        sheet.address(
            [customer.name, customer.street, f"{customer.postcode} {customer.city}".strip()]
        )
        below = sheet.get_y()
        sheet.facts([(_("Date"), i18n.day(on))])
        sheet.heading(_("Statement of what is open"), top=max(below, 82) + 8)
        sheet.draw_table(_open_columns(), [_open_row(row) for row in rows])
        total = sum(row.open_cents for row in rows)
        sheet.sums([(_("To be paid"), i18n.money(total), True)])
        sheet.set_y(sheet.get_y() + 5)
        told = {"iban": spaced(shop.iban), "holder": shop.name}
        sheet.paragraph(
            _(
                "Please pay what is open to %(iban)s in the name of %(holder)s, quoting the"
                " numbers of the invoices."
            )
            % told
            if total > 0
            else _("Nothing is open. You need not do anything.")
        )
        return sheet.bytes()


def _open_columns() -> list[Column]:
    return [
        Column(_("Invoice"), 28),
        Column(_("Date"), 30),
        Column(_("Pay by"), 30),
        Column("", 28),
        Column(_("Total"), 26, figures=True),
        Column(_("Open"), 26, figures=True),
    ]


def _open_row(row: Listed) -> list[str]:
    invoice = row.invoice
    late = (
        ntranslate("%(num)s day late", "%(num)s days late", row.days_late) % {"num": row.days_late}
        if row.days_late
        else ""
    )
    return [
        invoice.name,
        i18n.day(invoice.issued_on),
        i18n.day(invoice.due_on),
        late,
        i18n.money(invoice.total_cents),
        i18n.money(row.open_cents),
    ]
