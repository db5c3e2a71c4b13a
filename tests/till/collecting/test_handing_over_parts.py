"""A part of what waits is handed over, once; the rest keeps waiting, and no more leaves than was sold."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop import proofs
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.collecting import deliver, hand_over, step, waiting
from bouwkringloop.till.collecting.models import HandOver
from printers import Row, from_json
from tests import make
from tests.guards import unguarded
from tests.till.collecting.collecting import collections, left_here, take_back
from tests.till.collecting.test_handing_over import address
from tests.till.test_races import at_once
from tests.till.test_till_pages import text as words


@pytest.fixture
def doors(api, session):
    """Ten doors of one line that wait; gives the sale's id and their number."""
    sale = left_here(api, session, make.item(session, quantity=10)).json["id"]
    (kept,) = collections(session)
    return sale, kept.id


def parts(session):
    session.rollback()
    found = session.scalars(select(HandOver.quantity_milli).order_by(HandOver.id)).all()
    session.rollback()
    return found


def waits(session, number):
    session.rollback()
    found = waiting.one(session, number)
    told = (found.collection.state, found.left_milli, found.handed_milli, found.is_here)
    session.rollback()
    return told


def broken(session):
    session.rollback()
    found = [found for proof in proofs.all_of(session) for found in proof.breaks]
    session.rollback()
    return found


def part(api, number, quantity, uuid=None, **more):
    body = {"id": str(uuid or uuid4()), "quantity": quantity, **more}
    return api.post(f"/collections/{number}/hand-overs", body)


def test_the_rest_keeps_waiting_until_it_leaves_too(api, session, doors):
    _sale, number = doors
    answer = part(api, number, 4)
    assert answer.status_code == 201
    assert (answer.json["quantity"], answer.json["handed_over"]) == (6, 4)
    assert answer.json["state"] == "waiting"
    assert [one["quantity"] for one in api.get("/collections").json] == [6]
    assert broken(session) == []
    part(api, number, 1)
    last = api.post(f"/collections/{number}/hand-over", None)
    assert (last.json["state"], last.json["handed_over"]) == ("handed_over", 10)
    assert api.get("/collections").json == []
    assert parts(session) == [4000, 1000, 5000]
    assert broken(session) == []
    query = select(AuditEntry.action).where(AuditEntry.action.startswith("collection."))
    assert session.scalars(query.order_by(AuditEntry.id)).all()[1:] == [
        "collection.part_handed_over",
        "collection.part_handed_over",
        "collection.handed_over",
    ]


def test_the_last_part_by_its_amount_ends_it(api, session, doors):
    _sale, number = doors
    part(api, number, 4)
    assert part(api, number, 6).json["state"] == "handed_over"
    assert waits(session, number) == ("handed_over", 0, 10_000, False)
    assert part(api, number, 1).json["type"] == "/problems/not-that-step"


@pytest.mark.parametrize(
    ("quantity", "problem"),
    [
        (11, (409, "more-than-waits")),
        (0, (422, "no-such-quantity")),
        (-1, (422, "no-such-quantity")),
        (1.5, (422, "only-whole")),
    ],
)
def test_what_cannot_leave_is_refused(api, session, doors, quantity, problem):
    answer = part(api, doors[1], quantity)
    assert (answer.status_code, answer.json["type"].removeprefix("/problems/")) == problem
    assert parts(session) == []


def test_the_same_id_hands_over_once_and_another_amount_under_it_is_refused(api, session, doors):
    _sale, number = doors
    uuid = uuid4()
    first, again = part(api, number, 4, uuid), part(api, number, 4, uuid)
    assert (again.status_code, again.json) == (201, first.json)
    assert parts(session) == [4000]
    other = part(api, number, 5, uuid)
    assert (other.status_code, parts(session)) == (409, [4000])


def test_the_whole_under_one_id_leaves_once(session, doors):
    number, uuid, by = doors[1], uuid4(), make.actor(session)
    for _ in range(2):
        (one,) = hand_over.hand_over(session, [number], by=by, uuid=uuid)
        session.commit()
        assert one.collection.state == "handed_over"
    assert parts(session) == [10_000]


def test_a_whole_under_the_id_of_a_part_is_refused(api, session, doors):
    number, uuid = doors[1], uuid4()
    part(api, number, 4, uuid)
    with pytest.raises(OtherContentUnderThisId):
        hand_over.hand_over(session, [number], by=make.actor(session), uuid=uuid)


def test_what_came_back_does_not_wait_and_cannot_be_handed_over(api, session, doors):
    sale, number = doors
    part(api, number, 4)
    assert take_back(api, sale, quantity=2).status_code == 201
    assert waits(session, number) == ("waiting", 4000, 4000, True)
    assert part(api, number, 5).json["type"] == "/problems/more-than-waits"
    assert take_back(api, sale, quantity=4).status_code == 201
    assert waits(session, number) == ("waiting", 0, 4000, False)
    with pytest.raises(step.NotThatStep):
        hand_over.hand_over(session, [number], by=make.actor(session))
    session.rollback()
    assert broken(session) == []
    assert take_back(api, sale, quantity=4).status_code == 201
    assert api.get("/collections").json == []
    assert broken(session) == []


def test_what_left_and_came_back_afterwards_breaks_no_proof(api, session, doors):
    sale, number = doors
    api.post(f"/collections/{number}/hand-over", None)
    take_back(api, sale, quantity=3)
    assert waits(session, number)[0] == "handed_over"
    assert broken(session) == []


def test_a_planned_delivery_stays_planned_for_the_rest(api, session, doors):
    number = doors[1]
    deliver.plan(session, [number], address(), by=make.actor(session))
    session.commit()
    assert part(api, number, 4).json["state"] == "planned"


def test_the_rest_gets_a_tag_of_its_own_where_that_is_wanted(api, session, doors):
    number = doors[1]
    part(api, number, 4)
    part(api, number, 1, tag=True)
    part(api, number, 5, tag=True)
    session.rollback()
    tags = session.scalars(
        select(PrintJob).where(PrintJob.subject.startswith("sold-tag:")).order_by(PrintJob.id)
    ).all()
    rows = [
        [line.right for line in from_json(tag.document).lines if isinstance(line, Row)]
        for tag in tags
    ]
    assert [told[0].replace("\u00a0", " ") for told in rows] == ["10 stuks", "5 stuks"]
    assert [tag.is_copy for tag in tags] == [False, False]


def test_two_who_hand_over_at_one_moment_give_no_more_than_there_is(database, session, doors):
    number, by = doors[1], make.actor(session)
    session.commit()
    results = at_once(
        database,
        *[
            lambda s: hand_over.hand_over(s, [number], by=by, amounts={number: 4000})
            for _ in range(4)
        ],
    )
    refused = [result for result in results if isinstance(result, hand_over.MoreThanWaits)]
    assert (len(refused), parts(session)) == (2, [4000, 4000])
    assert broken(session) == []


def test_of_a_length_any_part_can_leave(api, session):
    left_here(api, session, make.item(session, title="Lat", unit="m", quantity=40, price_cents=125))
    (kept,) = collections(session)
    assert part(api, kept.id, 12.5).json["quantity"] == 27.5


def test_rows_of_what_left_are_never_changed(api, session, doors):
    part(api, doors[1], 4)
    session.rollback()
    for change in ("UPDATE hand_over SET quantity_milli = 1", "DELETE FROM hand_over"):
        with pytest.raises(DBAPIError):
            session.execute(text(change))
        session.rollback()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE hand_over SET quantity_milli = 11000", "more is handed over than was sold"),
        ("DELETE FROM hand_over", "did not leave so"),
        ("UPDATE hand_over SET quantity_milli = 9000", "did not leave so"),
    ],
)
def test_check_finds_what_was_changed_behind_the_shops_back(api, session, doors, change, told):
    api.post(f"/collections/{doors[1]}/hand-over", None)
    session.rollback()
    unguarded(session)
    session.execute(text(change))
    found = [found for proof in proofs.all_of(session) for found in proof.breaks]
    session.rollback()
    assert any(told in one for one in found), found


def sent(number, **more):
    return {"id": str(uuid4()), "things": [str(number)], **more}


@pytest.mark.one_database
def test_a_part_leaves_on_the_page_with_its_history(client, session, doors):
    number = doors[1]
    page = client.get(f"/till/collections/{number}").text
    assert f'name="amount-{number}"' in page
    form = sent(number, **{f"amount-{number}": "4", "tag": "1"})
    for _ in range(2):
        answer = client.post(f"/till/collections/{number}/hand-over", data=form)
        assert answer.location == f"/till/collections/{number}"
    assert parts(session) == [4000]
    shown = words(client.get(f"/till/collections/{number}"))
    for expected in ("6 stuks", "Al meegegeven van “Paneeldeur”", "4 stuks", "Shop Lead"):
        assert expected in shown
    assert "4 stuks al meegegeven" in words(client.get("/till/collections"))
    client.post(f"/till/collections/{number}/hand-over", data=sent(number))
    gone = words(client.get(f"/till/collections/{number}"))
    assert "Meegegeven" in gone
    assert "6 stuks" in gone
    assert "10 stuks" in words(client.get("/till/collections"))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "staat er nog maar 10 stuks"),
        ("veel", "is geen hoeveelheid"),
        ("1,5", "heel getal"),
        ("0", "kan niet kloppen"),
    ],
)
def test_what_is_mistyped_stays_in_the_form(client, session, doors, typed, said):
    number = doors[1]
    form = sent(number, **{f"amount-{number}": typed})
    answer = client.post(f"/till/collections/{number}/hand-over", data=form)
    assert answer.status_code in (409, 422)
    assert said in words(answer)
    assert f'value="{typed}"' in answer.text
    assert form["id"] in answer.text
    assert parts(session) == []


@pytest.mark.one_database
def test_of_one_piece_no_part_is_asked(api, session, client):
    left_here(api, session)
    (kept,) = collections(session)
    page = client.get(f"/till/collections/{kept.id}").text
    assert "amount-" not in page
    assert 'name="tag"' not in page
