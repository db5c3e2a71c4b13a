"""Scales and containers: who keeps them, what is refused, and that history stays as it was."""

import html

import pytest
from sqlalchemy import select

from bouwkringloop.base import i18n
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import protocols, scales
from bouwkringloop.intake.models import Container, IntakeLine, Scale
from bouwkringloop.people import trail
from tests import make

SCALE = {"name": "Vloerweegschaal", "site": "yard", "max_g": "600", "language": "st"}
CRATE = {"name": "Krat", "tare_g": "2,4"}


def text(answer):
    return html.unescape(answer.get_data(as_text=True))


def read(session, query):
    """Read, and let others write again."""
    found = session.execute(query).all()
    session.rollback()
    return [tuple(row) for row in found]


def all_scales(session):
    return read(session, select(Scale.slug, Scale.name, Scale.max_g, Scale.protocol, Scale.active))


def all_containers(session):
    query = select(Container.slug, Container.name, Container.tare_g, Container.active)
    return read(session, query.order_by(Container.id))


def told(session):
    with i18n.speaking("en"):
        return [(line.sentence, dict(line.details)) for line in trail.page(session)[0]]


@pytest.fixture
def kept(client):
    """Scales at the yard and a crate, added on their pages."""
    assert client.post("/intake/scales/new", data=SCALE).status_code == 303
    assert client.post("/intake/containers/new", data=CRATE).status_code == 303


@pytest.mark.parametrize("role", [Role.SHOP_LEAD, Role.MANAGER])
def test_the_shop_lead_and_the_manager_add_scales_and_containers(log_in, session, role):
    client = log_in(role)
    client.post("/intake/scales/new", data=SCALE)
    client.post("/intake/containers/new", data=CRATE)
    facts = ("vloerweegschaal", "Vloerweegschaal", 600_000, "st 9600 8N1", True)
    assert all_scales(session) == [facts]
    assert all_containers(session) == [("krat", "Krat", 2_400, True)]
    shown = text(client.get("/intake/scales"))
    assert "Vloerweegschaal" in shown
    assert "600\u00a0kg" in shown
    assert "2,4\u00a0kg" in shown


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.CASHIER, Role.COORDINATOR])
def test_nobody_else_does(log_in, session, role):
    client = log_in(role)
    for path, data in (("/intake/scales/new", SCALE), ("/intake/containers/new", CRATE)):
        assert client.get(path).status_code == 403
        assert client.post(path, data=data).status_code == 403
    assert client.get("/intake/scales").status_code == 403
    assert "/intake/scales" not in text(client.get("/intake/deliveries"))
    assert all_scales(session) == all_containers(session) == []


def test_who_may_keep_them_finds_them_from_the_deliveries(client):
    assert 'href="/intake/scales"' in text(client.get("/intake/deliveries"))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Vul dit in."),
        ({"name": "!!"}, "met een letter of cijfer erin"),
        ({"max_g": "0"}, "Een weegschaal kan meer dan niets wegen"),
        ({"max_g": "-5"}, "is geen hoeveelheid"),
        ({"max_g": "100000,1"}, "hoeveelheid kan niet kloppen"),
        ({"max_g": "1.500"}, "op twee manieren"),
        ({"site": "moon"}, "Kies iets uit de lijst."),
        ({"language": "klingon"}, "Kies iets uit de lijst."),
        ({"baud": "1"}, "Kies iets uit de lijst."),
    ],
)
def test_scales_that_cannot_be_are_refused_in_words(client, session, wrong, said):
    answer = client.post("/intake/scales/new", data=SCALE | wrong)
    assert answer.status_code == 422
    assert said in text(answer)
    assert all_scales(session) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tare_g": "0"}, "Een lege bak weegt meer dan niets, en hoogstens 1.000\u00a0kg."),
        ({"tare_g": "1000,5"}, "Een lege bak weegt meer dan niets"),
        ({"tare_g": "zwaar"}, "is geen hoeveelheid"),
        ({"tare_g": ""}, "Vul dit in."),
        ({"name": "x" * 61}, "Er is plaats voor 60 tekens"),
    ],
)
def test_a_container_that_cannot_be_is_refused_in_words(client, session, wrong, said):
    answer = client.post("/intake/containers/new", data=CRATE | wrong)
    assert answer.status_code == 422
    assert said in text(answer)
    assert all_containers(session) == []


def test_the_grams_of_a_tare_are_typed_as_the_scales_show_them(client, session):
    client.post("/intake/containers/new", data=CRATE | {"tare_g": "2,455"})
    assert all_containers(session) == [("krat", "Krat", 2_455, True)]
    page = text(client.get("/intake/containers/krat"))
    assert 'value="2,455"' in page
    again = client.post("/intake/containers/krat", data=CRATE | {"tare_g": "2,455"})
    assert again.status_code == 303


def test_a_name_is_given_once_also_by_what_is_out_of_use(client, session, kept):
    client.post("/intake/scales/vloerweegschaal/retire")
    client.post("/intake/containers/krat/retire")
    scale = client.post("/intake/scales/new", data=SCALE | {"name": "VLOERweegschaal"})
    crate = client.post("/intake/containers/new", data=CRATE | {"name": " krat"})
    assert (scale.status_code, crate.status_code) == (422, 422)
    assert "Er is al een weegschaal “VLOERweegschaal”" in text(scale)
    assert "Er is al een bak “krat”" in text(crate)


def test_another_name_keeps_what_a_phone_without_signal_may_still_send(client, session, kept):
    client.post("/intake/containers/krat", data=CRATE | {"name": "Groene krat"})
    client.post("/intake/containers/new", data=CRATE)
    assert all_containers(session) == [
        ("krat", "Groene krat", 2_400, True),
        ("krat-2", "Krat", 2_400, True),
    ]


def test_scales_called_new_do_not_stand_in_the_way_of_new_scales(client, session):
    client.post("/intake/scales/new", data=SCALE | {"name": "New"})
    assert [slug for slug, *_ in all_scales(session)] == ["new-2"]
    assert client.get("/intake/scales/new-2").status_code == 200


def test_every_fact_of_scales_can_change(client, session, kept):
    wanted = {"name": "Weegbrug", "site": "hub", "max_g": "1500", "language": "sics"}
    wanted |= {"baud": "2400", "frame": "7E1"}
    client.post("/intake/scales/vloerweegschaal", data=wanted)
    facts = ("vloerweegschaal", "Weegbrug", 1_500_000, "sics 2400 7E1", True)
    assert all_scales(session) == [facts]
    page = text(client.get("/intake/scales/vloerweegschaal"))
    for kept_value in ("hub", "sics", "2400", "7E1"):
        assert f'<option selected value="{kept_value}">' in page


def test_scales_without_a_cable_are_read_by_somebody(client, session, kept):
    client.post("/intake/scales/vloerweegschaal", data=SCALE | {"language": ""})
    assert [protocol for *_, protocol, _ in all_scales(session)] == [""]
    assert "Iemand leest hem af" in text(client.get("/intake/scales"))


def test_what_is_out_of_use_is_not_offered_and_comes_back(client, session, kept):
    for kind, slug in (("scales", "vloerweegschaal"), ("containers", "krat")):
        client.post(f"/intake/{kind}/{slug}/retire")
        assert f'"slug": "{slug}"' not in text(client.get("/intake"))
        assert "Niet in gebruik" in text(client.get(f"/intake/{kind}/{slug}"))
        client.post(f"/intake/{kind}/{slug}/return")
        assert f'"slug": "{slug}"' in text(client.get("/intake"))


def test_what_was_weighed_keeps_its_tare(client, api, session, kept):
    weighed = {"gross_g": 10_000, "container": "krat", "scale": "vloerweegschaal"}
    api.post("/intakes", make.delivery(session, {"weighed": weighed}))
    client.post("/intake/containers/krat", data=CRATE | {"tare_g": "3"})
    client.post("/intake/containers/krat/retire")
    client.post("/intake/scales/vloerweegschaal/retire")
    stored = session.scalars(select(IntakeLine)).one()
    assert (stored.gross_g, stored.tare_g, stored.weight_g) == (10_000, 2_400, 7_600)


def test_the_audit_trail_tells_each_of_it_once(client, session, kept):
    changed = CRATE | {"tare_g": "2,6"}
    for _ in range(2):
        client.post("/intake/containers/krat", data=changed)
        client.post("/intake/containers/krat/retire")
    client.post("/intake/containers/krat/return")
    client.post("/intake/scales/vloerweegschaal", data=SCALE | {"max_g": "300"})
    client.post("/intake/scales/vloerweegschaal/retire")
    client.post("/intake/scales/vloerweegschaal/return")
    assert [sentence for sentence, _ in told(session)[:8]] == [
        "Took scales into use again",
        "Took scales out of use",
        "Changed scales",
        "Took a container into use again",
        "Took a container out of use",
        "Changed a container",
        "Added a container",
        "Added scales",
    ]
    details = dict(told(session))
    assert details["Changed a container"] == {"Weighs empty": "2.4\u00a0kg → 2.6\u00a0kg"}
    assert details["Changed scales"] == {"Weighs at most": "600\u00a0kg → 300\u00a0kg"}


def test_scales_and_containers_that_are_not_there_are_not_found(client):
    for path in ("/intake/scales/moon", "/intake/containers/bath"):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/retire").status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("protocol", ["st 9600", "st 1 8N1", "klingon 9600 8N1", "st 9600 9X9"])
def test_a_way_of_speaking_that_nobody_knows_is_refused(session, protocol):
    facts = scales.ScaleFacts("Brug", "yard", 1000, protocol)
    with pytest.raises(protocols.NoSuchProtocol):
        scales.add_scale(session, facts, by=make.actor(session))


def test_the_page_hears_how_to_open_the_line():
    assert protocols.plain("st 2400 7E1") == {
        "language": "st",
        "ask": "",
        "open": {"baudRate": 2400, "dataBits": 7, "parity": "even", "stopBits": 1},
    }
    assert protocols.plain("sics")["open"]["baudRate"] == 9600
    assert protocols.plain("sics")["ask"] == "SI\r\n"
    assert protocols.plain("") is protocols.plain("klingon") is None
