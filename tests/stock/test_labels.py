"""Labels by the API."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from tests import make

pytestmark = pytest.mark.one_database


def test_labels_are_ordered_and_the_jobs_told(api, session, standing_clock):
    tiles = make.item(session, unit="m2", price_cents=123_450, title="Portugese tegels")
    answer = api.post(f"/items/{tiles.code}/labels", {"copies": 3})
    assert answer.status_code == 202
    job = session.get_one(PrintJob, answer.json["jobs"][0])
    assert (job.kind, job.subject, job.printer) == ("label", f"item:{tiles.code}", None)
    label = json.loads(job.document)
    wanted = {
        "title": "Portugese tegels",
        "price": "€\u00a01.234,50",
        "unit": "per m²",
        "code": tiles.code,
        "category": tiles.category.name_nl,
        "date": "21 nov 2026",
        "copies": 3,
    }
    assert {key: label[key] for key in wanted} == wanted


def test_ordering_a_label_again_is_written_in_the_audit_trail(api, session):
    door = make.item(session)
    api.post(f"/items/{door.code}/labels", {})
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "item.labelled")).one()
    assert entry.subject == f"item:{door.code}"


@pytest.mark.parametrize("copies", [0, -1, 101, 1.5, "two", True, 10**30])
def test_an_impossible_number_of_labels_is_refused(api, session, copies):
    door = make.item(session)
    assert api.post(f"/items/{door.code}/labels", {"copies": copies}).status_code == 422
    assert session.scalars(select(PrintJob)).all() == []


def test_a_label_of_nothing_is_refused(api):
    assert api.post("/items/99999992/labels", {}).status_code == 404


def test_a_role_that_may_not_print_gets_no_label(log_in, session):
    door = make.item(session)
    answer = log_in(Role.COORDINATOR).post(f"/api/v1/items/{door.code}/labels", json={})
    assert answer.status_code == 403


def test_a_label_on_a_printer_that_is_not_there_is_refused(api, session):
    door = make.item(session)
    assert api.post(f"/items/{door.code}/labels", {"printer": "printer"}).status_code == 404
    answer = api.post(f"/items/{door.code}/labels", {"printer": "labels"})
    assert session.get_one(PrintJob, answer.json["jobs"][0]).printer == "labels"
