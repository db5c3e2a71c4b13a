"""Documents to write and to read, without a till."""

from datetime import date

from bouwkringloop.base import money
from bouwkringloop.invoicing.document import Buyer, Correction, Document, stated
from bouwkringloop.partners.shop import Details

SHOP = Details(
    name="Bouwkringloop Amersfoort",
    street="Voorbeeldweg 12",
    postcode="3812 AB",
    city="Amersfoort",
    kvk="12345678",
    vat_number="NL123456782B01",
    iban="NL02ABNA0123456789",
    bic="ABNANL2A",
    email="winkel@example.nl",
    phone="033 1234567",
)
BUILDER = Buyer(
    name="Aannemer Bedacht & Zn.",
    kind="organisation",
    kvk="87654321",
    vat_number="NL987654321B01",
    street="Proefstraat 7",
    postcode="3811 GH",
    city="Amersfoort",
    country="NL",
    email="facturen@example.nl",
)
DAY = date(2026, 11, 21)


def goods(*told):
    """Lines with the VAT of the receipt, from (total in cents, regime, percent, quantity) each."""
    told = [(*one, *("normal", 2100, 1000)[len(one) - 1 :]) for one in told]
    vat = {}
    for percent in {one[2] for one in told}:
        normal = [i for i, one in enumerate(told) if one[1] == "normal" and one[2] == percent]
        whole = money.vat_within(sum(told[i][0] for i in normal), percent)
        shares = {i: money.vat_within(told[i][0], percent) for i in normal}
        for i in normal[:1]:
            shares[i] += whole - sum(shares.values())
        vat |= shares
    return tuple(
        stated(
            description=f"Paneeldeur {number}",
            code="00000013" if number == 1 else None,
            unit="piece" if quantity % 1000 == 0 else "m2",
            quantity_milli=quantity,
            regime=regime,
            percent=percent,
            total_cents=total,
            vat_cents=vat.get(number - 1, money.vat_within(total, percent)),
        )
        for number, (total, regime, percent, quantity) in enumerate(told, 1)
    )


def document(*told, kind="invoice", account=0, rounding=0, **changed):
    """A whole invoice; `account` of it is still to be paid."""
    lines = goods(*told)
    facts = {
        "kind": kind,
        "name": "2026-0001",
        "language": "nl",
        "issued_on": DAY,
        "supplied_on": DAY,
        "due_on": date(2026, 12, 5),
        "seller": SHOP,
        "buyer": BUILDER,
        "reference": "Werk 4711",
        "receipt": "Kassa 1 · 12",
        "lines": lines,
        "prepaid_cents": sum(line.total_cents for line in lines) + rounding - account,
        "rounding_cents": rounding,
        "corrects": Correction("2026-0001", DAY) if kind == "credit" else None,
    }
    return Document(**(facts | changed))
