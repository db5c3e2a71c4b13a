"""A builder is written what happens with a batch, in its language; nothing where no mail can go."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.base.mail import Mail
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import Attachment, MailServer
from bouwkringloop.batches import agree, find, links, step, told
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build
from tests.pickups.conftest import words


@pytest.fixture
def config(config):
    """A shop that sends mail and is reached by the public."""
    server = MailServer("127.0.0.1", 9, "Winkel", "winkel@example.nl")
    return replace(config, mail=server, public_url="https://shop.example")


@pytest.fixture
def by(session):
    made = make.actor(session, Role.COORDINATOR)
    session.rollback()
    return made


@pytest.fixture
def joke(log_in):
    return log_in(Role.COORDINATOR)


def offered(session, *lines, **changed):
    return build.batch(session, *lines, **{"contact_email": "kees@hamer.example", **changed})


def letters(session):
    session.flush()
    found = list(session.scalars(select(Mail).order_by(Mail.id)))
    session.commit()
    return found


def test_the_arrival_of_an_offer_is_confirmed(session, config):
    batch = offered(session)
    told.arrived(session, config, batch)
    (letter,) = letters(session)
    assert (letter.kind, letter.recipient) == ("arrived", "kees@hamer.example")
    assert letter.about == batch.subject
    assert "Sloop Vathorst" in letter.subject
    assert "Dank je wel" in letter.body


def test_it_is_written_in_the_language_of_the_batch(session, config):
    told.arrived(session, config, offered(session, language="en"))
    (letter,) = letters(session)
    assert "We look at your offer" in letter.body
    assert "Kind regards" in letter.body


def test_the_mail_has_the_builders_link_as_long_as_one_works(session, config, by):
    batch = offered(session)
    link, secret = build.link(session, config, batch.customer)
    told.arrived(session, config, batch)
    links.withdraw(session, link, by=by)
    told.arrived(session, config, batch)
    first, second = letters(session)
    assert f"https://shop.example/builder/{secret}/batches/{batch.uuid}" in first.body
    assert "https://" not in second.body


def test_a_link_of_another_builder_is_never_mailed(session, config):
    batch = offered(session)
    build.link(session, config, build.builder(session, "Anders BV"))
    told.arrived(session, config, batch)
    (letter,) = letters(session)
    assert "https://" not in letter.body


def test_where_the_batch_has_no_address_that_of_who_came_by_the_link_is_used(session, config):
    customer = build.builder(session)
    person = build.contact(session, customer, email="ontwerp@hamer.example")
    link, _ = build.link(session, config, customer, contact=person)
    batch = build.batch(session, customer=customer)
    assert told.address(session, batch) == ""
    assert not told.can_go(session, config, batch)
    batch.person_id, batch.link_id = None, link.id
    session.commit()
    assert told.address(session, batch) == "ontwerp@hamer.example"


def test_where_no_mail_can_go_nothing_is_written(session, config):
    without = build.batch(session)
    told.arrived(session, config, without)
    told.arrived(session, replace(config, mail=None), offered(session, customer=without.customer))
    assert letters(session) == []


def test_agreeing_tells_all_lines_in_one_mail(session, config, by):
    lines = [build.line(session, description=name) for name in ("Kozijn", "Steen", "Tegel")]
    batch = offered(session, *lines, state="under_review")
    build.agreement(session, batch.customer, "bought")
    build.decide(session, batch.lines[0], price_cents=1500)
    build.decide(session, batch.lines[1], "part", quantity_milli=5000, weight_g=10)
    build.decide(session, batch.lines[2], "declined", reason="Te oud")
    agree.agree(session, config, batch.uuid, for_nothing=True, by=by)
    (letter,) = letters(session)
    assert letter.kind == "decided"
    body = letter.body.replace("\u00a0", " ")
    assert "- Kozijn, 100 stuks: aangenomen, € 15,00 per stuk zonder btw" in body
    assert "- Steen, 100 stuks: deels aangenomen, 5 stuks" in body
    assert "- Tegel, 100 stuks: afgewezen (Te oud)" in body


def test_declining_and_calling_off_tell_why(session, config, by):
    agree.decline(session, config, offered(session).uuid, reason="Te ver", by=by)
    other = offered(session)
    agree.cancel(session, config, other.uuid, reason="Dubbel", by=step.By(person=by))
    declined, cancelled = letters(session)
    assert (declined.kind, cancelled.kind) == ("declined", "cancelled")
    assert "Te ver" in declined.body
    assert "Baksteen" not in declined.body
    assert "Dubbel" in cancelled.body


def test_a_batch_declined_line_by_line_tells_every_line(session, config, by):
    batch = offered(session, state="under_review")
    build.decide(session, batch.lines[0], "declined", reason="Te oud")
    agree.agree(session, config, batch.uuid, by=by)
    (letter,) = letters(session)
    assert letter.kind == "declined"
    assert "stuks: afgewezen (Te oud)" in letter.body.replace("\u00a0", " ")


def test_who_calls_off_by_the_link_needs_no_letter(session, config):
    batch = offered(session)
    link, _ = build.link(session, config, batch.customer)
    agree.cancel(session, config, batch.uuid, reason="Verkocht", by=step.By(link=link))
    assert letters(session) == []


def test_the_day_is_told_by_who_brings_it(session, config):
    fetched = offered(session, state="planned")
    told.planned(session, config, fetched, date(2026, 11, 24), time(9), time(12))
    brought = build.agreement(session, fetched.customer, transport="builder")
    batch = offered(session, customer=fetched.customer, state="planned", agreed=brought)
    told.planned(session, config, batch, date(2026, 11, 24), time(9), time(12))
    first, second = letters(session)
    assert "We komen op 24 nov 2026 tussen 09:00 en 12:00" in first.body
    assert "We verwachten je op 24 nov 2026 tussen 09:00 en 12:00" in second.body


def test_a_statement_goes_along_as_a_file(session, config):
    batch = offered(session, state="closed")
    told.statement(session, config, batch, Attachment("a.pdf", "application/pdf", b"%PDF-1.7"))
    (letter,) = letters(session)
    assert '"a.pdf", "application/pdf"' in letter.attachments


def test_a_question_on_the_page_is_mailed_and_other_decisions_are_not(
    session, app, config, database, joke
):
    move_in(app, config, database)
    batch = offered(session, build.line(session), build.line(session))
    for line, outcome in zip(batch.lines, ("accepted", "asked"), strict=True):
        data = {"seen": "0", "outcome": outcome, "words": "Welke kleur?"}
        joke.post(f"/batches/{batch.uuid}/lines/{line.uuid}/decide", data=data)
    (letter,) = letters(session)
    assert letter.kind == "asked"
    assert "Baksteen: Welke kleur?" in letter.body


def test_the_button_tells_what_was_decided_up_to_now(session, app, config, database, joke):
    move_in(app, config, database)
    batch = offered(session, build.line(session), build.line(session))
    page = f"/batches/{batch.uuid}"
    assert joke.post(f"{page}/tell").status_code == 409
    build.decide(session, batch.lines[0])
    step.to(session, batch, "under_review", step.By(person=make.actor(session)))
    session.commit()
    assert "Mail de bouwer wat er is beslist" in words(joke.get(page))
    assert joke.post(f"{page}/tell").status_code == 303
    (letter,) = letters(session)
    assert "tot nu toe" in letter.body
    shown = words(joke.get(page))
    assert "Mail aan de bouwer" in shown
    assert "Wat er is beslist" in shown
    actions = session.scalars(select(AuditEntry.action)).all()
    assert "batch.told" in actions


def test_where_no_mail_can_go_the_page_says_call_them(session, joke):
    batch = build.batch(session, state="under_review")
    build.decide(session, batch.lines[0])
    page = f"/batches/{batch.uuid}"
    answer = joke.get(page)
    assert "Er kan geen mail naar deze bouwer. Bel ze." in words(answer)
    assert f"{page}/tell" not in answer.text
    assert joke.post(f"{page}/tell").status_code == 409
    assert letters(session) == []


def test_a_refused_decision_mails_nobody(session, app, config, database, joke):
    move_in(app, config, database)
    batch = offered(session)
    data = {"seen": "0", "outcome": "asked"}
    joke.post(f"/batches/{batch.uuid}/lines/{batch.lines[0].uuid}/decide", data=data)
    assert letters(session) == []
    assert find.one(session, batch.uuid).state == "announced"
