"""Who may see which page about placements: every view of the room, for every role and a token."""

import re

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import CLOSED, Role
from bouwkringloop.placements.models import FileRead
from tests import make
from tests.placements.build import placement

pytestmark = pytest.mark.one_database


def pages(app, made):
    """Every address of the room with its method, where `made` names what stands in addresses."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("placements.")]
    return [
        (method, filled_in(rule, made), app.view_functions[rule.endpoint].permission)
        for rule in rules
        for method in sorted(rule.methods & {"GET", "POST"})
    ]


def filled_in(rule, made):
    """Give an address with something real in it; `uuid` is a placement or a file."""
    address = rule.rule
    for name in rule.arguments:
        of_placement = name == "uuid" and address.startswith("/placements/<uuid")
        value = made["placement" if of_placement else name]
        address = re.sub(rf"<(\w+:)?{name}>", str(value), address)
    assert "<" not in address
    return address


@pytest.fixture
def made(session):
    one = placement(session)
    told = {
        "placement": one.uuid,
        "uuid": one.participant.uuid,
        "slug": "trial",
        "kind": "json",
        "day": "2026-11-20",
        "form": "csv",
        "secret": "none",
        "person_id": one.coordinator_id,
    }
    session.rollback()
    return told


def ask(client, method, address, **kwargs):
    return client.open(address, method=method, **kwargs)


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.CASHIER, Role.SHOP_LEAD])
def test_for_who_keeps_no_files_there_are_none_and_asking_leaves_a_trace(
    app, log_in, session, made, role
):
    client = log_in(role)
    closed = [page for page in pages(app, made) if page[2] in CLOSED]
    assert len(closed) > 15
    for method, address, _permission in closed:
        answer = ask(client, method, address)
        assert answer.status_code == 404, address
        assert "Amina" not in answer.text
    traces = session.scalars(select(FileRead)).all()
    assert len(traces) == len(closed)
    assert {trace.answer for trace in traces} == {"refused"}
    assert {trace.page for trace in traces} == {address for _, address, _ in closed}


@pytest.mark.parametrize("role", list(Role))
def test_no_program_reaches_a_file_whatever_its_role(app, database, session, made, role):
    with database.writing() as writing:
        secret = make.token(writing, role)
    client = app.test_client()
    closed = [page for page in pages(app, made) if page[2] in CLOSED]
    for method, address, _permission in closed:
        answer = ask(client, method, address, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 404, address
    assert len(session.scalars(select(FileRead)).all()) == len(closed)


def test_a_manager_who_does_not_keep_a_file_does_not_reach_it(app, log_in, session, made):
    client = log_in(Role.MANAGER, proved=True)
    uuids = (str(made["uuid"]), str(made["placement"]))
    of_files = [
        page
        for page in pages(app, made)
        if page[2] in CLOSED and any(uuid in page[1] for uuid in uuids)
    ]
    assert len(of_files) > 8
    for method, address, _permission in of_files:
        answer = ask(client, method, address)
        assert answer.status_code == 404, address
        assert "Amina" not in answer.text
    whose = {trace.participant_id for trace in session.scalars(select(FileRead))}
    assert len(whose) == 1
    assert None not in whose


def test_who_is_not_logged_in_is_asked_to(app, made):
    client = app.test_client()
    for method, address, permission in pages(app, made):
        if permission is None or method != "GET":
            continue
        answer = ask(client, method, address)
        assert answer.status_code == 303, address
        assert "/login" in answer.location


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_who_did_not_take_the_second_step_is_led_to_it_first(app, log_in, made, role):
    client = log_in(role)
    closed = [page for page in pages(app, made) if page[2] in CLOSED]
    for method, address, _permission in closed:
        answer = ask(client, method, address)
        assert answer.status_code == 303, address
        assert "/prove" in answer.location or "/second-step" in answer.location, answer.location


def test_a_closed_file_and_no_file_at_all_look_alike(log_in, made):
    client = log_in(Role.MANAGER, proved=True)
    closed = client.get(f"/placements/files/{made['uuid']}")
    none = client.get("/placements/files/00000000-0000-4000-8000-000000000000")
    assert (closed.status_code, closed.text) == (none.status_code, none.text)
