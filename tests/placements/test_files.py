"""A file is opened, changed and found by who keeps it, and by nobody else."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.placements.models import FileRead, Participant
from tests.placements.build import participant, person_of, placement


def form(**changed):
    return {
        "id": str(uuid4()),
        "first_name": "Amina",
        "last_name": "Haddad",
        "born_on": "1990-05-17",
        "language": "ar",
        "phone": "0612345678",
        "person": "",
        **changed,
    }


def test_a_file_is_opened_once_however_often_it_is_sent(coordinator, session):
    sent = form()
    first = coordinator.post("/placements/new", data=sent)
    assert first.status_code == 303
    assert coordinator.post("/placements/new", data=sent).location == first.location
    assert session.scalar(select(func.count()).select_from(Participant)) == 1
    session.rollback()
    page = coordinator.get(first.location).text
    assert "Amina Haddad" in page
    assert "العربية" in page
    other = coordinator.post("/placements/new", data={**sent, "first_name": "Iemand"})
    assert other.status_code == 409


def test_a_file_is_changed_and_the_trail_does_not_tell_into_what(coordinator, session):
    whose = participant(session)
    sent = form(last_name="van Dam", phone="0687654321")
    answer = coordinator.post(f"/placements/files/{whose.uuid}/edit", data=sent)
    assert answer.status_code == 303
    page = coordinator.get(answer.location).text
    assert "Amina van Dam" in page
    told = " ".join(session.scalars(select(AuditEntry.detail + AuditEntry.subject)))
    assert "Dam" not in told
    assert "87654321" not in told


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_name": ""}, "Vul dit in"),
        ({"first_name": "…"}, "met een letter of cijfer"),
        ({"last_name": "123456782"}, "burgerservicenummer"),
        ({"emergency": "Broer, BSN 1112.22.333"}, "burgerservicenummer"),
        ({"born_on": "2023-01-01"}, "tussen de 12 en 99"),
        ({"born_on": "1890-01-01"}, "tussen de 12 en 99"),
        ({"phone": "12"}, "ziet eruit als 06 12345678"),
        ({"mail": "niets"}, "naam@example.nl"),
    ],
)
def test_the_form_says_at_the_field_what_is_wrong(coordinator, session, wrong, words):
    answer = coordinator.post("/placements/new", data=form(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Participant)).all() == []


def test_one_log_in_belongs_to_one_participant(coordinator, session):
    worker = str(person_of(session, Role.INTAKE_WORKER).id)
    assert coordinator.post("/placements/new", data=form(person=worker)).status_code == 303
    again = coordinator.post("/placements/new", data=form(person=worker))
    assert again.status_code == 409
    assert "werkt al onder deze inlog" in again.text


def test_the_list_shows_only_what_one_keeps(coordinator, log_in, session):
    placement(
        session, participant(session), starts_on=date(2026, 1, 5), ends_on=None, type="volunteer"
    )
    manager = log_in(Role.MANAGER, proved=True)
    assert "Amina Haddad" in coordinator.get("/placements").text
    assert "Amina Haddad" in coordinator.get("/placements?q=hadd").text
    assert "Geen dossier gevonden" in coordinator.get("/placements?q=zoek").text
    assert "Amina Haddad" not in manager.get("/placements").text
    assert "Geen dossier gevonden" in coordinator.get("/placements?shown=ended").text


def test_every_look_at_a_file_is_written_down_and_shown(coordinator, log_in, session):
    whose = participant(session)
    coordinator.get(f"/placements/files/{whose.uuid}")
    assert (
        log_in(Role.MANAGER, proved=True).get(f"/placements/files/{whose.uuid}").status_code == 404
    )
    page = coordinator.get(f"/placements/files/{whose.uuid}/readers").text
    assert "Het dossier zelf" in page
    assert f"/placements/files/{whose.uuid}" in page
    assert "geweigerd" in page
    answers = session.scalars(select(FileRead.answer).order_by(FileRead.id)).all()
    assert answers == ["shown", "refused", "shown"]


def test_a_page_that_is_sent_leaves_a_trace_too(coordinator, session):
    whose = participant(session)
    wrong = coordinator.post(f"/placements/files/{whose.uuid}/edit", data=form(first_name=""))
    assert wrong.status_code == 422
    assert session.scalars(select(FileRead.page)).all() == ["change_file"]


def test_who_is_under_age_on_community_service_never_handles_money(coordinator, session):
    young = participant(session, "Bas", born_on=date(2010, 6, 1))
    served = {
        "type": "community-service",
        "total_minutes": 60 * 60,
        "reference": "R-12",
        "starts_on": date(2026, 11, 2),
    }
    placement(session, young, **served)
    grown = participant(session, "Kees", born_on=date(1980, 6, 1))
    placement(session, grown, **served)
    assert "Raakt geen geld aan" in coordinator.get(f"/placements/files/{young.uuid}").text
    assert "Raakt geen geld aan" not in coordinator.get(f"/placements/files/{grown.uuid}").text
