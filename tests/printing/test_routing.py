"""Which printer prints what: by kind, by till, by site, and by their order."""

import pytest

from bouwkringloop.printing import setup, worker
from bouwkringloop.printing.submit import Where
from printers import PrinterConfig
from tests import make
from tests.printing.shop import job, put
from tests.till.test_selling import basket, of

pytestmark = pytest.mark.one_database


def printer(name, *prints, sites=(), tills=()):
    return PrinterConfig(name, prints=prints, sites=sites, tills=tills)


KNOWN = [
    printer("algemeen", "receipt", "label"),
    printer("tweede", "receipt", "badge"),
    printer("loods", "label", sites=("yard",)),
    printer("kassa", "receipt", tills=("till-1",)),
    printer("balie", "receipt", "report", sites=("shop",)),
]


@pytest.mark.parametrize(
    ("kind", "site", "till", "name"),
    [
        ("receipt", None, None, "algemeen"),
        ("receipt", "shop", "till-1", "kassa"),
        ("receipt", "shop", "till-2", "balie"),
        ("receipt", "hub", "till-9", "algemeen"),
        ("label", "yard", None, "loods"),
        ("label", "shop", None, "algemeen"),
        ("badge", "yard", None, "tweede"),
        ("report", "shop", "till-2", "balie"),
        ("report", "hub", "till-9", "algemeen"),
    ],
)
def test_the_nearest_printer_prints_and_among_equals_the_first(kind, site, till, name):
    assert setup.route(KNOWN, kind, site, till).name == name


def test_badges_go_to_labels_where_nobody_prints_badges_and_drawers_go_nowhere():
    assert setup.route([printer("x", "label")], "badge").name == "x"
    assert setup.route([printer("x", "receipt")], "drawer") is None


def test_a_sale_prints_at_its_own_till_and_a_thing_at_its_own_site(config, database, session, api):
    config.printers_file.write_text(
        '[printer.alle]\nprints = ["receipt", "label", "report"]\n'
        '[printer.eigen]\nprints = ["receipt", "report"]\ntills = ["till-1"]\n'
        '[printer.winkel]\nprints = ["label"]\nsites = ["shop"]\nwidth_dots = 456\n'
    )
    shift, item = make.shift(session), make.item(session)
    code = item.code
    assert api.post("/sales", basket(shift, of(item), cash=5000)).status_code == 201
    label = api.post(f"/items/{code}/labels", {"copies": 1}).json["jobs"][0]
    for name in ("alle", "eigen", "winkel"):
        worker.print_next(config, database, name)
    assert job(session, label).printer == "winkel"
    assert job(session, label - 1).printer == "eigen"


def test_a_document_that_no_printer_prints_is_shown_as_homeless(client, config, session):
    number = put(session, where=Where(site="yard"))
    config.printers_file.write_text('[printer.bonnen]\nprints = ["receipt"]\n')
    page = client.get("/printing").text
    assert "Eén document heeft geen printer" in page
    client.post(f"/printing/jobs/{number}/move", data={"printer": "bonnen"})
    assert "heeft geen printer" not in client.get("/printing").text
