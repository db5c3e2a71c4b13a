"""What tests of builders' pages do, each in one line."""

import re
from uuid import uuid4

from bouwkringloop.partners import shop
from bouwkringloop.partners.shop import Details
from tests import make

SHOP = Details(
    name="Bouwkringloop Amersfoort",
    street="Voorbeeldweg 12",
    postcode="3812 AB",
    city="Amersfoort",
    kvk="12345678",
    vat_number="NL123456782B01",
    iban="NL02ABNA0123456789",
    phone="033 1234567",
)

FILLED = {
    "basis": "donated",
    "share": "",
    "vat": "normal",
    "transport": "shop",
    "ownership": "receipt",
    "leftovers": "shop",
    "free_days": "90",
    "norms": "Hele pallets.\n\nGeen specie op stenen.",
    "reporting": "",
    "extra": "",
    "language": "nl",
}


def filled(**changed):
    """What the form of an agreement sends."""
    return {"id": str(uuid4()), **FILLED, **changed}


def known_shop(session, **changed):
    """The shop as it stands in its agreements."""
    made = shop.write(session, Details(**{**vars(SHOP), **changed}), by=make.actor(session))
    session.commit()
    return made


def hash_on(page):
    """The hash that a page carries of the words on it."""
    return re.search(r'name="text_hash"[^>]*value="([0-9a-f]{64})"', page.text)[1]


def signing(page, **changed):
    """What somebody sends who accepts what stands on a page."""
    facts = {"name": "Ans Bakker", "function": "directeur", "may_sign": "y"}
    return {"text_hash": hash_on(page), **facts, **changed}
