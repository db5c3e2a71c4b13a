"""A builder follows one batch by their link: how it stands, what is asked, and how to stop it."""

from uuid import uuid4

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find, links, step
from bouwkringloop.batches.transport import plan as slots
from bouwkringloop.partners import shop
from bouwkringloop.partners.shop import Details
from tests import make
from tests.batches import build
from tests.pickups.conftest import words
from tests.trips import rides


@pytest.fixture
def builder(session):
    return build.builder(session)


@pytest.fixture
def secret(session, config, builder):
    return build.link(session, config, builder)[1]


@pytest.fixture
def phone(app):
    """The browser of a builder, who has no account."""
    return app.test_client()


def page(secret, batch):
    return f"/builder/{secret}/batches/{batch.uuid}"


def asked(session, builder, **changed):
    batch = build.batch(session, customer=builder, state="under_review", **changed)
    build.decide(session, batch.lines[0], "asked", reason="Welke kleur?")
    return batch


def now(session, batch):
    session.rollback()
    session.expunge_all()
    return find.one(session, batch.uuid)


@pytest.mark.parametrize("state", build.PATHS)
def test_every_state_is_told_in_plain_words(session, builder, secret, phone, state):
    batch = build.batch(session, customer=builder, state=state)
    answer = phone.get(page(secret, batch))
    assert answer.status_code == 200
    said = {"announced": "We hebben je aanbod", "declined": "te weinig", "closed": "Dank je wel"}
    assert said.get(state, "Sloop Vathorst") in words(answer)
    assert ("/cancel" in answer.text) == (state in ("announced", "under_review", "agreed"))


def test_the_day_of_the_transport_is_read_as_long_as_it_is_to_come(session, builder, secret, phone):
    batch = rides.batch(session, customer=builder)
    assert "09:00 – 12:00 · De winkel haalt het" in words(phone.get(page(secret, batch)))
    slots.call_off(session, batch, by=rides.by(session))
    session.commit()
    assert "09:00" not in words(phone.get(page(secret, batch)))


def test_decisions_and_reasons_are_read(session, builder, secret, phone):
    batch = build.batch(session, build.line(session), build.line(session), customer=builder)
    build.agreement(session, builder, "bought")
    build.decide(session, batch.lines[0], "part", quantity_milli=5000, price_cents=35)
    build.decide(session, batch.lines[1], "declined", reason="Te oud")
    shown = words(phone.get(page(secret, batch)))
    assert "5 stuks" in shown
    assert "€ 0,35 per stuk zonder btw" in shown
    assert "Te oud" in shown


def test_who_works_at_the_shop_is_named_to_nobody(session, builder, secret, phone):
    batch = asked(session, builder)
    shown = phone.get(page(secret, batch)).text
    assert "Coordinator" not in shown


def test_a_question_is_answered_once(session, builder, secret, phone):
    batch = asked(session, builder)
    where = f"{page(secret, batch)}/lines/{batch.lines[0].uuid}/answer"
    assert "Welke kleur?" in words(phone.get(page(secret, batch)))
    assert phone.post(where, data={"seen": "1", "text": "Rood"}).status_code == 303
    made = now(session, batch).lines[0].decided.answer
    assert made.text == "Rood"
    assert made.link_id is not None
    assert made.person_id is None
    shown = phone.get(page(secret, batch))
    assert "Jouw antwoord: Rood" in words(shown)
    assert "/answer" not in shown.text
    again = phone.post(where, data={"seen": "1", "text": "Blauw"})
    assert again.status_code == 409
    assert now(session, batch).lines[0].decided.answer.text == "Rood"


def test_an_answer_without_words_is_refused_at_its_place(session, builder, secret, phone):
    batch = asked(session, builder)
    where = f"{page(secret, batch)}/lines/{batch.lines[0].uuid}/answer"
    answer = phone.post(where, data={"seen": "1", "text": " "})
    assert answer.status_code == 422
    assert "Typ een antwoord" in words(answer)
    assert phone.post(where, data={"text": "Rood"}).status_code == 422


def test_a_builder_cancels_with_a_reason_before_it_is_planned(session, builder, secret, phone):
    batch = build.batch(session, customer=builder)
    assert phone.post(f"{page(secret, batch)}/cancel", data={"reason": ""}).status_code == 422
    done = phone.post(f"{page(secret, batch)}/cancel", data={"reason": "Verkocht"})
    assert done.status_code == 303
    kept = now(session, batch)
    assert (kept.state, kept.steps[-1].reason) == ("cancelled", "Verkocht")
    assert kept.steps[-1].link_id is not None


def test_after_it_was_planned_the_builder_has_to_call(session, builder, secret, phone):
    batch = build.batch(session, customer=builder, state="planned")
    answer = phone.post(f"{page(secret, batch)}/cancel", data={"reason": "Verkocht"})
    assert answer.status_code == 409
    assert "Bel ons" in words(answer)
    assert now(session, batch).state == "planned"


def test_nothing_of_another_builder_is_there(session, builder, secret, phone):
    other = build.builder(session, "Anders BV")
    batch = asked(session, other)
    line = batch.lines[0].uuid
    assert phone.get(page(secret, batch)).status_code == 404
    for path, data in (
        ("cancel", {"reason": "x"}),
        (f"lines/{line}/answer", {"seen": "1", "text": "x"}),
    ):
        answer = phone.post(f"{page(secret, batch)}/{path}", data=data)
        assert answer.status_code == 404
        assert "Sloop Vathorst" not in answer.text
    own = asked(session, builder)
    crossed = f"{page(secret, own)}/lines/{line}/answer"
    assert phone.post(crossed, data={"seen": "1", "text": "x"}).status_code == 404
    kept = now(session, batch)
    assert (kept.state, kept.lines[0].decided.answer) == ("under_review", None)


def test_a_link_that_does_not_work_leads_nowhere(session, config, builder, phone):
    batch = build.batch(session, customer=builder)
    link, secret = build.link(session, config, builder)
    assert phone.get(page("nothing", batch)).status_code == 404
    links.withdraw(session, link, by=make.actor(session))
    session.commit()
    assert phone.get(page(secret, batch)).status_code == 410
    gone = phone.post(f"{page(secret, batch)}/cancel", data={"reason": "x"})
    assert gone.status_code == 410
    assert now(session, batch).state == "announced"


def test_a_batch_that_does_not_exist_is_not_found(secret, phone):
    assert phone.get(f"/builder/{secret}/batches/{uuid4()}").status_code == 404


def test_the_page_speaks_the_language_of_the_link(session, config, builder, phone):
    _, secret = build.link(session, config, builder, language="en")
    batch = build.batch(session, customer=builder)
    assert "We have your offer" in words(phone.get(page(secret, batch)))


def test_whom_to_call_is_told(session, builder, secret, phone):
    told = Details(name="De Winkel", phone="033 1234567", email="winkel@example.nl")
    shop.write(session, told, by=make.actor(session, Role.MANAGER))
    session.commit()
    batch = build.batch(session, customer=builder)
    assert 'href="tel:0331234567"' in phone.get(page(secret, batch)).text


def test_deliveries_and_statements_say_nothing_as_long_as_there_are_none(
    session, builder, secret, phone
):
    batch = build.batch(session, customer=builder, state="received")
    build.delivered(session, batch)
    text = phone.get(page(secret, batch)).text
    assert text.count('class="card"') <= 4


def test_a_declined_batch_takes_no_answers(session, builder, secret, phone):
    batch = asked(session, builder)
    by = step.By(person=make.actor(session))
    step.to(session, batch, "declined", by, reason="Te ver")
    session.commit()
    shown = phone.get(page(secret, batch))
    assert "Te ver" in words(shown)
    assert "/answer" not in shown.text


def test_a_line_that_nobody_described_goes_by_the_name_of_its_kind(session, config, log_in, app):
    batch = build.batch(session, build.line(session, description=""), state="agreed")
    _, secret = build.link(session, config, batch.customer)
    client = log_in(Role.COORDINATOR)
    pages = [
        app.test_client().get(f"/builder/{secret}/batches/{batch.uuid}").text,
        client.get(f"/batches/{batch.uuid}").text,
        client.get(f"/batches/{batch.uuid}/deliveries").text,
        client.get(f"/batches/{batch.uuid}/deliveries/new").text,
    ]
    assert ["Baksteen" in page for page in pages] == [True] * 4


def test_a_question_stands_on_top_and_in_the_list_until_it_is_answered(
    session, builder, secret, phone
):
    batch = asked(session, builder)
    session.commit()
    assert "We hebben een vraag voor je" in words(phone.get(page(secret, batch)))
    assert "Een vraag voor je" in words(phone.get(f"/builder/{secret}"))
    sent = {"seen": "1", "text": "Rood"}
    line = batch.lines[0].uuid
    session.rollback()
    assert phone.post(f"{page(secret, batch)}/lines/{line}/answer", data=sent).status_code == 303
    for read in (page(secret, batch), f"/builder/{secret}"):
        assert "een vraag voor je" not in words(phone.get(read)).lower()


def test_a_builder_sees_which_weight_was_estimated(session, builder, secret, phone):
    line = build.line(session)
    line.weight_source = "category"
    batch = build.batch(session, line, customer=builder)
    session.rollback()
    assert "(geschat)" in words(phone.get(page(secret, batch)))
