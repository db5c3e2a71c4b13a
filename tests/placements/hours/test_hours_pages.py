"""The pages of hours: the week, a day that is corrected, badges, kiosks, lists, and the mentor's."""

import io
import re
from datetime import date
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.placements.hours import allow, badges, bring, rows
from bouwkringloop.placements.hours.models import AllowancePaid, DayHours, Kiosk
from bouwkringloop.placements.models import FileRead
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.placements import build
from tests.placements.hours import worked
from tests.placements.hours.worked import FRIDAY, MONDAY

WEEK = "/placements/hours?week=2026-W47"


@pytest.fixture(autouse=True)
def _standing(standing_clock):
    return standing_clock


@pytest.fixture
def placed(session):
    made = worked.placement(session)
    session.rollback()
    return made


def cell(placed, day, text, seen="0:"):
    name = f"{placed.uuid}.{day.isoformat()}"
    return {f"h.{name}": text, f"s.{name}": seen}


def week(session, placed):
    found = rows.of_one(session, placed, MONDAY, FRIDAY)
    session.rollback()
    return [day.actual for day in found.values()]


def test_a_week_is_typed_and_stored(coordinator, session, placed):
    assert "Amina Haddad" in coordinator.get(WEEK).text
    sent = cell(placed, MONDAY, "3:30") | cell(placed, FRIDAY, "9-12 13-14:15")
    answer = coordinator.post(WEEK, data=sent)
    assert answer.status_code == 303
    assert week(session, placed) == [210, 0, 0, 0, 255]
    assert 'value="3:30"' in coordinator.get(WEEK).text
    address = f"/placements/files/{placed.participant.uuid}/readers"
    session.rollback()
    page = coordinator.get(address).text
    assert "De weekstaat" in page


def test_one_cell_that_is_wrong_stores_nothing_and_loses_nothing(coordinator, session, placed):
    sent = cell(placed, MONDAY, "4") | cell(placed, FRIDAY, "12-9")
    answer = coordinator.post(WEEK, data=sent)
    assert answer.status_code == 422
    assert "eindigt voordat" in answer.text
    assert 'value="12-9"' in answer.text
    assert 'value="4"' in answer.text
    assert "1 dag kan zo niet" in answer.text
    assert week(session, placed) == [0] * 5


def test_who_types_over_newer_hours_sees_them_and_types_again(coordinator, session, placed):
    worked.write(session, placed, MONDAY, 240)
    answer = coordinator.post(WEEK, data=cell(placed, MONDAY, "2"))
    assert answer.status_code == 422
    assert "is deze dag 4:00 geworden" in answer.text
    (seen,) = re.findall(rf'name="s.{placed.uuid}.2026-11-16" value="([^"]*)"', answer.text)
    assert seen == "1:4:00"
    again = coordinator.post(WEEK, data=cell(placed, MONDAY, "2", seen))
    assert again.status_code == 303
    assert week(session, placed) == [120, 0, 0, 0, 0]


def test_a_cell_that_nobody_touched_leaves_newer_hours_alone(coordinator, session, placed):
    worked.write(session, placed, MONDAY, 240)
    sent = cell(placed, MONDAY, "", "0:") | cell(placed, FRIDAY, "1")
    assert coordinator.post(WEEK, data=sent).status_code == 303
    assert week(session, placed) == [240, 0, 0, 0, 60]


def test_a_week_is_approved_as_it_was_seen(coordinator, session, placed):
    worked.write(session, placed, MONDAY, 240)
    approve = "/placements/hours/approve?week=2026-W47"
    wrong = coordinator.post(approve, data={"line": f"{placed.uuid}:1"}, follow_redirects=True)
    assert "zijn intussen veranderd" in wrong.text
    right = coordinator.post(approve, data={"whole": f"{placed.uuid}:240"}, follow_redirects=True)
    assert "1 week is goedgekeurd" in right.text
    assert rows.of_one(session, placed, MONDAY, FRIDAY)[FRIDAY].is_approved


def test_what_is_no_week_shows_this_one_and_nonsense_is_refused(coordinator, placed):
    assert "week 47" in coordinator.get("/placements/hours?week=later").text
    assert coordinator.post(WEEK, data={"h.x": "1"}).status_code == 422
    assert coordinator.post(WEEK, data={f"h.{placed.uuid}.later": "1"}).status_code == 422
    approve = "/placements/hours/approve?week=2026-W47"
    assert coordinator.post(approve, data={"line": "all"}).status_code == 422
    assert coordinator.get(f"/placements/{placed.uuid}/hours/later").status_code == 422


def test_a_reported_day_is_corrected_with_a_reason_and_tells_its_story(
    coordinator, session, placed
):
    worked.write(session, placed, MONDAY, 240)
    worked.approve(session, placed)
    worked.lock(session, placed)
    assert "gerapporteerd" in coordinator.get(WEEK).text
    address = f"/placements/{placed.uuid}/hours/2026-11-16"
    answer = coordinator.post(WEEK, data=cell(placed, MONDAY, "1", "1:4:00"))
    assert "kan alleen worden verbeterd" in answer.text
    sent = {"seen": "1", "hours": "3", "reason": "wrong_hours"}
    assert coordinator.post(address, data=sent | {"hours": "3-2"}).status_code == 422
    assert coordinator.post(address, data=sent).status_code == 303
    page = coordinator.get(address).text
    for word in ("Goedgekeurd", "Gerapporteerd", "4:00", "3:00", "de uren klopten niet", "-1:00"):
        assert word in page


def test_a_badge_is_made_printed_and_taken_out_of_use(coordinator, session, placed):
    address = f"/placements/files/{placed.participant.uuid}"
    session.rollback()
    assert coordinator.post(f"{address}/badge", data={"act": "print"}).status_code == 404
    session.rollback()
    for act, said in (
        ("make", "wordt geprint"),
        ("print", "wordt geprint"),
        ("withdraw", "werkt niet meer"),
    ):
        answer = coordinator.post(f"{address}/badge", data={"act": act}, follow_redirects=True)
        assert said in answer.text
    assert coordinator.post(f"{address}/badge", data={"act": "eat"}).status_code == 422
    assert len(session.scalars(select(PrintJob).where(PrintJob.kind == "badge")).all()) == 2
    assert badges.of(session, placed.participant) is None


def test_an_allowance_is_written_down_within_its_limits(coordinator, session):
    allow.fill(session)
    whose = build.participant(session)
    placed = build.placement(session, whose, type="volunteer", referrer=None, ends_on=None)
    worked.write(session, placed, MONDAY, 240)
    address = f"/placements/{placed.uuid}/allowance"
    sent = {"id": uuid4(), "day": "2026-11-20", "amount": "22,40", "back": ""}
    session.rollback()
    too_much = coordinator.post(address, data=sent | {"amount": "22,41"})
    assert too_much.status_code == 422
    assert "22,40" in too_much.text
    assert coordinator.post(address, data=sent | {"amount": "veel"}).status_code == 422
    assert coordinator.post(address, data=sent | {"id": "x"}).status_code == 422
    assert coordinator.post(address, data=sent).status_code == 303
    session.rollback()
    assert session.scalars(select(AllowancePaid.cents)).all() == [2_240]


def test_a_kiosk_is_opened_once_shown_and_closed(coordinator, app, session, placed):
    page = coordinator.post("/placements/kiosks", data={"name": "Deur", "site": "shop"}).text
    (address,) = re.findall(r'value="http://localhost(/kiosk/[^"]+)"', page)
    assert address not in coordinator.get("/placements/kiosks").text
    door = app.test_client()
    waiting = door.get(address).text
    assert "Houd je badge" in waiting
    by = make.actor(session, Role.COORDINATOR)
    badge = badges.make(session, placed.participant, by=by)
    code, kiosk = badge.code, session.scalars(select(Kiosk.uuid)).one()
    session.commit()
    sent = {"code": code, "kind": "", "id": str(uuid4())}
    (clocks,) = re.findall(r'data-address="([^"]+)"', waiting)
    told = door.post(clocks, json=sent).json
    assert told == {"name": "Amina", "kind": "in", "at": "10:30"}
    assert door.post(clocks, json=sent).json == told
    assert "Haddad" not in waiting + str(told)
    unknown = door.post(clocks, json=sent | {"code": "1", "id": str(uuid4())})
    assert (unknown.status_code, "niet bekend" in unknown.json["detail"]) == (404, True)
    for wrong in (None, {}, {"code": "1"}, sent | {"id": "x"}, [1]):
        assert door.post(clocks, json=wrong).status_code == 422
    assert coordinator.post(f"/placements/kiosks/{kiosk}/close").status_code == 303
    assert door.get(address).status_code == 404
    assert door.post(clocks, json=sent).status_code == 404
    assert coordinator.post("/placements/kiosks", data={"name": "", "site": "x"}).status_code == 422


def book(*lines):
    made = Workbook()
    for line in (("Naam", "Datum", "Uren"), *lines):
        made.active.append(line)
    file = io.BytesIO()
    made.save(file)
    return {"list": (io.BytesIO(file.getvalue()), "uren.xlsx")}


def test_a_list_of_hours_is_brought_in_once(coordinator, session, placed):
    lines = (
        ("Amina Haddad", date(2026, 11, 16), 3.5),
        ("amina haddad", "17-11-2026", "9:00-12:00"),
        ("Amina Haddad", "2026-11-18", "a"),
    )
    answer = coordinator.post("/placements/hours/list", data=book(*lines), follow_redirects=True)
    assert "3 dagen zijn opgeslagen" in answer.text
    assert week(session, placed) == [210, 180, 0, 0, 0]
    again = coordinator.post("/placements/hours/list", data=book(*lines), follow_redirects=True)
    assert "0 dagen zijn opgeslagen" in again.text
    assert session.scalars(select(DayHours.source)).all() == ["list"] * 3


def test_every_wrong_line_of_a_list_is_told_and_nothing_is_stored(coordinator, session, placed):
    worked.write(session, placed, FRIDAY, 60)
    lines = (
        ("Amina Haddad", "2026-11-16", 3),
        ("Iemand Anders", "2026-11-16", 3),
        ("Amina Haddad", "ooit", 3),
        ("Amina Haddad", "2026-11-16", 4),
        ("Amina Haddad", "2026-10-01", 4),
        ("Amina Haddad", "2026-11-17", "veel"),
        ("Amina Haddad", "2026-11-18", ""),
        ("Amina Haddad", "2026-11-20", 4),
        ("Amina Haddad", "2026-11-25", 4),
    )
    answer = coordinator.post("/placements/hours/list", data=book(*lines))
    assert answer.status_code == 422
    for number, said in (
        (3, "is niemand van wie jij het dossier bijhoudt"),
        (4, "is geen dag"),
        (5, "twee keer"),
        (6, "liep de plaatsing niet"),
        (7, "is niet te lezen"),
        (8, "is niet te lezen"),
        (9, "al 1:00 bekend"),
        (10, "moet nog komen"),
    ):
        assert re.search(rf"Regel {number}: [^<]*{said}", answer.text), said
    assert week(session, placed) == [0, 0, 0, 0, 60]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"naam;uren\r\nAmina;3\r\n", "geen kolom"),
        (b"", "geen regels"),
        (b"naam;dag;uren\r\n" + b"A;2026-11-16;1\r\n" * 2_001, "te lang"),
    ],
)
def test_what_is_no_list_of_hours_says_so(coordinator, data, said):
    answer = coordinator.post(
        "/placements/hours/list", data={"list": (io.BytesIO(data), "uren.csv")}
    )
    assert answer.status_code in (413, 422)
    assert said in answer.text


def test_a_list_of_many_bytes_is_refused(coordinator, monkeypatch):
    monkeypatch.setattr(bring, "MOST_BYTES", 10)
    chosen = {"list": (io.BytesIO(b"naam;dag;uren\r\n"), "uren.csv")}
    answer = coordinator.post("/placements/hours/list", data=chosen)
    assert (answer.status_code, "te lang" in answer.text) == (413, True)


def test_the_list_of_a_week_names_everybody_who_is_planned(coordinator, placed):
    answer = coordinator.get("/placements/hours/list.xlsx?week=2026-W47")
    (head, *lines) = load_workbook(io.BytesIO(answer.data)).active.values
    assert head == ("Naam", "Datum", "Uren")
    assert lines[0][:2] == ("Amina Haddad", "2026-11-16")
    assert len(lines) == 5
    assert coordinator.get("/placements/hours/list.doc").status_code == 422
    assert coordinator.get("/placements/hours/list.csv?week=2026-W47").status_code == 200


def test_a_mentor_sees_first_names_and_signs_what_a_school_wants(log_in, session):
    whose = build.participant(session, "Bilal", last_name="Geheim")
    told = {"assignment": "Timmerman", "reference": "POK 7", "level": "2"}
    placed = build.placement(session, whose, type="bbl", **told)
    worked.write(session, placed, MONDAY, 240)
    mentor = log_in(Role.SHOP_LEAD)
    page = mentor.get("/mentor?week=2026-W47").text
    assert "Bilal" in page
    assert "Geheim" not in page
    assert placed.type.name not in page
    sent = {"week": "2026-W47", "minutes": "240", "id": str(uuid4())}
    address = f"/mentor/{placed.uuid}/sign"
    session.rollback()
    assert mentor.post(address, data=sent | {"minutes": "1"}).status_code == 409
    assert mentor.post(address, data=sent | {"id": ""}).status_code == 422
    assert log_in(Role.CASHIER).post(address, data=sent).status_code == 404
    assert mentor.post(address, data=sent).status_code == 303
    assert "Getekend" in mentor.get("/mentor?week=2026-W47").text
    assert rows.of_one(session, placed, MONDAY, FRIDAY)[MONDAY].is_signed
    session.rollback()
    assert "Je begeleidt niemand" in log_in(Role.CASHIER).get("/mentor").text


def test_looking_at_the_week_leaves_a_trace_for_everybody_in_it(coordinator, session, placed):
    coordinator.get(WEEK)
    (trace,) = session.scalars(select(FileRead).where(FileRead.page == "hours_week")).all()
    assert trace.participant_id == placed.participant_id
