"""Every page: no axe violation, no complaint in the console, nothing that runs out of its side."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.icons import ICONS
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import drafts, printed_codes, scales, trees
from bouwkringloop.invoicing import pay
from bouwkringloop.printing import jobs
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.spreadsheets import import_items, read
from bouwkringloop.stock import photos, reserve, transfer
from bouwkringloop.stock.models import Item, Place, Site
from bouwkringloop.till.collecting import deliver, hand_over
from bouwkringloop.till.receipts import link
from tests import make
from tests.batches.shown import batches
from tests.browser.conftest import PHONE
from tests.conftest import Program
from tests.counting.counting import counting_of, see
from tests.invoicing import shop as invoiced
from tests.pickups.conftest import filled
from tests.placements.shown import files
from tests.spreadsheets import lists
from tests.till import cards
from tests.till.collecting.collecting import collections, left_here
from tests.till.test_selling import basket, of

#: A list is looked at by its first lines: the others are made by the same words of a template.
REPEATED = ("tbody tr", "li", ".tile", "option")
LOOKED_AT = {"exclude": [[f"{each}:nth-child(n+5)"] for each in REPEATED]}
RULES = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
#: What another size and other colours can change; the rest of a page is the same on every screen.
RULES_OF_SIZE_AND_COLOUR = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "target-size", "scrollable-region-focusable"],
    },
}
#: A usual phone, so tall that the bar at its bottom lies over nothing; a small one, a tablet held
#: upright and lying, and a desk.
SIZES = ((390, 3600), (360, 800), (820, 1180), (1180, 820), (1440, 3600))
RUNS_OUT = "document.documentElement.scrollWidth > innerWidth"
RUN_AXE = f"(rules) => axe.run({json.dumps(LOOKED_AT)}, rules).then((found) => found.violations)"
#: The names of the icons on a page.
DRAWN = """[...document.querySelectorAll("svg.icon use")]
    .map((use) => use.getAttribute("href").split("#")[1])"""
PAGES = {
    None: (
        "/login",
        "/patterns",
        "/nowhere",
        "/pickup",
        "/pickup/{secret}",
        "/bon/{bon}",
        "/builder/{builder}",
        "/builder/{builder}/agreements/{agreement}",
        "/builder/{builder}/offer",
        "/builder/{builder}/batches/{reviewed}",
        "/builder/{builder}/batches/{batch}",
        "/builder/{builder}/statements/{statement}",
    ),
    Role.MANAGER: (
        "/",
        "/intake",
        "/intake/deliveries",
        "/intake/drafts",
        "/intake/drafts?site=shop&drop={dropped}",
        "/intake?draft={draft}",
        "/intake/tree",
        "/intake/tree/questions/asbestos",
        "/intake/tree/years",
        "/intake/tree/versions",
        "/batches/new",
        "/intake/tree/versions/{tree}",
        "/intake/tree/bring-in",
        "/intake/tree/bring-in?version={shipped}",
        "/intake/tree/try",
        "/intake/rolls",
        "/intake/rolls/{roll}",
        "/intake/scales",
        "/intake/scales/new",
        "/intake/scales/weegbrug",
        "/intake/containers/new",
        "/intake/containers/krat",
        "/partners",
        "/partners/new",
        "/wishes",
        "/wishes/new",
        "/pickups",
        "/pickups/new",
        "/pickups/{asked}",
        "/pickups/{planned}",
        "/pickups/{done}",
        "/partners/{partner}",
        "/partners/{partner}/edit",
        "/partners/{partner}/contacts/{contact}",
        "/partners/{partner}/agreements",
        "/partners/{partner}/agreements/new",
        "/partners/{partner}/payouts",
        "/partners/{partner}/sroi",
        "/agreements/{agreement}",
        "/batches/terms",
        "/batches",
        "/batches/{reviewed}",
        "/batches/{fetched}",
        "/batches/{fetched}/transport",
        "/batches/{fetched}/waste-form",
        "/batches/{fetched}/deliveries/new",
        "/batches/{batch}/deliveries",
        "/batches/{batch}/figures",
        "/items/{thing}/origin",
        "/sroi/values",
        "/catalogue/impact",
        "/trips/{trip}",
        "/trips/{trip}/change",
        "/vehicles/{vehicle}",
        "/trips",
        "/trips/new",
        "/trips/month",
        "/vehicles",
        "/vehicles/new",
        "/hub",
        "/items",
        "/items/{code}",
        "/items/import",
        "/items/import/{list}",
        "/items/import/{list}?show=wrong",
        "/items/import/{imported}",
        "/items/{kept}",
        "/items/{code}/details",
        "/items/{code}/move",
        "/items/{code}/reserve",
        "/items/{code}/leave",
        "/items/{code}/judge",
        "/items/{code}/price",
        "/items/{code}/take-apart",
        "/items/bulk",
        "/items/long?days=1",
        "/places",
        "/places/{place}",
        "/places/new/shop",
        "/move",
        "/reservations",
        "/transfers",
        "/transfers/new",
        "/transfers/{transfer}",
        "/intakes/{sale}",
        "/intakes/{sale}/purchase",
        "/intake/register",
        "/counts",
        "/counts/{count}",
        "/counts/{count}/review",
        "/catalogue",
        "/catalogue/panelled-door",
        "/catalogue/new",
        "/printing",
        "/printing/printers",
        "/printing/new-printer",
        "/printing/printers/bonnen",
        "/till",
        "/till/collections",
        "/till/deposits",
        "/till/collections?q=niemand",
        "/till/collections/{waits}",
        "/till/collections/{fetched}",
        "/till/collections/route?day={delivery}",
        "/till/practice",
        "/till/till-1",
        "/till/till-1/close",
        "/till/till-1/display",
        "/till/till-1/close?again=1",
        "/till/till-1/drawer",
        "/till/rules",
        "/till/till-2",
        "/shifts",
        "/shifts/{closed}",
        "/shifts/{open}",
        "/shifts/{open}/cards",
        "/shifts/{closed}/cards",
        "/sales/{sale}",
        "/sales/{sale}/invoice",
        "/sales/{uninvoiced}/invoice",
        "/sales/{uninvoiced}/invoice?customer={customer}",
        "/invoices",
        "/invoices?show=open",
        "/invoices/{invoice}",
        "/invoices/{credit}",
        "/customers",
        "/customers?q=niemand",
        "/customers/new",
        "/customers/{customer}",
        "/customers/{customer}/edit",
        "/shop",
        "/shifts?from=2020-01-01",
        "/vat",
        "/vat?period=2026",
        "/staff",
        "/staff/new",
        "/staff/1",
        "/tokens",
        "/audit",
        "/me",
        "/me/second-step",
        "/switch",
        "/practice/till",
    ),
    Role.COORDINATOR: (
        "/placements",
        "/placements?q=niemand",
        "/placements/new",
        "/placements/files/{file}",
        "/placements/files/{file}/edit",
        "/placements/files/{file}/new",
        "/placements/files/{file}/readers",
        "/placements/files/{file}/privacy",
        "/placements/files/{file}/hours",
        "/placements/hours?week=2026-W30",
        "/placements/hours?week=2026-W01",
        "/placements/hours/list",
        "/placements/kiosks",
        "/placements/{placement}/hours/2026-07-20",
        "/mentor?week=2026-W30",
        "/placements/retention",
        "/register",
        "/figures/placements",
        "/figures/placements?staff=12,5&period=2026",
        "/figures/pso",
        "/placements/{placement}/edit",
        "/placements/{placement}/end",
        "/placements/types",
        "/placements/types/trial",
        "/placements/keepers",
    ),
    Role.INTAKE_WORKER: ("/", "/staff"),
}


@pytest.fixture
def day(app, database, config):
    """A day's work, so that pages have something to show; gives what is in their addresses."""
    with database.session(writes=True) as session:
        api = Program(app.test_client(), make.token(session, Role.SHOP_LEAD))
        session.commit()
        doors = make.item(session, quantity=5, title="Paneeldeur grenen 83 × 201,5 cm, links")
        closed = make.shift(session)
        sale = api.post("/sales", basket(closed, of(doors), cash=2000)).json["id"]
        api.post(f"/shifts/{closed}/close", {"counted_cents": {"5000": 2, "1000": 1, "200": 1}})
        source = {"kind": "yard", "postcode4": "3812"}
        lines = [
            {"category": "wall-tile", "quantity": 2.5, "unit": "m2", "route": "sell"},
            {"category": "toilet", "quantity": 1, "unit": "piece", "route": "residue"},
        ]
        body = {"id": sale, "site": "shop", "source": source, "lines": lines}
        assert api.post("/intakes", body).status_code == 201
        code = session.scalar(select(Item.code).where(Item.id == doors.id))
        _trouble(session)
        listed = _lists(session)
        _scales(session)
        session.commit()
        place = session.scalars(select(Place)).first()
        count = counting_of(session, place)
        make.item(session, title="Lamp", place=place)
        see(session, count, doors, 4000)
        roll = printed_codes.print_roll(session, 3, by=make.actor(session))
        session.commit()
        told = {
            "roll": roll,
            **_trees(session),
            "closed": closed,
            "open": _cards(session),
            "sale": sale,
            "bon": link.of(session, config, UUID(sale)).token,
            "code": code,
            "count": count.uuid,
            "place": place.code,
            **_handled(session),
            **_shot(session, config),
            **_invoiced(session),
            **batches(session, config),
            **files(session),
        }
        told |= _collected(app, session, told["open"])
    return told | listed | _rides(app)


def _trees(session):
    """A decision tree with another question, and the one before."""
    changed = trees.shipped().replace("Weet je zeker: gemaakt na 1993?", "Zeker van na 1993?")
    made = trees.bring_in(session, changed, "korter", by=make.actor(session, Role.MANAGER))
    session.commit()
    return {"tree": made.id, "shipped": made.id - 1}


def _rides(app):
    """Pick-ups in three states, and the link of one."""
    donor, made = app.test_client(), {}
    with app.extensions["database"].writing() as session:
        donor.set_cookie("login", make.login(session, Role.SHOP_LEAD))
    slot = {"day": clock.today() + timedelta(days=1), "starts": "09:00", "ends": "12:00"}
    for name in ("asked", "planned", "done"):
        sent = filled()
        donor.post("/pickup", data=sent)
        made |= {name: sent["id"], "secret": sent["secret"]}
        if name != "asked":
            donor.post(f"/pickups/{sent['id']}/plan", data=slot)
    donor.post(f"/pickups/{made['done']}/done", data={})
    return made


def _lists(session):
    """A list that waits to be imported, with one line of each kind, and one that is."""
    good, other = "panelled-door;Mooie deur;2;12,50;830", "wall-tile;Blauw;2,5;8;"
    head = "Soort;Omschrijving;Aantal;Prijs;Breedte;Eigenaar"
    imported = lists.imported(session, lists.csv(head, good))
    waiting = import_items.hand_in(
        session,
        read.read(lists.csv(head, good, other, "draak;Vuur;x;=1")),
        name="lijst.csv",
        site=lists.site(session),
        by=make.actor(session),
    )
    return {"list": waiting.id, "imported": imported.id}


def _scales(session):
    """Scales with a cable, and a crate that is out of use."""
    by = make.actor(session)
    facts = scales.ScaleFacts("Weegbrug", "yard", 1_500_000, "st 9600 8N1")
    scales.add_scale(session, facts, by=by)
    crate = scales.add_container(session, scales.ContainerFacts("Krat", 2_400), by=by)
    session.flush()
    scales.retire_container(session, crate, by=by)


def _handled(session):
    """A thing that is kept for somebody, and one that is on its way."""
    by, uuid = make.actor(session), uuid4()
    kept, sent = make.item(session, title="Wastafel"), make.item(session, title="Balk")
    reserve.reserve(session, reserve.Wanted(uuid4(), kept.code, 1000, "Jansen"), by=by)
    yard = session.scalars(select(Site).where(Site.slug == "yard")).one()
    transfer.send(session, uuid, [sent.code], yard, by=by)
    session.commit()
    return {"kept": kept.code, "transfer": uuid}


def _collected(app, session, shift):
    """Three things that were left standing: one is fetched, and one is to be brought."""
    api = Program(app.test_client(), make.token(session, Role.SHOP_LEAD))
    session.commit()
    doors = (make.item(session, title=f"Deur {n}") for n in range(3))
    left_here(api, session, *doors, shift=shift)
    waits, brought, fetched = (kept.id for kept in collections(session))
    by, day = make.actor(session), clock.today() + timedelta(days=1)
    hand_over.hand_over(session, [fetched], by=by)
    address = ("Proeflaan 12", "3818 AB", "Amersfoort", "Derde verdieping")
    deliver.plan(session, [brought], deliver.Plan(day, "morning", *address), by=by)
    session.commit()
    return {"waits": waits, "fetched": fetched, "delivery": day}


def _invoiced(session):
    """An invoice that is paid in part and too late, its credit note, and a sale without one."""
    customer = invoiced.builder(session, reference="Project 4711", email="bouw@example.nl")
    made = invoiced.on_account(session, customer)
    credit = invoiced.given_back(session, made, 2_000)
    by = make.actor(session)
    for cents in (5_000, 1_000):
        came = pay.Came(uuid4(), cents, clock.today(), "bank", "Per bank")
        booked = pay.book(session, made.uuid, came, by=by)
    pay.undo(session, made.uuid, booked.id, by=by)
    session.commit()
    return {
        "customer": customer.uuid,
        "invoice": made.uuid,
        "credit": credit.uuid,
        "uninvoiced": invoiced.sale(session),
    }


def _shot(session, config):
    """A photo that waits too long to be described, and one that was dropped."""
    by, told = make.actor(session), {}
    for name, age in (("draft", timedelta(days=8)), ("dropped", timedelta())):
        photo, uuid = uuid4(), uuid4()
        photos.keep(session, config.photos, photo, photos.prepare(make.photo()), by=by)
        drafts.keep(
            session,
            drafts.Shot(uuid, "shop", photo, "yard", note="Bij de poort", age_s=age.days * 86_400),
            by=by,
        )
        told[name] = uuid
    drafts.drop(session, told["dropped"], by=by)
    session.commit()
    return told


def _cards(session):
    """An open shift with a card payment in each state; gives the shift."""
    shift = make.shift(session)
    for state, problem in (("unknown", "no_answer"), ("paid", ""), ("failed", "declined")):
        cards.ended(session, state, problem, shift=shift)
    cards.begun(session, shift)
    return shift


def _trouble(session):
    """A printer without paper, a job that waits for it, and a label that may be on paper."""
    state = jobs.state_of(session, "bonnen")
    state.problem = "paper_out"
    first, *_ = session.scalars(select(PrintJob).where(PrintJob.kind == "label"))
    first.state, first.problem, first.printer = "uncertain", "broken", "labels"
    for receipt in session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")):
        receipt.state, receipt.printer, receipt.is_copy = "sending", "bonnen", True


def seen(violations):
    """Say what axe found, once for all things that have it."""
    return [f"{found['id']} {found['nodes'][0]['target']}" for found in violations]


def resize(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})


def look_at(page, path):
    """Look at a page by day on a phone, then in the dark at a desk; give what is wrong."""
    resize(page, SIZES[0])
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    yield from seen(page.evaluate(RUN_AXE, RULES))
    yield from (f"no icon {name}" for name in set(page.evaluate(DRAWN)) - set(ICONS))
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for size in SIZES:
        if size != SIZES[0]:
            resize(page, size)
        if page.evaluate(RUNS_OUT):
            yield f"runs out of its side at {size[0]}"
    yield from seen(page.evaluate(RUN_AXE, RULES_OF_SIZE_AND_COLOUR))


@pytest.mark.long
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible_quiet_and_fits(page_as, day, half):
    wrong = []
    for role, paths in PAGES.items():
        page = page_as(role, PHONE, new=True, proved=True)
        # Given to every page beforehand, it need not be handed over again for each of them.
        page.add_init_script(Axe().axe_script)
        said: list[str] = []
        page.on("console", lambda m, said=said: said.append(m.text) if m.type == "error" else None)
        for path in paths[half::2]:
            said.clear()
            wrong += [f"{path}: {found}" for found in look_at(page, path.format(**day))]
            # A page that is refused on purpose says so in the console too.
            wrong += [f"{path}: {t}" for t in said if "the server responded with" not in t]
    assert wrong == []
