"""What the desk decides: plan, refuse, cancel, and how it went."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.pickups.models import STEPS, Pickup
from tests import make
from tests.pickups.conftest import filled, words

SLOT = {"day": "2026-11-24", "starts": "09:00", "ends": "12:00"}


@pytest.fixture(autouse=True)
def _day(standing_clock):
    """It is Saturday 21 November 2026 all day."""


def do(worker, uuid, what, **data):
    return worker.post(f"/pickups/{uuid}/{what}", data=data)


def state(stored):
    return [pickup.state for pickup in stored()]


def test_nobody_but_intake_reads_pickups(donor, log_in, asked):
    uuid = asked()
    for path in ("/pickups", "/pickups/new", f"/pickups/{uuid}"):
        assert donor.get(path).status_code == 303
        assert log_in(Role.INTAKE_WORKER).get(path).status_code == 200
    assert donor.post(f"/pickups/{uuid}/plan", data=SLOT).status_code == 303


def test_the_menu_leads_to_the_pickups(worker):
    assert 'href="/pickups"' in worker.get("/").text


def test_somebody_on_the_telephone_is_entered_by_the_desk(worker, session, stored):
    sent = filled(mail="", language="en")
    answer = worker.post("/pickups/new", data=sent)
    assert answer.location == f"/pickups/{sent['id']}"
    (pickup,) = stored()
    assert (pickup.language, pickup.state) == ("en", "asked")
    assert pickup.person_id == make.actor(session, Role.INTAKE_WORKER).id
    session.rollback()
    assert "Jannie Voorbeeld" in worker.get(answer.location).text
    assert worker.post("/pickups/new", data=sent).status_code == 303
    assert len(stored()) == 1


def test_the_desk_keeps_what_was_typed_when_something_is_wrong(worker, stored):
    answer = worker.post("/pickups/new", data=filled(postcode="nergens"))
    assert answer.status_code == 422
    assert "Jannie Voorbeeld" in answer.text
    assert stored() == []


def test_a_planned_pickup_tells_the_donor_when_somebody_comes(donor, worker, stored):
    sent = filled()
    donor.post("/pickup", data=sent)
    assert do(worker, sent["id"], "plan", **SLOT).status_code == 303
    (pickup,) = stored()
    assert (pickup.state, pickup.day) == ("planned", date(2026, 11, 24))
    assert (pickup.starts, pickup.ends) == (time(9), time(12))
    shown = words(donor.get(f"/pickup/{sent['secret']}"))
    assert "We komen op di 24 nov" in shown
    assert "09:00 – 12:00" in shown


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": "2026-11-20"}, "vanaf vandaag"),
        ({"day": "2036-11-20"}, "vanaf vandaag"),
        ({"ends": "09:00"}, "latere eindtijd"),
        ({"day": ""}, "verplicht"),
        ({"starts": "half tien"}, ""),
    ],
)
def test_a_slot_that_cannot_be_is_refused(worker, asked, stored, changed, said):
    answer = do(worker, asked(), "plan", **SLOT | changed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert state(stored) == ["asked"]


def test_a_full_half_day_is_refused_unless_it_is_meant(worker, asked, stored):
    for _ in range(4):
        assert do(worker, asked(mail=""), "plan", **SLOT).status_code == 303
    fifth = asked(mail="")
    answer = do(worker, fifth, "plan", **SLOT)
    assert answer.status_code == 409
    assert "dagdeel is vol: er zijn 4 adressen" in words(answer)
    assert state(stored)[-1] == "asked"
    afternoon = SLOT | {"starts": "13:00", "ends": "16:00"}
    assert do(worker, fifth, "plan", **afternoon).status_code == 303
    assert do(worker, fifth, "plan", **SLOT, anyway="1").status_code == 303
    assert "5 van 8 plaatsen" in words(worker.get("/pickups"))


def test_moving_a_pickup_within_a_full_half_day_takes_no_place_more(worker, asked):
    uuids = [asked(mail="") for _ in range(4)]
    for uuid in uuids:
        do(worker, uuid, "plan", **SLOT)
    assert do(worker, uuids[0], "plan", **SLOT | {"starts": "10:00"}).status_code == 303


def test_the_list_shows_what_waits_and_each_day_in_its_order(worker, asked):
    late, early = asked(what="Laat", mail=""), asked(what="Vroeg", mail="")
    asked(what="Nog niets gepland", mail="")
    do(worker, late, "plan", **SLOT | {"starts": "11:00"})
    do(worker, early, "plan", **SLOT)
    shown = words(worker.get("/pickups"))
    places = [shown.index(w) for w in ("Nog niets gepland", "di 24 nov", "Vroeg", "Laat")]
    assert places == sorted(places)
    assert "Nog niets gepland" not in words(worker.get("/pickups?day=2026-11-24"))
    assert "Vroeg" not in words(worker.get("/pickups?state=asked"))
    assert "Vroeg" not in words(worker.get("/pickups?day=2026-11-25"))
    assert worker.get("/pickups?day=never&state=odd").status_code == 200


def test_a_refused_donor_reads_why_in_the_own_language(donor, worker, stored):
    donor.set_cookie("language", "en")
    sent = filled()
    donor.post("/pickup", data=sent)
    answer = do(worker, sent["id"], "refuse", reason="We cannot sell this.", words="Sorry!")
    assert answer.status_code == 303
    assert stored()[0].reason == "We cannot sell this. Sorry!"
    assert "We cannot sell this. Sorry!" in words(donor.get(f"/pickup/{sent['secret']}"))


def test_a_reason_from_the_tiles_is_said_in_dutch_to_a_dutch_donor(log_in, asked, stored):
    do(log_in(Role.MANAGER, "en"), asked(), "refuse", reason="We cannot sell this.")
    assert stored()[0].reason == "Dit kunnen we niet verkopen."


@pytest.mark.one_database
@pytest.mark.parametrize("data", [{}, {"words": " "}, {"reason": "made up"}, {"words": "a" * 301}])
def test_a_refusal_needs_a_reason(worker, asked, stored, data):
    assert do(worker, asked(), "refuse", **data).status_code == 422
    assert state(stored) == ["asked"]


def test_whoever_was_not_at_home_is_planned_again(worker, asked, stored):
    uuid = asked()
    do(worker, uuid, "plan", **SLOT)
    do(worker, uuid, "missed")
    assert state(stored) == ["missed"]
    assert "Niemand thuis" in words(worker.get("/pickups"))
    do(worker, uuid, "plan", **SLOT | {"day": "2026-11-26"})
    assert state(stored) == ["planned"]


def test_the_donor_cancels_by_the_link(donor, session, stored):
    sent = filled()
    donor.post("/pickup", data=sent)
    answer = donor.post(f"/pickup/{sent['secret']}/cancel", follow_redirects=True)
    assert "geannuleerd" in words(answer)
    assert state(stored) == ["cancelled"]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.person_id) == ("pickup.cancelled", None)
    session.rollback()
    assert donor.post(f"/pickup/{sent['secret']}/cancel").status_code == 409


def test_a_link_that_nobody_gave_cancels_nothing(donor, asked, stored):
    asked()
    assert donor.post(f"/pickup/{'x' * 43}/cancel").status_code == 404
    assert state(stored) == ["asked"]


STEP_OF = {"plan": "planned", "refuse": "refused", "done": "done", "missed": "missed"}


@pytest.mark.one_database
@pytest.mark.parametrize("start", sorted(STEPS))
@pytest.mark.parametrize("step", ["plan", "refuse", "done", "missed", "cancel"])
def test_only_the_steps_of_the_table_can_be_gone(worker, session, asked, stored, start, step):
    uuid = asked(mail="")
    pickup = session.scalars(select(Pickup).where(Pickup.uuid == uuid)).one()
    pickup.state = start
    if start != "asked":
        pickup.day, pickup.starts, pickup.ends = date(2026, 11, 23), time(9), time(12)
    if not STEPS[start]:
        pickup.ended_at = make.clock.now()
    session.commit()
    answer = do(worker, uuid, step, reason="We cannot sell this.", **SLOT)
    wanted = STEP_OF.get(step, "cancelled")
    if wanted in STEPS[start]:
        assert (answer.status_code, state(stored)) == (303, [wanted])
    else:
        assert (answer.status_code, state(stored)) == (409, [start])


def test_an_id_that_is_no_pickup_is_not_found(worker):
    assert worker.get(f"/pickups/{uuid4()}").status_code == 404
    assert do(worker, UUID(int=0), "missed").status_code == 404


def test_words_of_a_donor_are_shown_as_words(worker, asked):
    uuid = asked(what="<script>alert(1)</script>", name="<b>Jan</b>")
    for path in ("/pickups", f"/pickups/{uuid}"):
        assert "<script>alert(1)" not in worker.get(path).text
        assert "&lt;script&gt;alert(1)" in worker.get(path).text
