"""Asking for a pick-up on the public page."""

import re
import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.pickups import photos
from bouwkringloop.pickups.models import Pickup
from tests import make
from tests.pickups.conftest import filled, with_photos, words


def test_anybody_sees_the_form_in_dutch_and_in_english(donor):
    assert "Wat heb je?" in donor.get("/pickup").text
    donor.set_cookie("language", "en")
    assert "What do you have?" in donor.get("/pickup").text


def test_every_form_has_an_id_and_a_secret_of_its_own(donor):
    def hidden(name):
        return re.search(rf'name="{name}" type="hidden" value="([^"]+)"', donor.get("/pickup").text)

    assert UUID(hidden("id")[1]) != UUID(hidden("id")[1])
    assert len(hidden("secret")[1]) == 43


def test_a_request_is_stored_and_shown_under_its_secret_link(donor, stored):
    sent = filled(groups=["doors", "sanitary", "no-such"])
    answer = donor.post("/pickup", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/pickup/{sent['secret']}")
    shown = words(donor.get(answer.location))
    for said in ("Drie paneeldeuren", "Jannie Voorbeeld", "3812 AB Amersfoort", "We hebben je"):
        assert said in shown
    (pickup,) = stored()
    assert (pickup.state, pickup.postcode4, pickup.groups) == ("asked", "3812", "doors sanitary")
    assert pickup.what == "Drie paneeldeuren\nEen wastafel"


def test_the_secret_is_stored_only_as_its_hash(donor, stored):
    sent = filled()
    donor.post("/pickup", data=sent)
    assert stored()[0].token_hash == fingerprint(sent["secret"])


def test_another_link_leads_nowhere(donor):
    donor.post("/pickup", data=filled())
    assert donor.get(f"/pickup/{new_secret()}").status_code == 404


def test_the_days_that_suit_are_days_that_were_offered(donor, stored, standing_clock):
    page = donor.get("/pickup").text
    days = re.findall(r'name="days" value="([^"]+)"', page)
    assert days[0] == "2026-11-23"  # The day after is a Sunday.
    assert len(days) == 12
    donor.post("/pickup", data=filled(days=["2026-11-23", "2026-11-22", "2020-01-01", "soon"]))
    assert stored()[0].days == "2026-11-23"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what": "  "}, "verplicht"),
        ({"what": "a" * 601}, "te lang"),
        ({"name": ""}, "verplicht"),
        ({"street": "Voorbeeldweg"}, "huisnummer"),
        ({"postcode": "0123 AB"}, "3512 AB"),
        ({"postcode": "3512 SS"}, "3512 AB"),
        ({"phone": "call me"}, "telefoonnummer"),
        ({"phone": "", "mail": ""}, "kunnen antwoorden"),
        ({"mail": "a@b"}, "e-mailadres"),
        ({"mail": "a@example.nl\r\nBcc: b@example.nl"}, "e-mailadres"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(donor, stored, wrong, said):
    answer = donor.post("/pickup", data=filled(amount="Precies <één> bus", **wrong))
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Precies &lt;één&gt; bus" in answer.text
    assert stored() == []


def test_a_telephone_or_a_mail_address_is_enough(donor, stored):
    donor.post("/pickup", data=filled(mail=""))
    donor.post("/pickup", data=filled(phone=""))
    assert [(p.phone, p.mail) for p in stored()] == [
        ("06 12345678", ""),
        ("", "jannie@example.nl"),
    ]


def test_the_same_request_sent_twice_is_stored_once(donor, stored):
    sent = filled()
    first, again = donor.post("/pickup", data=sent), donor.post("/pickup", data=sent)
    assert (again.status_code, again.location) == (303, first.location)
    assert len(stored()) == 1


def test_other_words_under_the_same_id_change_nothing_and_say_so(donor, stored):
    sent = filled()
    donor.post("/pickup", data=sent)
    answer = donor.post("/pickup", data={**sent, "what": "Iets anders"}, follow_redirects=True)
    assert "Er is niets veranderd" in words(answer)
    assert stored()[0].what.startswith("Drie")


def test_somebody_elses_id_gives_no_way_into_the_request(donor, stored):
    sent = filled()
    donor.post("/pickup", data=sent)
    answer = donor.post("/pickup", data={**sent, "secret": new_secret()})
    assert answer.status_code == 409
    assert "Voorbeeldweg" not in answer.text
    assert len(stored()) == 1


@pytest.mark.parametrize("changed", [{"id": "1"}, {"secret": "short"}, {"secret": "x" * 44}])
def test_an_id_and_a_secret_that_no_form_made_are_refused(donor, stored, changed):
    assert donor.post("/pickup", data=filled(**changed)).status_code == 422
    assert stored() == []


def test_what_a_machine_filled_in_is_not_stored_but_a_person_can_send_it_again(donor, stored):
    answer = donor.post("/pickup", data=filled(website="https://spam.example"))
    assert answer.status_code == 422
    assert "van een computer" in words(answer)
    assert "spam.example" not in answer.text
    assert stored() == []


def test_photos_are_made_small_and_shown_to_the_donor_and_to_intake_only(
    donor, worker, app, config, stored
):
    secret = new_secret()
    files = ((make.photo(2400, 1200), "deur.jpg"), (make.photo(form="PNG"), "b.png"))
    assert donor.post("/pickup", **with_photos(*files, secret=secret)).status_code == 303
    (pickup,) = stored()
    first = pickup.photos[0].id
    assert len(pickup.photos) == 2
    assert [p.name for p in photos.folder(config.photos).glob(f"{first}.jpg")] == [f"{first}.jpg"]
    for client, url in (
        (donor, f"/pickup/{secret}/photos/{first}.jpg"),
        (worker, f"/pickups/{pickup.uuid}/photos/{first}.jpg?size=small"),
    ):
        answer = client.get(url, buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.headers["Cache-Control"] == "no-store"
    assert app.test_client().get(f"/pickups/{pickup.uuid}/photos/{first}.jpg").status_code == 303
    assert donor.get(f"/pickup/{new_secret()}/photos/{first}.jpg").status_code == 404
    # The pages of things do not give it, whoever asks.
    assert worker.get(f"/photos/{first}.jpg").status_code == 404


def test_the_photo_of_one_request_is_not_given_under_another(donor, stored):
    other = filled()
    donor.post("/pickup", **with_photos((make.photo(), "a.jpg")))
    donor.post("/pickup", data=other)
    photo = stored()[0].photos[0].id
    assert donor.get(f"/pickup/{other['secret']}/photos/{photo}.jpg").status_code == 404
    assert donor.get(f"/pickup/{other['secret']}/photos/{uuid4()}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"not a photo", 422, "geen foto die we kunnen lezen"),
        (b"\xff\xd8\xff" * (14 * 1024 * 1024), 413, "te groot"),
    ],
    ids=["text", "40 MB"],
)
def test_a_file_that_is_no_photo_is_refused_by_name_and_nothing_typed_is_lost(
    donor, stored, data, status, said
):
    answer = donor.post("/pickup", **with_photos((data, "tekst.jpg"), days=[]))
    assert answer.status_code == status
    assert "“tekst.jpg”" in words(answer)
    assert said in words(answer)
    assert "Voorbeeldweg 14" in answer.text
    assert stored() == []


def test_a_seventh_photo_is_refused(donor, stored):
    sent = with_photos(*[(make.photo(8, 8), f"{number}.jpg") for number in range(7)])
    answer = donor.post("/pickup", **sent)
    assert answer.status_code == 422
    assert "hoogstens zes" in words(answer)
    assert stored() == []


def test_more_than_all_photos_together_is_refused_before_it_is_read(donor):
    answer = donor.post("/pickup", **with_photos((b"x" * (photos.MOST_BYTES + 1), "x.jpg")))
    assert answer.status_code == 413


def test_the_shop_goes_on_writing_while_photos_are_unpacked(donor, database, monkeypatch):
    prepare = photos.photos.prepare

    def slow(data):
        with database.writing() as other:
            other.add(AuditEntry(at=make.clock.now(), action="sale.made", subject="sale:1"))
        return prepare(data)

    monkeypatch.setattr(photos.photos, "prepare", slow)
    assert donor.post("/pickup", **with_photos((make.photo(), "a.jpg"))).status_code == 303


def test_the_trail_holds_no_name_and_no_address(donor, session, asked):
    asked()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.action == "pickup.asked"
    assert "Jannie" not in entry.detail + entry.subject
    assert "Voorbeeld" not in entry.detail + entry.subject


def test_a_request_from_another_site_is_refused(donor, session):
    answer = donor.post("/pickup", data=filled(), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(Pickup)) == 0


def test_the_same_request_at_one_moment_is_stored_once(app, stored):
    sent, start, answers = filled(mail=""), threading.Barrier(4), []

    def send():
        client = app.test_client()
        start.wait(5)
        answers.append(client.post("/pickup", data=sent).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert len(stored()) == 1
