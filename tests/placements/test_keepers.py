"""There is always somebody who keeps a file, and files are handed over unread."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.placements import keepers
from bouwkringloop.placements.models import FileRead, Placement
from tests import make
from tests.placements.build import participant, person_of, placement


def test_a_keeper_lets_another_one_in_and_out_again(coordinator, log_in, session):
    whose = participant(session)
    manager, other = log_in(Role.MANAGER, proved=True), person_of(session, Role.MANAGER).id
    address = f"/placements/files/{whose.uuid}"
    session.rollback()
    assert manager.get(address).status_code == 404
    coordinator.post(f"{address}/keepers", data={"person": str(other)})
    assert manager.get(address).status_code == 200
    coordinator.post(f"{address}/keepers/{other}/leave")
    assert manager.get(address).status_code == 404


def test_the_last_keeper_stays(coordinator, session):
    whose = participant(session)
    me = person_of(session).id
    session.rollback()
    answer = coordinator.post(f"/placements/files/{whose.uuid}/keepers/{me}/leave")
    assert answer.status_code == 409
    assert "Iemand moet dit dossier beheren" in answer.text


def test_who_coordinates_a_running_placement_stays(session):
    made = placement(session)
    by = make.actor(session, Role.COORDINATOR)
    keepers.let_in(session, made.participant, person_of(session, Role.MANAGER).id, by=by)
    with pytest.raises(keepers.StillCoordinates):
        keepers.send_out(session, made.participant, made.coordinator_id, by=by)


def test_somebody_who_may_keep_no_files_is_not_let_in(coordinator, session):
    whose = participant(session)
    cashier = person_of(session, Role.CASHIER).id
    session.rollback()
    sent = {"person": str(cashier)}
    answer = coordinator.post(f"/placements/files/{whose.uuid}/keepers", data=sent)
    assert answer.status_code == 422


def test_files_of_who_left_are_handed_over_unread(log_in, session):
    made = placement(session)
    left, taker = person_of(session), person_of(session, Role.MANAGER)
    left.active = False
    session.commit()
    manager = log_in(Role.MANAGER, proved=True)
    assert "1 dossier" in manager.get("/placements/keepers").text
    sent = {"person": str(taker.id)}
    answer = manager.post(f"/placements/keepers/{left.id}/hand-over", data=sent)
    assert answer.status_code == 303
    assert session.scalars(select(FileRead)).all() == []
    session.expire_all()
    assert session.scalars(select(Placement.coordinator_id)).all() == [taker.id]
    uuid = made.participant.uuid
    session.rollback()
    assert manager.get(f"/placements/files/{uuid}").status_code == 200


def test_nobody_takes_the_files_of_a_colleague_who_is_still_here(log_in, session):
    participant(session)
    giver, taker = person_of(session).id, person_of(session, Role.MANAGER).id
    session.rollback()
    manager = log_in(Role.MANAGER, proved=True)
    address = f"/placements/keepers/{giver}/hand-over"
    refused = manager.post(address, data={"person": str(taker)})
    assert refused.status_code == 409
    assert "van wie vertrokken is" in refused.text
    assert manager.post(address, data={"person": str(giver)}).status_code == 422
