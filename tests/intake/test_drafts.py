"""Photo first: kept now, described later and once, and never a thing before that."""

import json
import re
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import describe, draft_photos, drafts
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.models import Draft, Intake, IntakeLine
from bouwkringloop.intake.receive import receive
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.stock import photos
from bouwkringloop.stock.models import Item, Movement, Photo
from tests import make
from tests.stock.test_races import at_once


def shot(**changed):
    """The body of a draft as a device sends it."""
    return {
        "id": str(uuid4()),
        "site": "yard",
        "photo": str(uuid4()),
        "source": {"kind": "pickup", "postcode4": "3512"},
        "delivery": str(uuid4()),
        "note": "Pallet bij de poort",
        **changed,
    }


def send_photo(client, photo_id):
    assert client.post(f"/api/v1/photos?id={photo_id}", data=make.photo()).status_code == 201


def keep(client, **changed):
    """Send a photo and the draft with it; give the draft's answer."""
    body = shot(**changed)
    send_photo(client, body["photo"])
    answer = client.post("/api/v1/drafts", json=body)
    assert answer.status_code == 201
    return answer.json


def describing(session, *kept, **changed):
    """The body of a delivery that describes drafts."""
    lines = [{"draft": each["id"], "description": f"Deur {n}"} for n, each in enumerate(kept)]
    source = {"kind": "pickup", "postcode4": "3512"}
    return make.delivery(session, *lines, site="yard", source=source, **changed)


def take_in(client, body):
    return client.post("/api/v1/intakes", json=body)


def state(session, kept):
    found = session.scalars(select(Draft.state).where(Draft.uuid == UUID(kept["id"]))).one()
    session.rollback()  # So that nobody has to wait for this reader, who might have written.
    return found


def actions(session):
    found = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    session.rollback()
    return [entry.action for entry in found if entry.subject.startswith("draft:")]


@pytest.fixture
def worker(log_in):
    return log_in(Role.INTAKE_WORKER)


def test_what_was_photographed_waits_with_all_that_is_known_of_it(worker):
    kept = keep(worker)
    (listed,) = worker.get("/api/v1/drafts?site=yard").json
    assert listed == kept
    assert kept["source"] == {"kind": "pickup", "postcode4": "3512"}
    assert (kept["state"], kept["note"]) == ("open", "Pallet bij de poort")
    assert kept["by"] == "Intake Worker"
    assert worker.get("/api/v1/drafts?site=shop").json == []


def test_a_draft_is_no_thing_and_moves_no_stock(worker, session):
    keep(worker)
    for table in (Item, Movement, Intake, IntakeLine):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_same_draft_sent_twice_is_kept_once(worker, session):
    body = shot()
    send_photo(worker, body["photo"])
    first = worker.post("/api/v1/drafts", json=body)
    again = worker.post("/api/v1/drafts", json={**body, "age_s": 40})
    assert again.json == first.json
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    assert actions(session) == ["draft.kept"]


@pytest.mark.parametrize("changed", [{"note": "anders"}, {"site": "shop"}, {"delivery": None}])
def test_other_content_under_the_same_id_is_refused(worker, changed):
    kept = keep(worker)
    body = shot(id=kept["id"], photo=kept["photo"], delivery=kept["delivery"])
    answer = worker.post("/api/v1/drafts", json={**body, **changed})
    assert answer.status_code == 409


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, "no-such-photo"),
        ({"site": "maan"}, "no-such-site"),
        ({"source": {"kind": "yard", "postcode4": "0123"}}, "not-a-postcode"),
        ({"note": "x" * 121}, "too-many-words"),
        ({"age_s": -1}, "invalid-body"),
    ],
)
def test_what_cannot_be_is_refused(worker, session, changed, problem):
    answer = worker.post("/api/v1/drafts", json=shot(**changed))
    assert answer.json["type"] == f"/problems/{problem}"
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_photo_that_a_phone_sends_later_was_taken_earlier(worker, standing_clock):
    kept = keep(worker, age_s=3600)
    assert kept["at"].startswith("2026-11-21T08:30")


def test_the_oldest_comes_first(worker):
    young, old = keep(worker), keep(worker, age_s=7200)
    assert [each["id"] for each in worker.get("/api/v1/drafts").json] == [old["id"], young["id"]]


def test_somebody_else_describes_it_and_the_photo_goes_with_the_thing(worker, client, session):
    kept = keep(worker)
    answer = take_in(client, describing(session, kept))
    assert answer.status_code == 201
    assert answer.json["lines"][0]["item"]["photo"] == kept["photo"]
    now = worker.get(f"/api/v1/drafts/{kept['id']}").json
    assert (now["state"], now["ended_by"]) == ("used", "Shop Lead")
    assert worker.get("/api/v1/drafts").json == []
    assert actions(session) == ["draft.kept", "draft.used"]


def test_a_better_photo_goes_before_that_of_the_draft(worker, session):
    kept, better = keep(worker), uuid4()
    send_photo(worker, better)
    body = describing(session, kept)
    body["lines"][0]["photo"] = str(better)
    assert take_in(worker, body).json["lines"][0]["item"]["photo"] == str(better)


def test_what_is_refused_or_thrown_away_ends_its_draft_too(worker, session):
    kept = keep(worker)
    body = describing(session, kept)
    body["lines"][0] |= {"route": "refuse", "reason": "Kapot"}
    assert take_in(worker, body).status_code == 201
    assert state(session, kept) == "used"


def test_a_delivery_sent_twice_describes_once(worker, session):
    body = describing(session, keep(worker), keep(worker))
    first = take_in(worker, body)
    assert take_in(worker, body).json == first.json
    assert actions(session).count("draft.used") == 2


def test_the_second_to_describe_it_hears_who_was_first_and_nothing_is_stored(
    worker, client, session, standing_clock
):
    kept, other = keep(worker), keep(worker)
    take_in(worker, describing(session, kept))
    late = describing(session, other, kept)
    answer = take_in(client, late)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/described-already")
    assert "Intake Worker" in answer.json["detail"]
    assert "21 nov 2026 10:30" in answer.json["detail"]
    assert "Deur 1" in answer.json["detail"]
    assert state(session, other) == "open"
    # Without that line the rest of what was typed comes in under the same id.
    late["lines"].pop()
    assert take_in(client, late).status_code == 201


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (lambda _body: {"site": "shop"}, "draft-elsewhere"),
        (lambda body: {"lines": body["lines"] * 2}, "described-twice"),
    ],
)
def test_a_draft_is_described_where_it_lies_and_by_one_line(worker, session, changed, problem):
    kept = keep(worker)
    body = describing(session, kept)
    answer = take_in(worker, {**body, **changed(body)})
    assert answer.json["type"] == f"/problems/{problem}"
    assert state(session, kept) == "open"


def test_a_line_cannot_describe_what_nobody_photographed(worker, session):
    answer = take_in(worker, describing(session, {"id": str(uuid4())}))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/not-photographed")


def test_two_describe_one_draft_at_one_moment_and_one_does(database, session, worker):
    kept = keep(worker)
    slug = make.category(session).slug

    def work(own, by):
        line = Brought(slug, 1000, "piece", "sell", draft=UUID(kept["id"]))
        told = Delivery(id=uuid4(), site="yard", source_kind="yard", lines=(line,))
        return str(receive(own, told, by=by).uuid)

    results = at_once(database, work, work, work)
    assert results.count(describe.DescribedAlready) == 2
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Item)) == 1
    assert state(session, kept) == "used"


def test_one_draft_sent_twice_at_one_moment_is_kept_once(database, session, worker):
    photo, uuid = uuid4(), uuid4()
    send_photo(worker, photo)

    def work(own, by):
        told = drafts.Shot(id=uuid, site="yard", photo=photo, source_kind="yard")
        return str(drafts.keep(own, told, by=by).draft.uuid)

    assert at_once(database, work, work) == [str(uuid)] * 2


def test_describing_and_dropping_at_one_moment_is_one_of_the_two(database, session, worker):
    kept = keep(worker)
    slug = make.category(session).slug

    def describe_it(own, by):
        line = Brought(slug, 1000, "piece", "sell", draft=UUID(kept["id"]))
        told = Delivery(id=uuid4(), site="yard", source_kind="yard", lines=(line,))
        return bool(receive(own, told, by=by)) and "used"

    def drop_it(own, by):
        return drafts.drop(own, UUID(kept["id"]), by=by).draft.state

    results = at_once(database, describe_it, drop_it)
    assert [r for r in results if isinstance(r, str)] == [state(session, kept)]


def test_dropping_can_be_undone_and_both_are_written_down(worker, session):
    kept = keep(worker)
    for _ in range(2):
        dropped = worker.post(f"/api/v1/drafts/{kept['id']}/drop")
        assert dropped.json["state"] == "dropped"
    assert worker.get("/api/v1/drafts").json == []
    for _ in range(2):
        assert worker.post(f"/api/v1/drafts/{kept['id']}/put-back").json["state"] == "open"
    assert worker.get("/api/v1/drafts").json == [kept]
    assert actions(session) == ["draft.kept", "draft.dropped", "draft.put_back"]


def test_what_was_dropped_is_not_described_before_it_is_put_back(worker, session):
    kept = keep(worker)
    worker.post(f"/api/v1/drafts/{kept['id']}/drop")
    body = describing(session, kept)
    assert take_in(worker, body).json["type"] == "/problems/dropped-meanwhile"
    worker.post(f"/api/v1/drafts/{kept['id']}/put-back")
    assert take_in(worker, body).status_code == 201


@pytest.mark.parametrize("act", ["drop", "put-back"])
def test_what_was_described_stays_so(worker, session, act):
    kept = keep(worker)
    take_in(worker, describing(session, kept))
    answer = worker.post(f"/api/v1/drafts/{kept['id']}/{act}")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/not-open")
    assert state(session, kept) == "used"


def test_only_who_takes_things_in_sees_drafts(app, worker):
    kept = keep(worker)
    stranger = app.test_client()
    assert stranger.get("/api/v1/drafts").status_code == 401
    assert stranger.post(f"/api/v1/drafts/{kept['id']}/drop").status_code == 401
    assert stranger.get(f"/photos/{kept['photo']}.jpg").status_code == 303


def test_the_photo_of_a_draft_says_nothing_of_where_it_was_taken(worker):
    exif = Image.Exif()
    exif[0x010E] = "Dorpsstraat 1"
    body = shot()
    worker.post(f"/api/v1/photos?id={body['photo']}", data=make.photo(exif=exif))
    worker.post("/api/v1/drafts", json=body)
    shown = worker.get(f"/photos/{body['photo']}.jpg", buffered=True)
    assert not Image.open(BytesIO(shown.data)).getexif()


def test_a_dropped_photo_is_removed_after_a_week_and_the_draft_stays(
    worker, log_in, session, config, standing_clock
):
    gone, waits, used = keep(worker), keep(worker), keep(worker)
    worker.post(f"/api/v1/drafts/{gone['id']}/drop")
    take_in(worker, describing(session, used))
    standing_clock.pass_(days=6)
    assert draft_photos.remove_unused(session, config.photos) == 0
    standing_clock.pass_(days=2)
    assert draft_photos.remove_unused(session, config.photos) == 1
    session.commit()
    assert state(session, gone) == "dropped"
    left = {str(photo) for photo in session.scalars(select(Photo.id))}
    assert left == {waits["photo"], used["photo"]}
    assert not photos.path(config.photos, UUID(gone["photo"])).exists()
    assert photos.path(config.photos, UUID(used["photo"])).exists()
    session.rollback()
    answer = log_in(Role.INTAKE_WORKER).post(f"/api/v1/drafts/{gone['id']}/put-back")
    assert answer.json["type"] == "/problems/photo-gone"


def test_a_photo_that_another_draft_needs_is_not_removed(worker, session, config, standing_clock):
    kept = keep(worker)
    worker.post("/api/v1/drafts", json=shot(photo=kept["photo"]))
    worker.post(f"/api/v1/drafts/{kept['id']}/drop")
    standing_clock.pass_(days=8)
    assert draft_photos.remove_unused(session, config.photos) == 0
    assert photos.path(config.photos, UUID(kept["photo"])).exists()


def test_the_page_lists_by_site_and_the_oldest_first(worker):
    keep(worker, note="Jong")
    keep(worker, note="Oud", age_s=9000)
    keep(worker, note="Winkel", site="shop")
    page = worker.get("/intake/drafts").text
    assert page.index("Oud") < page.index("Jong")
    assert "Winkel" in re.findall(r'draft-note">([^<]+)', page)
    assert "Jong" not in worker.get("/intake/drafts?site=shop").text


def test_dropping_on_the_page_offers_to_put_it_back(worker, session):
    kept = keep(worker)
    answer = worker.post(f"/intake/drafts/{kept['id']}/drop", data={"site": "yard"})
    page = worker.get(answer.location).text
    assert f'action="/intake/drafts/{kept["id"]}/put-back"' in page
    worker.post(f"/intake/drafts/{kept['id']}/put-back", data={"site": "yard"})
    assert state(session, kept) == "open"


def test_what_waits_too_long_is_said_today_and_on_the_page_and_never_removed(
    worker, log_in, session, config, standing_clock
):
    keep(worker)
    assert "langer dan een week" not in worker.get("/").text
    standing_clock.pass_(days=8)
    later = log_in(Role.INTAKE_WORKER)
    assert "langer dan een week" in later.get("/").text
    assert "langer dan een week" in later.get("/intake/drafts").text
    assert draft_photos.remove_unused(session, config.photos) == 0


def test_the_intake_page_knows_what_waits(worker):
    kept = keep(worker)
    page = worker.get("/intake").text
    data = re.search(r'id="drafts-data">(.*?)</script>', page)
    assert json.loads(data[1])["open"][0]["id"] == kept["id"]
