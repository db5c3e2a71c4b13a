"""Labels printed beforehand: each code sticks on one thing, once, and is known to be ours."""

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base import codes
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import printed_codes
from bouwkringloop.intake.models import PrintedCode
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import take_in
from bouwkringloop.stock.models import Item, Site
from tests import make
from tests.till.test_races import at_once


def a_roll(session, count=3, **how):
    roll = printed_codes.print_roll(session, count, by=make.actor(session), **how)
    session.commit()
    return roll


def codes_of(session, roll):
    return [code for code, _ in printed_codes.codes_of(session, roll)]


def stick(session, code, title="Paneeldeur"):
    """Take something in under the code of a label that was printed beforehand."""
    new = take_in.New(make.category(session), title, 1000, 1250, "B", 18_000)
    site = session.scalars(select(Site).where(Site.slug == "shop")).one()
    bound = printed_codes.bind(session, code)
    by = make.actor(session)
    made = take_in.receive(session, new, code=bound, site=site, cause="test", by=by)
    session.commit()
    return made


def test_a_roll_goes_to_the_label_printer_a_few_codes_at_a_time(session):
    roll = a_roll(session, 45)
    jobs = session.scalars(select(PrintJob).order_by(PrintJob.id)).all()
    printed = [json.loads(job.document)["codes"] for job in jobs]
    assert [len(some) for some in printed] == [20, 20, 5]
    assert {(job.kind, job.subject) for job in jobs} == {("label", f"roll:{roll}")}
    assert [code for some in printed for code in some] == codes_of(session, roll)
    assert all(codes.is_item_code(code) for code in codes_of(session, roll))


def test_every_label_ever_printed_has_a_code_of_its_own(session):
    first = codes_of(session, a_roll(session))
    door = make.item(session)
    second = codes_of(session, a_roll(session))
    assert len({*first, door.code, *second}) == 7


def test_who_printed_a_roll_is_in_the_audit_trail(session):
    roll = a_roll(session, 3, on_sheets=True)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "roll.printed")).one()
    assert entry.subject == f"roll:{roll}"
    assert json.loads(entry.detail) == {"labels": 3, "sheets": True}


@pytest.mark.one_database
def test_sheets_for_an_office_printer_leave_the_label_printer_alone(session):
    a_roll(session, 3, on_sheets=True)
    assert session.scalars(select(PrintJob)).all() == []


@pytest.mark.one_database
@pytest.mark.parametrize("count", [0, -1, 201])
def test_an_impossible_number_of_labels_is_refused(session, count):
    with pytest.raises(printed_codes.TooManyCodes):
        a_roll(session, count)
    assert session.scalars(select(PrintedCode)).all() == []


def test_a_free_label_becomes_the_code_of_a_new_thing(session):
    roll = a_roll(session)
    code = codes_of(session, roll)[1]
    assert stick(session, code).code == code
    found = printed_codes.roll(session, roll)
    assert (found.printed, found.used, found.left) == (3, 1, 2)
    assert printed_codes.codes_of(session, roll)[1] == (code, "Paneeldeur")


def test_a_label_that_sticks_on_something_says_on_what(session):
    code = codes_of(session, a_roll(session))[0]
    stick(session, code, "Gietijzeren bad")
    with pytest.raises(printed_codes.BoundAlready, match="Gietijzeren bad"):
        printed_codes.bind(session, code)


def test_a_label_that_the_shop_printed_for_a_thing_cannot_go_on_another(session):
    door = make.item(session, title="Lamp")
    with pytest.raises(printed_codes.BoundAlready, match="Lamp"):
        printed_codes.bind(session, door.code)


def test_a_code_that_was_never_printed_is_refused(session):
    with pytest.raises(printed_codes.NotOnARoll):
        printed_codes.bind(session, codes.item_code(1234567))


@pytest.mark.one_database
@pytest.mark.parametrize("code", ["1234", "00000000000", "abcdefgh", "00000012"])
def test_a_code_with_a_wrong_digit_is_refused(session, code):
    with pytest.raises(printed_codes.MistypedLabel):
        printed_codes.bind(session, code)


def test_each_line_gets_its_own_label_or_a_fresh_code(session):
    first, second, third = codes_of(session, a_roll(session))
    wanted = [None, third, "", f"{first[:4]} {first[4:]}"]
    fresh, bound, also_fresh, with_a_space = printed_codes.claim(session, wanted)
    assert (bound, with_a_space) == (third, first)
    assert not {fresh, also_fresh} & {first, second, third}
    assert fresh != also_fresh


def test_one_label_cannot_be_for_two_lines(session):
    first, *_ = codes_of(session, a_roll(session))
    with pytest.raises(printed_codes.NamedTwice):
        printed_codes.claim(session, [first, None, first])


def test_of_two_devices_that_scan_one_label_the_second_hears_what_it_is_on(database, session):
    for code in codes_of(session, a_roll(session)):
        session.rollback()  # So that this reader holds nobody's turn to write.
        results = at_once(
            database,
            lambda s, code=code: stick(s, code, "Deur").code,
            lambda s, code=code: stick(s, code, "Deur").code,
        )
        refused = [result for result in results if isinstance(result, Refused)]
        assert [type(result) for result in refused] == [printed_codes.BoundAlready]
        session.rollback()
        assert len(session.scalars(select(Item).where(Item.code == code)).all()) == 1


def test_a_free_label_scanned_in_stock_or_at_the_till_says_what_to_do(api, session):
    code = codes_of(session, a_roll(session))[0]
    sale = {
        "id": str(uuid4()),
        "shift": str(make.shift(session)),
        "lines": [{"item": code}],
        "payments": [],
    }
    for answer in (
        api.get(f"/items/{code}"),
        api.post("/sales", sale),
        api.post(f"/items/{code}/labels", {}),
        api.post(f"/items/{code}/moves", {"place": "x"}),
    ):
        assert answer.status_code == 404
    assert api.get(f"/items/{code}").json["type"] == "/problems/not-taken-in"
    assert api.post("/sales", sale).json["type"] == "/problems/not-taken-in"
    assert "hoort nog nergens bij" in api.get(f"/items/{code}").json["detail"]
    unknown = codes.item_code(int(codes_of(session, a_roll(session))[-1][:7]) + 1)
    assert api.get(f"/items/{unknown}").json["type"] == "/problems/no-such-item"


def test_what_is_left_of_a_roll_is_printed_again_and_what_is_used_is_not(session):
    roll = a_roll(session)
    first, *free = codes_of(session, roll)
    stick(session, first)
    assert printed_codes.print_again(session, roll, by=make.actor(session)) == 2
    last = session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()
    assert json.loads(last.document)["codes"] == free
    assert list(printed_codes.sheet(session, roll).codes) == free


@pytest.mark.one_database
def test_the_page_prints_a_roll_for_a_site_and_shows_it(log_in, session):
    worker = log_in(Role.INTAKE_WORKER)
    answer = worker.post("/intake/rolls", data={"count": "5", "paper": "roll", "site": "yard"})
    assert answer.status_code == 303
    job = session.scalars(select(PrintJob)).one()
    assert (job.site, len(json.loads(job.document)["codes"])) == ("yard", 5)
    session.rollback()
    page = worker.get(answer.location).text
    assert page.count("nog nergens op") == 5
    assert answer.location in worker.get("/intake/rolls").text


@pytest.mark.one_database
def test_the_sheets_of_a_roll_come_as_a_pdf_of_a4_pages(log_in, session):
    worker = log_in(Role.INTAKE_WORKER)
    sent = {"count": "25", "paper": "sheets", "site": "shop"}
    where = worker.post("/intake/rolls", data=sent).location
    pdf = worker.get(f"{where}/sheet.pdf")
    assert pdf.mimetype == "application/pdf"
    boxes = re.findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", pdf.data)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(595, 842)] * 2
    assert worker.get(f"{where}/sheet.png").data.startswith(b"\x89PNG")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wrong", [{"count": "0"}, {"count": "201"}, {"count": "veel"}, {"paper": "x"}, {"site": "x"}]
)
def test_a_form_that_is_not_right_prints_nothing(log_in, session, wrong):
    sent = {"count": "5", "paper": "roll", "site": "yard"} | wrong
    assert log_in(Role.INTAKE_WORKER).post("/intake/rolls", data=sent).status_code == 422
    assert session.scalars(select(PrintedCode)).all() == []


def test_a_roll_that_does_not_exist_is_not_found(client):
    nowhere = f"/intake/rolls/{uuid4()}"
    assert client.get(nowhere).status_code == 404
    assert client.get(f"{nowhere}/sheet.pdf").status_code == 404
    assert client.post(f"{nowhere}/again").status_code == 404


@pytest.mark.one_database
def test_who_may_not_print_gets_no_labels(log_in, session):
    coordinator = log_in(Role.COORDINATOR)
    assert coordinator.get("/intake/rolls").status_code == 403
    sent = {"count": "5", "paper": "roll", "site": "yard"}
    assert coordinator.post("/intake/rolls", data=sent).status_code == 403
    assert session.scalars(select(PrintedCode)).all() == []
