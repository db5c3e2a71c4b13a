"""Photo first: shot one after the other, also without a signal, and described with few touches."""

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import drafts
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.models import Draft, IntakeLine
from bouwkringloop.intake.receive import receive
from bouwkringloop.stock import photos
from bouwkringloop.stock.models import Item
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_intake_screen import add, choose, open_list, start


@pytest.fixture
def door(session):
    kind = make.category(session, unit="piece")
    assert kind.group.slug
    session.commit()
    return kind


@pytest.fixture
def pictures(tmp_path):
    made = []
    for name, colour in (("een", "brown"), ("twee", "blue"), ("drie", "green")):
        made.append(tmp_path / f"{name}.jpg")
        made[-1].write_bytes(make.photo(2400, 1800, colour))
    return made


@pytest.fixture
def waiting(session, config):
    """Three photos of one car at the yard, and one of another car."""
    by, car, made = make.actor(session, Role.INTAKE_WORKER), uuid4(), []
    for age, delivery in ((400, car), (300, car), (200, car), (100, uuid4())):
        photo = uuid4()
        prepared = photos.prepare(make.photo(400, 300, "brown"))
        photos.keep(session, config.photos, photo, prepared, by=by)
        postcode = "3512" if delivery == car else "3811"
        shot = drafts.Shot(
            uuid4(), "yard", photo, "pickup", postcode, delivery, "Bij de poort", age
        )
        drafts.keep(session, shot, by=by)
        made.append(shot)
    session.commit()
    return made


def states(session):
    found = list(session.scalars(select(Draft.state).order_by(Draft.at)))
    session.rollback()
    return found


def begin(page: Page, shot) -> None:
    page.goto("/intake/drafts")
    page.locator(f'a[href="/intake?draft={shot.id}"]').click()
    expect(page.locator("#draft-now")).to_be_visible()


def to_shoot(page: Page) -> None:
    page.goto("/intake")
    start(page)
    page.get_by_role("button", name="Nu een foto").click()


#: Photos are shot with a phone, and described at a desk; what may differ is tried on both.
AT_DESK = pytest.mark.parametrize("page", [DESK], ids=["desk"], indirect=True)
ON_BOTH = pytest.mark.parametrize("page", [PHONE, DESK], ids=["phone", "desk"], indirect=True)


@pytest.fixture
def page(request, page_as):
    return page_as(Role.INTAKE_WORKER, getattr(request, "param", PHONE))


@ON_BOTH
def test_photos_are_shot_one_after_the_other_and_kept_with_their_source(page, session, pictures):
    page.goto("/intake")
    page.locator('.choice:has(input[value="pickup"])').click()
    page.locator("#postcode4").fill("3512")
    start(page)
    page.get_by_role("button", name="Nu een foto").click()
    page.locator("#shot_note").fill("Pallet bij de poort")
    for many, picture in enumerate(pictures, 1):
        page.locator("#shot").set_input_files(picture)
        expect(page.locator("#shot-count")).to_have_text(f"{many} bewaard voor later")
    expect(page.locator("#shot-unsent")).to_be_hidden()
    kept = session.scalars(select(Draft)).all()
    assert len({draft.photo_id for draft in kept}) == 3
    told = {(d.source_kind, d.source_postcode4, d.note, d.site.slug) for d in kept}
    assert told == {("pickup", "3512", "Pallet bij de poort", "yard")}
    assert len({draft.delivery for draft in kept}) == 1


def test_without_a_signal_photos_wait_on_the_phone_and_go_once_afterwards(page, session, pictures):
    to_shoot(page)
    page.context.set_offline(True)
    page.locator("#shot").set_input_files(pictures[0])
    page.locator("#shot").set_input_files(pictures[1])
    expect(page.locator("#shot-count")).to_have_text("2 bewaard voor later")
    expect(page.locator("#shot-unsent")).to_contain_text("Nog niet verstuurd: 2")
    assert states(session) == []
    page.context.set_offline(False)
    expect(page.locator("#shot-unsent")).to_be_hidden()
    assert states(session) == ["open", "open"]


def test_a_lost_answer_and_a_reload_keep_a_photo_once(page, session, pictures):
    to_shoot(page)
    page.route("**/api/v1/drafts", lambda route: (route.fetch(), route.abort()))
    page.locator("#shot").set_input_files(pictures[0])
    expect(page.locator("#shot-unsent")).to_contain_text("Nog niet verstuurd: 1")
    page.unroute("**/api/v1/drafts")
    page.reload()
    page.get_by_role("button", name="Nu een foto").click()
    expect(page.locator("#shot-unsent")).to_be_hidden()
    expect(page.locator("#shot-count")).to_have_text("1 bewaard voor later")
    assert states(session) == ["open"]


def test_who_was_logged_out_keeps_the_photos_and_hears_it(page, session, pictures):
    to_shoot(page)
    page.context.clear_cookies()
    page.locator("#shot").set_input_files(pictures[0])
    expect(page.locator("#shot-unsent")).to_contain_text("Je bent uitgelogd")
    assert states(session) == []


def test_the_next_car_has_photos_of_its_own(page, session, pictures):
    to_shoot(page)
    page.locator("#shot").set_input_files(pictures[0])
    expect(page.locator("#shot-count")).to_have_text("1 bewaard voor later")
    page.locator('[data-do="shot-next"]').click()
    start(page)
    expect(page.locator("#drafts-here")).to_contain_text("Hier te beschrijven: 1")
    page.get_by_role("button", name="Nu een foto").click()
    page.locator("#shot").set_input_files(pictures[1])
    expect(page.locator("#shot-count")).to_have_text("1 bewaard voor later")
    expect(page.locator("#shot-unsent")).to_be_hidden()
    assert len(set(session.scalars(select(Draft.delivery)))) == 2


@ON_BOTH
def test_photos_of_one_car_are_described_one_after_the_other(page, waiting, door, session):
    begin(page, waiting[0])
    expect(page.locator("#draft-now")).to_contain_text("nog 2")
    expect(page.locator("#source-chip")).to_contain_text("3512")
    for _ in range(3):
        choose(page, door)
        expect(page.locator("#photo-preview")).to_be_visible()
        add(page)
    expect(page.locator("#draft-now")).to_be_hidden()
    expect(page.locator("#drafts-here")).to_contain_text("Hier te beschrijven: 1")
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    described = [shot.photo for shot in waiting[:3]]
    assert list(session.scalars(select(Item.photo_id).order_by(Item.id))) == described
    assert states(session) == ["used", "used", "used", "open"]


@ON_BOTH
def test_a_photo_is_described_within_five_touches(page, waiting, door):
    """Photo, group, kind, answer, add; the photos after it need no touch of their own."""
    begin(page, waiting[0])
    page.evaluate("""() => {
        window.touches = 1;
        addEventListener("click", (event) => { window.touches += Number(event.detail > 0); }, true);
    }""")
    for at in range(3):
        choose(page, door)
        add(page)
        assert page.evaluate("touches") <= 5 * (at + 1)


@AT_DESK
def test_a_photo_that_is_left_for_later_still_waits(page, waiting, door, session):
    begin(page, waiting[0])
    page.locator('[data-do="draft-later"]').click()
    expect(page.locator("#draft-now")).to_be_hidden()
    expect(page.locator("#drafts-here")).to_contain_text("Hier te beschrijven: 4")
    choose(page, door)
    expect(page.locator("#photo-preview")).to_be_hidden()


@AT_DESK
def test_a_reload_goes_on_with_the_same_photo(page, waiting, door):
    begin(page, waiting[1])
    page.reload()
    expect(page.locator("#draft-now img")).to_have_attribute(
        "src", f"/photos/{waiting[1].photo}.jpg"
    )


@AT_DESK
def test_a_photo_of_another_car_waits_until_the_delivery_at_hand_is_sent(page, waiting, door):
    begin(page, waiting[3])
    choose(page, door)
    add(page)
    page.goto(f"/intake?draft={waiting[0].id}")
    expect(page.locator(".toast-danger")).to_contain_text("Verstuur eerst deze levering")
    expect(page.locator("#draft-now")).to_be_hidden()
    open_list(page)
    expect(page.locator("#lines .yard-row")).to_have_count(1)


@AT_DESK
def test_the_second_to_describe_a_photo_loses_nothing_of_what_was_typed(
    page, waiting, door, session
):
    begin(page, waiting[0])
    for typed in ("Mijn eigen woorden", "Nog een deur"):
        choose(page, door)
        page.locator(".yard-more summary").click()
        page.locator("#description").fill(typed)
        add(page)
    line = Brought(door.slug, 1000, "piece", "sell", draft=UUID(str(waiting[0].id)))
    first = Delivery(uuid4(), "yard", "pickup", (line,))
    receive(session, first, by=make.actor(session))
    session.commit()
    open_list(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator(".toast-danger")).to_contain_text("Shop Lead heeft deze foto al beschreven")
    expect(page.locator(".toast-danger")).to_contain_text("Mijn eigen woorden")
    page.locator(".yard-row", has_text="Mijn eigen woorden").locator("[data-remove]").click()
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Binnen")).to_be_visible()
    texts = session.scalars(select(IntakeLine.description).order_by(IntakeLine.id)).all()
    assert texts == ["", "Nog een deur"]


@AT_DESK
def test_who_begins_with_a_photo_that_was_just_described_hears_it(page, waiting, door, session):
    page.goto("/intake/drafts")
    line = Brought(door.slug, 1000, "piece", "sell", draft=waiting[0].id)
    page.route("**/api/v1/drafts/*", lambda route: (take(), route.continue_()))

    def take():
        told = Delivery(uuid4(), "yard", "pickup", (line,))
        receive(session, told, by=make.actor(session))
        session.commit()

    page.locator(f'a[href="/intake?draft={waiting[0].id}"]').click()
    expect(page.locator(".toast-line")).to_contain_text("Shop Lead")
    expect(page.locator("#draft-now")).to_be_hidden()


def test_a_dropped_photo_is_put_back_with_one_touch(page, waiting, session):
    page.goto("/intake/drafts?site=yard")
    page.get_by_role("button", name="Laat vervallen").first.click()
    expect(page.locator("main .drafts").first.locator(".draft")).to_have_count(3)
    assert states(session)[0] == "dropped"
    page.locator(".draft-undo").get_by_role("button", name="Zet terug").click()
    expect(page.locator(".draft")).to_have_count(4)
    assert states(session)[0] == "open"
