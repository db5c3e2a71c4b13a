"""Write an invoice as XML: UBL 2.1 by the Dutch rules for EN 16931 (NLCIUS).

The business terms (BT) and rules (BR) named here are those of EN 16931. Lines that state no VAT
have the category E: the standard lets a line outside VAT (O) stand only beside its like (BR-O-11).
"""

from xml.etree import ElementTree as ET

from bouwkringloop.invoicing.document import MARGIN, TAXED, Document, Line
from bouwkringloop.invoicing.words import reasons
from bouwkringloop.partners.shop import Details

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
#: Numbers of the Dutch trade register among the schemes of ISO 6523.
_KVK = "0106"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
#: By unit, its code in UN/ECE recommendation 20, or 21 behind an X.
_UNITS = {"piece": "H87", "m": "MTR", "m2": "MTK", "m3": "MTQ", "kg": "KGM", "pack": "XPK"}
#: Credit transfer, in UN/ECE 4461; NLCIUS knows no code for cash (BR-NL-12).
_TRANSFER = "30"
#: No order number is known; some number has to be there (BR-NL-2).
_NO_ORDER = "NA"

ET.register_namespace("cbc", _CBC)
ET.register_namespace("cac", _CAC)


def write(document: Document) -> bytes:
    """Write an invoice or credit note as a file."""
    kind = "CreditNote" if document.is_credit else "Invoice"
    # The plain names of the root make it the default namespace, which some readers count on.
    root = ET.Element(kind, {"xmlns": _ROOT.format(kind)})
    _head(root, document)
    _seller(root, document.seller)
    _buyer(root, document)
    _text(_group(root, "Delivery"), "ActualDeliveryDate", document.supplied_on.isoformat())
    _payment(root, document)
    _vat(root, document)
    _totals(root, document)
    for number, line in enumerate(document.lines, 1):
        _line(root, document, number, line)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = text


def _group(parent: ET.Element, *names: str) -> ET.Element:
    """Open groups within each other; give the innermost."""
    for name in names:
        parent = ET.SubElement(parent, f"{{{_CAC}}}{name}")
    return parent


def _money(parent: ET.Element, name: str, cents: int) -> None:
    _text(parent, name, _decimal(cents, 100), currencyID="EUR")


def _decimal(value: int, scale: int) -> str:
    """Write a whole number of hundredths (or another scale, a power of ten) as a decimal."""
    whole, rest = divmod(abs(value), scale)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{str(rest).zfill(len(str(scale)) - 1)}"


def _head(root: ET.Element, document: Document) -> None:
    _text(root, "CustomizationID", CUSTOMIZATION)
    _text(root, "ID", document.name)
    _text(root, "IssueDate", document.issued_on.isoformat())
    if document.is_credit:
        _text(root, "CreditNoteTypeCode", "381")
    else:
        _text(root, "DueDate", document.due_on.isoformat())
        _text(root, "InvoiceTypeCode", "380")
    _text(root, "DocumentCurrencyCode", "EUR")
    if document.reference:
        _text(root, "BuyerReference", document.reference)
    order = _group(root, "OrderReference")
    _text(order, "ID", _NO_ORDER)
    _text(order, "SalesOrderID", document.receipt)
    if document.corrects is not None:
        earlier = _group(root, "BillingReference", "InvoiceDocumentReference")
        _text(earlier, "ID", document.corrects.name)
        _text(earlier, "IssueDate", document.corrects.issued_on.isoformat())


def _address(party: ET.Element, street: str, city: str, postcode: str, country: str) -> None:
    address = _group(party, "PostalAddress")
    _text(address, "StreetName", street)
    _text(address, "CityName", city)
    _text(address, "PostalZone", postcode)
    _text(_group(address, "Country"), "IdentificationCode", country)


def _numbers(party: ET.Element, name: str, vat_number: str, kvk: str) -> None:
    if vat_number:
        scheme = _group(party, "PartyTaxScheme")
        _text(scheme, "CompanyID", vat_number)
        _text(_group(scheme, "TaxScheme"), "ID", "VAT")
    entity = _group(party, "PartyLegalEntity")
    _text(entity, "RegistrationName", name)
    if kvk:
        _text(entity, "CompanyID", kvk, schemeID=_KVK)


def _contact(party: ET.Element, phone: str, email: str) -> None:
    if not (phone or email):
        return
    contact = _group(party, "Contact")
    if phone:
        _text(contact, "Telephone", phone)
    if email:
        _text(contact, "ElectronicMail", email)


def _seller(root: ET.Element, seller: Details) -> None:
    party = _group(root, "AccountingSupplierParty", "Party")
    _text(party, "EndpointID", seller.kvk, schemeID=_KVK)
    _text(_group(party, "PartyName"), "Name", seller.name)
    _address(party, seller.street, seller.city, seller.postcode, "NL")
    _numbers(party, seller.name, seller.vat_number, seller.kvk)
    _contact(party, seller.phone, seller.email)


def _buyer(root: ET.Element, document: Document) -> None:
    buyer = document.buyer
    party = _group(root, "AccountingCustomerParty", "Party")
    if buyer.kvk:
        _text(party, "EndpointID", buyer.kvk, schemeID=_KVK)
    _text(_group(party, "PartyName"), "Name", buyer.name)
    _address(party, buyer.street, buyer.city, buyer.postcode, buyer.country)
    _numbers(party, buyer.name, buyer.vat_number, buyer.kvk)
    _contact(party, "", buyer.email)


def _payment(root: ET.Element, document: Document) -> None:
    """Say where to pay; what was paid at the till needs no means (and cash has none here)."""
    due = document.sign * document.due_cents
    if due <= 0:
        return
    if document.is_credit:
        assert document.corrects is not None
        note = f"Wordt verrekend met factuur {document.corrects.name}."
        _text(_group(root, "PaymentTerms"), "Note", note)
        return
    means = _group(root, "PaymentMeans")
    _text(means, "PaymentMeansCode", _TRANSFER)
    _text(means, "PaymentID", document.name)
    account = _group(means, "PayeeFinancialAccount")
    _text(account, "ID", document.seller.iban)
    _text(account, "Name", document.seller.name)
    if document.seller.bic:
        _text(_group(account, "FinancialInstitutionBranch"), "ID", document.seller.bic)
    days = (document.due_on - document.issued_on).days
    _text(_group(root, "PaymentTerms"), "Note", f"Betaal binnen {days} dagen.")


def _category(line: Line) -> str:
    """Give the VAT category of a line: standard, zero or exempt."""
    if line.regime != TAXED:
        return "E"
    return "S" if line.percent else "Z"


def _scheme(parent: ET.Element, name: str, category: str, percent: int) -> ET.Element:
    group = _group(parent, name)
    _text(group, "ID", category)
    _text(group, "Percent", _decimal(percent, 100))
    return group


def _close(scheme: ET.Element) -> None:
    _text(_group(scheme, "TaxScheme"), "ID", "VAT")


def _vat(root: ET.Element, document: Document) -> None:
    sign = document.sign
    total = _group(root, "TaxTotal")
    _money(total, "TaxAmount", sign * document.vat_cents)
    for row in document.vat:
        part = _group(total, "TaxSubtotal")
        _money(part, "TaxableAmount", sign * row.base_cents)
        _money(part, "TaxAmount", sign * row.vat_cents)
        _close(_scheme(part, "TaxCategory", "S" if row.percent else "Z", row.percent))
    exempt = [line for line in document.lines if _category(line) == "E"]
    if exempt:
        part = _group(total, "TaxSubtotal")
        _money(part, "TaxableAmount", sign * sum(line.net_cents for line in exempt))
        _money(part, "TaxAmount", 0)
        _exemption(part, {line.regime for line in exempt})


def _exemption(part: ET.Element, regimes: set[str]) -> None:
    """Say why no VAT is stated. All of it is one group (BR-E-01), with every reason in words."""
    scheme = _scheme(part, "TaxCategory", "E", 0)
    if regimes <= set(MARGIN):
        _text(scheme, "TaxExemptionReasonCode", "VATEX-EU-F")
    _text(scheme, "TaxExemptionReason", "; ".join(reasons(regimes)))
    _close(scheme)


def _totals(root: ET.Element, document: Document) -> None:
    sign = document.sign
    totals = _group(root, "LegalMonetaryTotal")
    _money(totals, "LineExtensionAmount", sign * document.net_cents)
    _money(totals, "TaxExclusiveAmount", sign * document.net_cents)
    _money(totals, "TaxInclusiveAmount", sign * document.total_cents)
    if document.prepaid_cents:
        _money(totals, "PrepaidAmount", sign * document.prepaid_cents)
    if document.rounding_cents:
        _money(totals, "PayableRoundingAmount", sign * document.rounding_cents)
    _money(totals, "PayableAmount", sign * document.due_cents)


def _line(root: ET.Element, document: Document, number: int, line: Line) -> None:
    unit = _UNITS[line.unit]
    group = _group(root, "CreditNoteLine" if document.is_credit else "InvoiceLine")
    _text(group, "ID", str(number))
    quantity = document.sign * line.quantity_milli
    counted = "CreditedQuantity" if document.is_credit else "InvoicedQuantity"
    _text(group, counted, _decimal(quantity, 1000), unitCode=unit)
    _money(group, "LineExtensionAmount", document.sign * line.net_cents)
    item = _group(group, "Item")
    _text(item, "Name", line.description)
    if line.code:
        _text(_group(item, "SellersItemIdentification"), "ID", line.code)
    _close(_scheme(item, "ClassifiedTaxCategory", _category(line), line.percent))
    _price(_group(group, "Price"), line, unit)


def _price(price: ET.Element, line: Line, unit: str) -> None:
    """Write the net price of one unit where it has four places at most, else that of all of it.

    So quantity times price is always the line itself, which prices that include VAT seldom give.
    """
    net, quantity = abs(line.net_cents), abs(line.quantity_milli)
    if net * 100_000 % quantity == 0:
        text = _decimal(net * 100_000 // quantity, 10_000)
        _text(price, "PriceAmount", text, currencyID="EUR")
    else:
        _text(price, "PriceAmount", _decimal(net, 100), currencyID="EUR")
        _text(price, "BaseQuantity", _decimal(quantity, 1000), unitCode=unit)
