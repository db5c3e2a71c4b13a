"""Sales whose receipts the tests look at."""

from tests import make
from tests.till.test_selling import basket, of


def sold(api, session, *, shift=None, price_cents=4500, title="Paneeldeur", **sent):
    """Sell one thing by card; give the sale's id."""
    shift = shift or make.shift(session)
    thing = make.item(session, price_cents=price_cents, title=title)
    answer = api.post("/sales", basket(shift, of(thing), pin=price_cents, **sent))
    assert answer.status_code == 201
    return answer.json["id"]


def path_of(api, sale):
    """The path of a receipt's page, as its link has it."""
    return "/bon/" + api.get(f"/sales/{sale}/link").json["url"].rpartition("/")[2]
