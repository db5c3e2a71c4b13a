"""The list of batches shows first what waits for whom, in few questions to the database."""

import re
from datetime import timedelta

import pytest

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import waiting
from bouwkringloop.batches.models import LineAnswer
from tests import make
from tests.batches import build
from tests.pickups.conftest import words
from tests.till.test_statements import counted


def projects(session, **asked):
    session.rollback()
    found = [each.batch.project for each in waiting.listed(session, **asked)]
    session.rollback()
    return found


def groups(session):
    session.rollback()
    found = {each.batch.project: waiting.GROUPS[each.group] for each in waiting.listed(session)}
    session.rollback()
    return found


def asked(session, batch, *, answered):
    made = build.decide(session, batch.lines[0], "asked")
    if answered:
        by = make.actor(session)
        made.answer = LineAnswer(text="Rood", at=clock.now(), person_id=by.id)
        session.commit()


def test_what_waits_stands_in_the_order_of_who_has_to_do_something(session):
    customer = build.builder(session)
    for state in ("closed", "planned", "in_stock", "inspected", "received", "underway", "agreed"):
        build.batch(session, customer=customer, state=state, project=state)
    for name in ("decide", "asked", "answered"):
        batch = build.batch(session, customer=customer, state="under_review", project=name)
        if name != "decide":
            asked(session, batch, answered=name == "answered")
    build.batch(session, customer=customer, project="new")
    assert groups(session) == {
        "new": "New offers",
        "answered": "Answered by the builder",
        "decide": "To decide",
        "agreed": "To plan",
        "underway": "Coming today",
        "received": "To inspect",
        "inspected": "To bring into stock",
        "in_stock": "To close",
        "asked": "Waiting for an answer",
        "planned": "Planned",
        "closed": "Over",
    }
    assert list(groups(session)) == projects(session)
    assert projects(session)[:2] == ["new", "answered"]


def test_an_answer_that_was_decided_about_waits_no_more(session):
    batch = build.batch(session, state="under_review")
    asked(session, batch, answered=True)
    build.decide(session, batch.lines[0])
    assert list(groups(session).values()) == ["To decide"]


def test_a_question_about_one_line_leaves_the_other_to_be_decided(session):
    batch = build.batch(session, build.line(session), build.line(session), state="under_review")
    asked(session, batch, answered=False)
    assert list(groups(session).values()) == ["To decide"]
    build.decide(session, batch.lines[1])
    assert list(groups(session).values()) == ["Waiting for an answer"]


def test_what_ends_soonest_stands_first(session):
    customer, today = build.builder(session), clock.today()
    for days in (9, 2, 5):
        until = today + timedelta(days=days)
        build.batch(session, customer=customer, project=str(days), available_until=until)
    assert projects(session) == ["2", "5", "9"]


def test_the_list_can_be_narrowed_by_state_builder_and_words(session):
    hammer = build.builder(session)
    zen = build.builder(session, "Café Zén Bouw")
    build.batch(session, customer=hammer, project="Vathorst")
    build.batch(session, customer=zen, project="Zuidas", city="Amsterdam")
    build.batch(session, customer=zen, project="Emmaschool", state="received")
    assert projects(session, state="received") == ["Emmaschool"]
    assert projects(session, builder=hammer.uuid) == ["Vathorst"]
    assert sorted(projects(session, words="cafe zen")) == ["Emmaschool", "Zuidas"]
    assert projects(session, words="zuid amster") == ["Zuidas"]
    assert projects(session, words="#1") == ["Vathorst"]
    assert projects(session, words="100%") == []


def test_weights_are_of_what_was_offered_and_of_what_counts_now(session):
    lines = [build.line(session, weight_g=1000), build.line(session, weight_g=500)]
    batch = build.batch(session, *lines, state="under_review")
    build.decide(session, batch.lines[0])
    build.decide(session, batch.lines[0], "part", quantity_milli=1000, weight_g=10)
    build.decide(session, batch.lines[1])
    (listed,) = waiting.listed(session)
    assert (listed.offered_g, listed.accepted_g) == (1500, 510)


@pytest.mark.parametrize(
    ("state", "days", "late", "overdue"),
    [
        ("announced", 4, "", False),
        ("announced", 3, "near", False),
        ("announced", 0, "near", False),
        ("under_review", -1, "past", True),
        ("agreed", -1, "past", False),
        ("received", -1, "", False),
    ],
)
def test_the_last_day_is_marked_when_it_is_near_or_past(session, state, days, late, overdue):
    today = clock.today()
    until = today + timedelta(days=days)
    build.batch(
        session, state=state, available_from=today - timedelta(days=30), available_until=until
    )
    (listed,) = waiting.listed(session)
    assert (listed.late, listed.overdue) == (late, overdue)


def test_an_offer_that_ended_says_so_and_is_not_declined_by_itself(session, client):
    today = clock.today()
    until = today - timedelta(days=1)
    batch = build.batch(session, available_from=until, available_until=until)
    shown = words(client.get("/batches"))
    assert "het aanbod is afgelopen" in shown
    assert "Dit aanbod liep af op" in words(client.get(f"/batches/{batch.uuid}"))
    session.refresh(batch)
    assert batch.state == "announced"


def test_the_page_asks_the_same_few_questions_however_long_it_is(session, client, database):
    customer = build.builder(session)
    build.batch(session, customer=customer)
    with counted(database) as said:
        client.get("/batches")
    first = len(said)
    for state in ("under_review", "agreed", "received"):
        batch = build.batch(session, build.line(session), build.line(session), state=state)
        build.decide(session, batch.lines[0])
    session.rollback()
    with counted(database) as said:
        client.get("/batches")
    assert len(said) == first
    assert first <= 6


def test_a_long_list_is_paged_and_no_batch_is_lost(session, client, monkeypatch):
    monkeypatch.setattr(waiting, "PAGE", 3)
    monkeypatch.setattr("bouwkringloop.batches.find.PAGE", 3)
    customer = build.builder(session)
    for number in range(7):
        build.batch(session, customer=customer, project=f"Bouw {number}")
    seen, page = [], "/batches"
    while page:
        text = client.get(page).text
        seen += re.findall(r"Bouw \d", re.sub(r"<option.*?</option>", "", text))
        found = re.search(r'href="([^"]+)" rel="next"', text)
        page = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == [f"Bouw {number}" for number in range(7)]


def test_an_empty_list_says_how_to_begin(client):
    answer = client.get("/batches")
    assert "Nog geen partij" in words(answer)
    assert answer.text.count('href="/batches/new"') == 2
    assert "Zo'n partij is er niet" in client.get("/batches?q=niets").text.replace("&#39;", "'")


def test_what_an_asker_makes_up_is_no_error(client):
    for query in ("state=x", "builder=x", "skip=-1", "skip=x", "q=%00%25_"):
        assert client.get(f"/batches?{query}").status_code == 200


def test_the_menu_leads_to_the_batches_for_who_takes_in(log_in):
    for role in Role:
        answer = log_in(role).get("/batches")
        assert answer.status_code == 200
        assert "Restpartijen" in answer.text


def test_only_who_keeps_batches_is_offered_to_enter_one(session, log_in):
    customer = build.batch(session).customer
    session.commit()
    page = f"/batches?builder={customer.uuid}"
    link = f'href="/batches/new?customer={customer.uuid}"'
    assert link in log_in(Role.COORDINATOR).get(page).text
    assert "/batches/new" not in log_in(Role.INTAKE_WORKER).get(page).text
    offered = log_in(Role.COORDINATOR).get(f"/batches/new?customer={customer.uuid}").text
    assert f'<option value="{customer.uuid}" selected>' in offered


def test_the_desk_chooses_among_partners_and_not_among_everybody_who_ever_bought(session, log_in):
    partner, buyer = build.builder(session), make.customer(session, "Verbouwer BV")
    page = log_in(Role.COORDINATOR).get("/batches/new").text
    assert f'value="{partner.uuid}"' in page
    assert f'value="{buyer.uuid}"' not in page
    assert (
        f'value="{buyer.uuid}"'
        in log_in(Role.COORDINATOR).get(f"/batches/new?customer={buyer.uuid}").text
    )
