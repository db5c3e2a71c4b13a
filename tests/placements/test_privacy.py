"""A file is told to whom it is about, shared only as agreed, and ends by itself."""

import json
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.placements import agree
from bouwkringloop.placements.models import FileKeeper, FileRead, Participant, Placement
from bouwkringloop.placements.privacy import consent, parts, retention
from bouwkringloop.placements.privacy.models import Erasure
from bouwkringloop.placements.privacy.words import LABELS
from bouwkringloop.server import rounds_of
from tests import make
from tests.placements.build import participant, placement

pytestmark = pytest.mark.usefixtures("standing_clock")


def ended(session, whose, day):
    """A placement of somebody that ended on a day."""
    made = placement(session, whose, reference="R-77", assignment="Leert lassen")
    by = make.actor(session, Role.COORDINATOR)
    agree.end(session, made, day, "paid_work", "Bij aannemer Bouwlust", by=by)
    session.commit()
    return made


def test_a_copy_tells_all_that_is_known_and_who_looked(coordinator, session):
    whose = participant(session)
    address = f"/placements/files/{whose.uuid}"
    ended(session, whose, date(2026, 11, 20))
    coordinator.get(address)
    told = json.loads(coordinator.post(f"{address}/copy/json").data)
    assert told["person"][0]["first_name"] == "Amina"
    assert told["person"][0]["born_on"] == "1990-05-17"
    (one,) = told["placements"]
    assert (one["reference"], one["assignment"]) == ("R-77", "Leert lassen")
    assert one["next_place"] == "Bij aannemer Bouwlust"
    assert [each["page"] for each in told["reads"]] == ["file", "copy_file"]
    paper = coordinator.post(f"{address}/copy/pdf").data
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    for known in ("Amina Haddad", "17 mei 1990", "R-77", "Leert lassen", "Bij aannemer Bouwlust"):
        assert known in words
    assert coordinator.post(f"{address}/copy/exe").status_code == 404


@pytest.mark.one_database
def test_every_word_of_a_copy_is_known_to_its_reader(session, config):
    whose = participant(session)
    placement(session, whose)
    by = make.actor(session, Role.COORDINATOR)
    consent.say(session, whose, "photo", given=True, by=by)
    for section in parts.tell(session, whose, config.home):
        for row in section.rows:
            assert set(row) <= set(LABELS)


@pytest.mark.one_database
def test_no_column_with_words_about_somebody_is_left_out_of_a_copy(session, config):
    whose = participant(session)
    placement(session, whose)
    known = {
        key for each in parts.tell(session, whose, config.home) for row in each.rows for key in row
    }
    inside = {"id", "uuid", "content_hash", "folded", "at", "by_id", "forgotten_at"}
    pointing = {"person_id", "participant_id", "type_id", "site_id", "referrer_id", "mentor_id"}
    pointing |= {"coordinator_id", "referrer_kind", "week"}
    for table in (Participant, Placement):
        columns = {column.name for column in table.__table__.columns}
        assert columns - inside - pointing <= known


def test_a_file_ends_by_itself_two_years_after_the_last_day(session, config, standing_clock):
    whose = participant(session)
    made = ended(session, whose, date(2026, 11, 20))
    other = placement(session, participant(session, "Bas"), type="volunteer", ends_on=None)
    standing_clock.pass_(days=2 * 365 - 2)
    assert retention.run(session, config.home) == 0
    standing_clock.pass_(days=3)
    assert retention.run(session, config.home) == 1
    assert retention.run(session, config.home) == 0
    session.commit()
    session.expire_all()
    assert (whose.name, whose.phone, whose.born_on, whose.content_hash) == ("", "", None, "")
    assert (made.reference, made.assignment, made.next_place) == ("", "", "")
    assert (made.outcome, made.starts_on, made.ended_on) == (
        "paid_work",
        date(2026, 11, 2),
        date(2026, 11, 20),
    )
    assert other.participant.first_name == "Bas"
    (erased,) = session.scalars(select(Erasure)).all()
    assert (erased.cause, erased.placements) == ("kept_long_enough", 1)
    keepers = select(FileKeeper).where(FileKeeper.participant_id == whose.id)
    assert session.scalars(keepers).all() == []


def test_no_word_of_an_erased_file_is_left_in_any_table(coordinator, session, config):
    whose = participant(session, mail="amina.haddad@example.nl", emergency="Broer Karim")
    address = f"/placements/files/{whose.uuid}"
    ended(session, whose, date(2026, 11, 20))
    coordinator.get(address)
    assert coordinator.post(f"{address}/erase").status_code == 303
    left = []
    for name, table in Participant.metadata.tables.items():
        for row in session.execute(select(text("*")).select_from(table)).mappings():
            said = json.dumps(dict(row), default=str).lower()
            left += [
                (name, word)
                for word in ("haddad", '"amina', "karim", "r-77", "lassen", "bouwlust", "12345678")
                if word in said
            ]
    assert left == []


def test_who_still_works_here_is_not_erased(coordinator, session):
    whose = placement(session).participant
    uuid = whose.uuid
    session.rollback()
    answer = coordinator.post(f"/placements/files/{uuid}/erase")
    assert answer.status_code == 409
    assert "loopt nog" in answer.text
    assert coordinator.get(f"/placements/files/{uuid}").status_code == 200


def test_an_erased_file_is_there_for_nobody(coordinator, session):
    whose = participant(session)
    address = f"/placements/files/{whose.uuid}"
    assert coordinator.post(f"{address}/erase").status_code == 303
    assert coordinator.get(address).status_code == 404
    page = coordinator.get("/placements/retention").text
    assert "Iemand vroeg erom" in page


def test_a_file_under_which_nothing_was_agreed_ends_after_a_year(session, config, standing_clock):
    participant(session)
    standing_clock.pass_(days=364)
    assert retention.run(session, config.home) == 0
    standing_clock.pass_(days=2)
    assert retention.run(session, config.home) == 1


def test_the_last_of_several_placements_counts(session, config, standing_clock):
    whose = participant(session)
    ended(session, whose, date(2026, 11, 20))
    placement(session, whose, type="volunteer", starts_on=date(2026, 11, 21), ends_on=None)
    standing_clock.pass_(days=4 * 365)
    assert retention.run(session, config.home) == 0


def test_files_that_end_soon_are_announced_to_their_keeper(
    coordinator, log_in, session, standing_clock
):
    ended(session, participant(session), date(2026, 11, 20))
    standing_clock.pass_(days=650)
    # Log-ins ended meanwhile.
    assert "Amina Haddad" in log_in(Role.COORDINATOR, proved=True).get("/placements/retention").text
    assert "Amina Haddad" not in log_in(Role.MANAGER, proved=True).get("/placements/retention").text


def test_traces_of_refusals_are_kept_two_years(log_in, session, config, standing_clock):
    assert log_in(Role.CASHIER).get("/placements").status_code == 404
    standing_clock.pass_(days=729)
    retention.run(session, config.home)
    assert session.scalar(select(func.count()).select_from(FileRead)) == 1
    standing_clock.pass_(days=2)
    retention.run(session, config.home)
    assert session.scalar(select(func.count()).select_from(FileRead)) == 0


def test_what_is_agreed_is_written_down_and_taken_back(coordinator, session):
    whose = participant(session)
    address = f"/placements/files/{whose.uuid}/consent"
    assert not consent.given(session, whose, "share_progress")
    session.rollback()
    coordinator.post(address, data={"share_progress": "1"})
    assert consent.given(session, whose, "share_progress")
    assert not consent.given(session, whose, "photo")
    session.rollback()
    coordinator.post(address, data={})
    assert not consent.given(session, whose, "share_progress")
    actions = select(AuditEntry.action).where(AuditEntry.action.like("consent.%"))
    assert session.scalars(actions.order_by(AuditEntry.id)).all() == [
        "consent.given",
        "consent.withdrawn",
    ]


@pytest.mark.one_database
def test_the_clock_goes_by_itself_while_the_shop_is_served(
    config, database, session, standing_clock
):
    ended(session, participant(session), date(2026, 11, 20))
    standing_clock.pass_(days=2 * 365 + 1)
    service = rounds_of(config, database)
    try:
        for _second in range(2000):
            session.rollback()
            if session.scalar(select(func.count()).select_from(Erasure)):
                break
    finally:
        service.stop()
    assert session.scalar(select(func.count()).select_from(Erasure)) == 1
