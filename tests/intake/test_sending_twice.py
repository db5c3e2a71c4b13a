"""A device may send a delivery as often as it likes; it comes in once."""

import threading

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import take_in
from bouwkringloop.stock.models import Item, Movement
from tests import make


def counts(session):
    return [
        session.scalar(select(func.count()).select_from(table))
        for table in (Intake, IntakeLine, Item, Movement, PrintJob)
    ]


def test_the_same_delivery_twice_gives_the_first_answer_again(api, session):
    sent = make.delivery(session, {"quantity": 2}, {"route": "residue", "weight_g": 900})
    first = api.post("/intakes", sent)
    again = api.post("/intakes", sent)
    assert again.status_code in (200, 201)
    assert again.json == first.json
    assert counts(session) == [1, 2, 1, 1, 1]


def test_the_first_answer_stands_after_a_new_label_and_a_sale(api, session):
    sent = make.delivery(session, {"quantity": 2})
    first = api.post("/intakes", sent).json
    code = first["lines"][0]["item"]["code"]
    api.post(f"/items/{code}/labels", {})
    make.leave(session, code, 2)
    assert api.post("/intakes", sent).json == first


@pytest.mark.parametrize("change", [{"quantity": 2}, {"price_cents": 1}, {"description": "anders"}])
def test_other_content_under_the_same_id_is_refused(api, session, change):
    sent = make.delivery(session)
    api.post("/intakes", sent)
    other = {**sent, "lines": [{**sent["lines"][0], **change}]}
    answer = api.post("/intakes", other)
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/other-content-under-this-id"
    assert counts(session) == [1, 1, 1, 1, 1]


def test_the_order_of_fields_and_the_way_of_writing_a_number_are_no_other_content(api, session):
    sent = make.delivery(session, {"quantity": 2})
    first = api.post("/intakes", sent)
    line = dict(reversed(sent["lines"][0].items())) | {"quantity": "2,0"}
    again = api.post("/intakes", dict(reversed({**sent, "lines": [line]}.items())))
    assert again.json == first.json


def in_parallel(work, many):
    """Do the same work on several threads at the same moment, and give what each got."""
    together, got, broke = threading.Barrier(many), [], []

    def run(number):
        together.wait()
        try:
            got.append(work(number))
        except Exception as error:
            broke.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broke == []
    return got


def test_a_race_of_the_same_delivery_on_many_connections_comes_in_once(app, database, session):
    sent = make.delivery(session, {"quantity": 2}, {})
    token = make.token(session, Role.SHOP_LEAD)
    session.commit()

    def send(_):
        headers = {"Authorization": f"Bearer {token}"}
        answer = app.test_client().post("/api/v1/intakes", json=sent, headers=headers)
        return answer.status_code, answer.json

    got = in_parallel(send, 6)
    assert {status for status, _ in got} <= {200, 201}
    assert all(answer == got[0][1] for _, answer in got)
    assert counts(session) == [1, 2, 2, 2, 2]


def test_a_race_of_different_content_under_one_id_lets_one_of_them_in(app, database, session):
    sent = make.delivery(session)
    token = make.token(session, Role.SHOP_LEAD)
    session.commit()

    def send(number):
        body = {**sent, "lines": [{**sent["lines"][0], "description": f"deur {number}"}]}
        headers = {"Authorization": f"Bearer {token}"}
        return app.test_client().post("/api/v1/intakes", json=body, headers=headers).status_code

    assert sorted(in_parallel(send, 4)) == [201, 409, 409, 409]
    assert counts(session) == [1, 1, 1, 1, 1]


def test_two_devices_never_get_the_same_code(database, session):
    session.rollback()

    def take(_):
        with database.writing() as own:
            return take_in.next_codes(own, 5)

    given = [code for codes in in_parallel(take, 8) for code in codes]
    assert len(given) == len(set(given)) == 40
