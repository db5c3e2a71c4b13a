"""Before anything is imported each line says what will become of it, and why not."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.catalogue.models import Category
from bouwkringloop.spreadsheets import columns, import_items, plan, read
from bouwkringloop.stock.models import Item, Place
from tests import make
from tests.spreadsheets import lists
from tests.spreadsheets.lists import csv, planned, xlsx

HEAD = "Soort;Aantal;Prijs"


@pytest.fixture(autouse=True)
def english():
    with i18n.speaking("en"):
        yield


def reasons(session, data):
    """Every wrong line of a list, with its reasons."""
    return {p.line: p.reasons for p in planned(session, data) if p.outcome == "wrong"}


def only(session, data):
    (found,) = planned(session, data)
    assert found.reasons == ()
    return found.draft


def test_a_list_with_dutch_or_english_headings_in_any_order_says_the_same(session):
    dutch = only(
        session,
        csv(
            "PRIJS;omschrijving;Aantal;eenheid;soort;Staat;Gewicht (kg);Locatie;Plek;Kenmerk;Breedte (mm)",
            "12,50;Mooie deur;2;stuks;Paneeldeur;a;18,5;Winkel;Stelling A;X-1;830",
        ),
    )
    english = only(
        session,
        xlsx(
            [
                "Category",
                "width",
                "Reference",
                "Site",
                "Place",
                "weight",
                "Condition",
                "Unit",
                "Quantity",
                "Title",
                "Price",
            ],
            [
                "panelled-door",
                830,
                "X-1",
                "shop",
                "rack-a",
                18.5,
                "A",
                "piece",
                2,
                "Mooie deur",
                12.5,
            ],
        ),
    )
    assert dutch == english
    assert (dutch.quantity_milli, dutch.price_cents, dutch.weight_g) == (2000, 1250, 18_500)
    assert (dutch.site.slug, dutch.place.slug, dutch.condition) == ("shop", "rack-a", "A")
    assert [(g.attribute.slug, g.value_milli) for g in dutch.attributes] == [("width", 830_000)]


def test_what_a_line_leaves_open_is_what_the_catalogue_says(session):
    draft = only(session, csv("Soort;Aantal;Prijs", "panelled-door;1;10"))
    assert draft.title == draft.category.name_nl
    assert draft.weight_g == draft.category.weight_g
    assert (draft.condition, draft.state, draft.place) == ("B", "for_sale", None)
    assert draft.site.slug == "shop"


def test_a_kind_may_be_named_in_the_column_for_names_only(session):
    assert only(session, csv("Naam van de soort;Aantal;Prijs", "Paneeldeur;1;1"))


WRONG = (
    ("Soort", "", "This must be filled in."),
    ("Soort", "Luchtkasteel", "There is no kind of thing called “Luchtkasteel” in the catalogue."),
    ("Soort", "=A1", "This is a formula or an error. Put the value itself there."),
    ("Aantal", "", "This must be filled in."),
    ("Aantal", "1,5", "This is sold by the piece. Type a whole number."),
    ("Aantal", "0", "This quantity cannot be right. Check it, please."),
    ("Aantal", "999999", "This quantity cannot be right. Check it, please."),
    ("Aantal", "-2", "“-2” is not a quantity. Type it like 2 or 2,5."),
    ("Aantal", "1.250", "“1.250” can be read in two ways."),
    ("Prijs", "", "This must be filled in."),
    ("Prijs", "0", "What is for sale costs more than nothing."),
    ("Prijs", "1.250", "“1.250” can be read in two ways."),
    ("Prijs", "1,250", "“1,250” can be read in two ways."),
    ("Prijs", "-5", "“-5” is not an amount. Type it like 12,50 or 12.50."),
    ("Prijs", "999999999", "“999999999” is not an amount. Type it like 12,50 or 12.50."),
    ("Prijs", "=A1*2", "This is a formula or an error. Put the value itself there."),
    ("Eenheid", "m2", "“Panelled door” is counted in pieces."),
    ("Eenheid", "el", "“Panelled door” is counted in pieces."),
    ("Staat", "D", "“D” cannot be chosen here. Choose from: A, B, C."),
    ("Status", "in_transit", "“in_transit” cannot be chosen here. Choose from: For sale, "),
    ("Status", "weg", "“weg” cannot be chosen here. Choose from: For sale, Waits for repair, "),
    ("Gewicht", "200000", "This weight cannot be right. Check it, please."),
    ("Locatie", "Maan", "There is no site “Maan”."),
    ("Plek", "Zolder", "There is no place “Zolder” on this site."),
    ("Titel", "x" * 121, "This is too long. There is room for 120 characters."),
    ("Referentie", "x" * 121, "This is too long. There is room for 120 characters."),
    ("Nieuwprijs", "1.250", "“1.250” can be read in two ways."),
    ("Binnengekomen", "ooit", "“ooit” is not a date. Write it like 2026-11-21."),
    ("Breedte", "breed", "“breed” is not a quantity. Type it like 2 or 2,5."),
    ("Breedte", "2.015", "“2.015” can be read in two ways."),
    ("Breedte", "999999999", "This quantity cannot be right. Check it, please."),
    ("Draairichting", "boven", "“boven” cannot be chosen here. Choose from: Left, Right, "),
    ("Tegelmaat lang", "1", "“Panelled door” does not have this. Leave the cell empty."),
)


def test_a_wrong_cell_is_named_by_its_column_in_a_sentence(session):
    good = {"Soort": "panelled-door", "Aantal": "1", "Prijs": "10"}
    head = list(dict.fromkeys([*good, *(column for column, _, _ in WRONG)]))
    lines = [
        ";".join((good | {column: cell}).get(name, "") for name in head)
        for column, cell, _ in WRONG
    ]
    found = reasons(session, csv(";".join(head), *lines))
    said = [f"{column}: {sentence}" for column, _, sentence in WRONG]
    told = ["; ".join(found.get(line, ())) for line in range(2, len(WRONG) + 2)]
    assert [whole[: len(wanted)] for whole, wanted in zip(told, said, strict=True)] == said


def test_every_wrong_cell_of_a_line_is_told_at_once(session):
    found = reasons(session, csv(HEAD, "panelled-door;x;y", "panelled-door;1;5"))
    assert [len(told) for told in found.values()] == [2]
    assert list(found) == [2]


def test_numbers_of_a_workbook_need_no_guessing(session):
    draft = only(
        session,
        xlsx(["Soort", "Aantal", "Prijs", "Gewicht"], ["stone-worktop", 1250, 12.5, 1.25]),
    )
    assert (draft.quantity_milli, draft.price_cents, draft.weight_g) == (1_250_000, 1250, 1250)
    found = reasons(session, xlsx(["Soort", "Aantal", "Prijs"], ["panelled-door", 0.0005, 1.005]))
    assert [told.split(":")[0] for told in found[2]] == ["Aantal", "Prijs"]


def test_a_comma_between_semicolons_is_that_of_a_fraction(session):
    head = "Soort;Aantal;Prijs;Gewicht"
    assert only(session, csv(head, "panelled-door;1;5;1,250")).weight_g == 1250
    tabs = csv(head, "panelled-door;1;5;1,250").replace(b";", b"\t")
    assert "can be read in two ways" in reasons(session, tabs)[2][0]


def test_an_ambiguous_name_asks_for_the_short_one(session):
    first, second = session.scalars(select(Category).where(Category.unit == "piece").limit(2))
    second.name_nl = first.name_nl
    found = reasons(session, csv(HEAD, f"{first.name_nl};1;5", f"{first.slug};1;5"))
    assert found == {
        2: (f"Soort: More than one is called “{first.name_nl}”. Write its short name instead.",)
    }


def test_kinds_and_places_that_are_out_of_use_are_not_there(session):
    session.scalars(select(Place)).one().active = False
    make.category(session, "panelled-door").active = False
    session.flush()
    found = reasons(session, csv(f"{HEAD};Plek", "panelled-door;1;5;", "front-door;1;5;Stelling A"))
    assert [told[0].split(":")[0] for told in found.values()] == ["Soort", "Plek"]


def test_a_place_is_looked_for_on_the_site_of_its_line(session):
    head = f"{HEAD};Locatie;Plek"
    assert only(session, csv(head, "panelled-door;1;5;;rack-a")).place.slug == "rack-a"
    found = reasons(session, csv(head, "panelled-door;1;5;Hub;rack-a"))
    assert found[2] == ("Plek: There is no place “rack-a” on this site.",)


def test_what_is_not_for_sale_needs_no_price(session):
    draft = only(session, csv(f"{HEAD};Status", "panelled-door;1;;to repair"))
    assert (draft.state, draft.price_cents) == ("to_repair", 0)


def test_columns_that_are_not_known_are_named(session):
    head = "Soort;Aantal;Prijs;Eigenaar;Prijs (excl. btw);Breedte (cm);Gewicht (g);"
    found = read.read(csv(head, "panelled-door;1;5;Jan;4;83;1800;los"))
    matched = columns.match(found, plan.Known(session).attributes)
    assert set(matched.places) == {"category", "quantity", "price"}
    assert matched.unknown[:4] == ("Eigenaar", "Prijs (excl. btw)", "Breedte (cm)", "Gewicht (g)")


@pytest.mark.parametrize(
    ("head", "refusal"),
    [("Naam;Aantal", columns.NoKindColumn), ("Soort;Prijs;Price", columns.TwoColumns)],
)
def test_headings_that_cannot_be_understood_refuse_the_whole_list(session, head, refusal):
    with pytest.raises(refusal):
        planned(session, csv(head, "a;1;2"))


def test_one_reference_twice_is_wrong_and_the_same_line_twice_are_two_things(session):
    head = f"{HEAD};Referentie"
    found = planned(
        session,
        csv(
            head,
            "panelled-door;1;5;",
            "panelled-door;1;5;",
            "panelled-door;1;5;A-1",
            "front-door;1;5;A-1",
        ),
    )
    assert [p.outcome for p in found] == ["new", "new", "new", "wrong"]
    assert len({p.reference for p in found[:3]}) == 3
    assert found[3].reasons == ("Referentie: Line 4 has the same reference.",)


def test_the_same_list_says_the_same_in_csv_and_in_a_workbook(session):
    in_csv = planned(session, csv(HEAD, "panelled-door;1;12,50", "panelled-door;2;12,50"))
    in_excel = planned(
        session,
        xlsx(["Price", "Category", "Quantity"], [12.5, "Paneeldeur", 1], [12.5, "Paneeldeur", 2]),
    )
    assert [p.reference for p in in_csv] == [p.reference for p in in_excel]


def test_a_plan_that_would_do_something_else_has_another_digest(session):
    data = csv(HEAD, "panelled-door;1;12,50")
    home, other = lists.site(session), lists.site(session, "yard")
    table = read.read(data)
    before = plan.make(session, table, home).digest
    assert plan.make(session, table, home).digest == before
    assert plan.make(session, table, other).digest != before
    make.category(session, "panelled-door").weight_g += 1
    session.flush()
    assert plan.make(session, table, home).digest != before


CELL = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789.,-+€ =", max_size=12),
    st.sampled_from(["panelled-door", "Paneeldeur", "shop", "rack-a", "A", "left", "m2"]),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELL, min_size=16, max_size=16), min_size=1, max_size=4))
def test_any_cells_are_planned_without_breaking(session, rows):
    keys = [column.heading for column in columns.COLUMNS] + ["width", "hinge-side"]
    lines = [keys, *rows]
    text = "\n".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    )
    try:
        found = planned(session, text.encode("utf-8", "replace"))
    except Refused:
        return
    assert {p.outcome for p in found} <= set(plan.OUTCOMES)
    assert all(p.draft or p.reasons for p in found)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.lists(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(10**20), 10**20),
            st.booleans(),
            st.datetimes(),
            st.text(alphabet=string.printable[:95], max_size=9),
        ),
        min_size=15,
        max_size=15,
    )
)
def test_any_values_of_a_workbook_are_planned_without_breaking(session, values):
    head = [column.heading for column in columns.COLUMNS if column.key != "category"]
    data = xlsx(["Soort", *head, "width"], ["panelled-door", *values])
    try:
        found = planned(session, data)
    except Refused:
        return
    assert all(p.draft or p.reasons for p in found)


def test_asking_what_will_happen_stores_no_thing(session):
    file = import_items.hand_in(
        session,
        read.read(csv(HEAD, "panelled-door;1;5")),
        name="x.csv",
        site=lists.site(session),
        by=make.actor(session),
    )
    import_items.look(session, file)
    session.commit()
    assert session.scalars(select(Item)).all() == []
