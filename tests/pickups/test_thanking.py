"""What a pick-up became, and the thank-you that tells it."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.mail import Mail
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.pickups.conftest import words

SLOT = {"day": "2026-11-24", "starts": "09:00", "ends": "12:00"}


@pytest.fixture(autouse=True)
def _day(standing_clock):
    """It is Saturday 21 November 2026 all day."""


@pytest.fixture
def taken_in(api, session):
    """Take in a delivery; give its id."""

    def take(kind="pickup"):
        sent = make.delivery(
            session,
            {"quantity": 3, "weight_g": 54_000},
            {"unit": "m", "quantity": 2.5, "weight_g": 6_000},
            {"route": "material", "weight_g": 8_000},
            {"route": "residue", "weight_g": 1_500},
            {"route": "refuse", "reason": "Kapot", "weight_g": 99_000},
            source={"kind": kind, "postcode4": "3812"},
        )
        assert api.post("/intakes", sent).status_code == 201
        return sent["id"]

    return take


@pytest.fixture
def picked_up(worker, asked):
    """Ask, plan and pick up; give the pick-up's id."""

    def drive(intake="", **changed):
        uuid = asked(**changed)
        worker.post(f"/pickups/{uuid}/plan", data=SLOT)
        answer = worker.post(f"/pickups/{uuid}/done", data={"intake": intake})
        assert answer.status_code == 303
        return uuid

    return drive


def test_a_pickup_is_linked_when_it_is_done_or_later(worker, picked_up, taken_in, stored):
    picked_up(taken_in(), mail="")
    later = picked_up(mail="")
    assert [pickup.intake_id is None for pickup in stored()] == [False, True]
    worker.post(f"/pickups/{later}/delivery", data={"intake": taken_in()})
    assert [pickup.intake_id is None for pickup in stored()] == [False, False]


def test_only_free_deliveries_that_were_picked_up_can_be_chosen(worker, picked_up, taken_in):
    first, brought = taken_in(), taken_in("yard")
    picked_up(first, mail="")
    second = picked_up(mail="")
    page = worker.get(f"/pickups/{second}").text
    assert first not in page
    assert brought not in page
    for intake, status in (
        (first, 409),
        (brought, 422),
        (str(uuid4()), 422),
        ("", 422),
        ("x", 422),
    ):
        answer = worker.post(f"/pickups/{second}/delivery", data={"intake": intake})
        assert answer.status_code == status, intake


@pytest.mark.one_database
def test_the_page_tells_what_became_of_the_things(worker, picked_up, taken_in):
    uuid = picked_up(taken_in())
    shown = words(worker.get(f"/pickups/{uuid}"))
    for said in (
        "Artikelen te koop 4",
        "Hergebruikt 60 kg",
        "Gerecycled 8 kg",
        "Weggegooid 1,5 kg",
    ):
        assert said in shown


@pytest.mark.one_database
def test_without_mail_a_card_is_printed_that_names_nobody(worker, session, picked_up, taken_in):
    uuid = picked_up(taken_in())
    assert "Bedankkaart printen" in worker.get(f"/pickups/{uuid}").text
    worker.post(f"/pickups/{uuid}/thanks")
    job = session.scalars(select(PrintJob).where(PrintJob.subject == f"pickup:{uuid}")).one()
    assert job.kind == "receipt"
    lines = json.loads(job.document)["lines"]
    rows = {line["left"]: line["right"].replace("\u00a0", " ") for line in lines if "left" in line}
    assert rows == {
        "Artikelen te koop": "4",
        "Hergebruikt": "60 kg",
        "Gerecycled": "8 kg",
        "Weggegooid": "1,5 kg",
    }
    for private in ("Jannie", "Voorbeeld", "3812", "example", "1234"):
        assert private not in job.document


@pytest.mark.one_database
def test_the_card_speaks_the_donors_language(donor, worker, session, picked_up, taken_in):
    donor.set_cookie("language", "en")
    uuid = picked_up(taken_in())
    worker.post(f"/pickups/{uuid}/thanks")
    job = session.scalars(select(PrintJob).where(PrintJob.subject == f"pickup:{uuid}")).one()
    assert "Things for sale" in job.document


@pytest.mark.one_database
def test_with_mail_the_thanks_go_by_mail_and_name_nobody(
    worker, session, picked_up, taken_in, mailing
):
    mailing()
    uuid = picked_up(taken_in())
    assert "Bedanken per mail" in worker.get(f"/pickups/{uuid}").text
    worker.post(f"/pickups/{uuid}/thanks")
    mail = session.scalars(select(Mail).where(Mail.kind == "thanks")).one()
    body = mail.body.replace("\u00a0", " ")
    for said in ("4 van je spullen staan nu te koop", "Hergebruikt: 60 kg", "Weggegooid: 1,5 kg"):
        assert said in body
    assert "Jannie" not in body
    assert mail.recipient == "jannie@example.nl"
    assert session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")).all() == []


@pytest.mark.one_database
def test_a_donor_without_an_address_gets_a_card_although_the_shop_sends_mail(
    worker, session, picked_up, taken_in, mailing
):
    mailing()
    uuid = picked_up(taken_in(), mail="")
    worker.post(f"/pickups/{uuid}/thanks")
    assert session.scalars(select(Mail)).all() == []
    assert session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")).one()


def test_nobody_is_thanked_twice_or_for_nothing(worker, picked_up, taken_in):
    unlinked = picked_up(mail="")
    assert worker.post(f"/pickups/{unlinked}/thanks").status_code == 409
    uuid, other = picked_up(taken_in(), mail=""), taken_in()
    assert worker.post(f"/pickups/{uuid}/thanks").status_code == 303
    assert worker.post(f"/pickups/{uuid}/thanks").status_code == 409
    assert worker.post(f"/pickups/{uuid}/delivery", data={"intake": other}).status_code == 409
