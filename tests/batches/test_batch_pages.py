"""The page of an offer: everything is read on it, and whoever may decides on it."""

from uuid import uuid4

import pytest

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find
from bouwkringloop.batches.models import BatchFile
from tests import make
from tests.batches import build
from tests.pickups.conftest import words
from tests.till.test_statements import counted
from tests.wishes import build as wishes


@pytest.fixture
def joke(log_in):
    return log_in(Role.COORDINATOR)


@pytest.fixture
def now(session):
    """Read a batch as it is now."""

    def read(batch):
        session.rollback()
        session.expunge_all()
        return find.one(session, batch.uuid)

    return read


def at(batch, line=None):
    return f"/batches/{batch.uuid}" + (f"/lines/{line.uuid}" if line else "")


def decided(joke, batch, number=0, **data):
    line = batch.lines[number]
    return joke.post(f"{at(batch, line)}/decide", data={"seen": "0", **data})


def test_the_page_tells_what_is_offered_where_and_whom_to_call(session, joke):
    facts = {"length_mm": 2000, "width_mm": 900, "packaging": "op pallets", "marks": "KOMO"}
    line = build.line(session, description="Kozijn", reference="P-12", **facts)
    batch = build.batch(session, line, access="Achter de keet", contact_email="kees@hamer.example")
    answer = joke.get(at(batch))
    shown = words(answer)
    for said in (
        *("Sloop Vathorst", "Bouwbedrijf De Hamer", "Bouwweg 1", "3825 AB Amersfoort", "Kozijn"),
        *("100 stuks", "200 kg", "2000 × 900 mm", "op pallets", "KOMO", "P-12", "Achter de keet"),
    ):
        assert said in shown
    assert 'href="tel:0612345678"' in answer.text
    assert 'href="mailto:kees@hamer.example"' in answer.text
    assert "Aangeboden Coordinator" in shown


def test_who_only_takes_in_reads_and_decides_nothing(session, log_in):
    batch = build.batch(session)
    ans = log_in(Role.INTAKE_WORKER)
    answer = ans.get(at(batch))
    assert answer.status_code == 200
    assert "/decide" not in answer.text
    assert "Afspreken" not in words(answer)
    for path in ("accept", "agree", "decline", "cancel", "reopen", "tell"):
        assert ans.post(f"{at(batch)}/{path}", data={"reason": "x"}).status_code == 403
    assert decided(ans, batch, outcome="accepted").status_code == 403


def test_strangers_are_led_to_the_log_in(session, app):
    batch = build.batch(session)
    assert app.test_client().get(at(batch)).status_code == 303


def test_a_batch_that_does_not_exist_is_not_found(joke):
    assert joke.get(f"/batches/{uuid4()}").status_code == 404


def test_all_of_a_line_is_taken_in_one_touch(session, joke, now):
    batch = build.batch(session)
    answer = decided(joke, batch, outcome="accepted")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#at-{batch.lines[0].uuid}")
    assert now(batch).lines[0].decided.outcome == "accepted"
    assert "Aangenomen" in words(joke.get(at(batch)))


def test_a_part_is_typed_with_a_comma_and_weighs_its_share(session, joke, now):
    by_the_metre = make.category(session, unit="m").slug
    batch = build.batch(session, build.line(session, by_the_metre, quantity=3, weight_g=3000))
    decided(joke, batch, outcome="part", quantity="1,5", waste="y")
    made = now(batch).lines[0].decided
    assert (made.quantity_milli, made.weight_g) == (1500, 1500)
    assert made.waste
    assert "begeleidingsbrief" in words(joke.get(at(batch)))


def test_the_weight_of_a_part_can_be_said(session, joke, now):
    batch = build.batch(session)
    decided(joke, batch, outcome="part", quantity="10", weight="21,5")
    assert now(batch).lines[0].decided.weight_g == 21_500


def test_a_quick_reason_and_own_words_go_together_in_the_builders_language(session, joke, now):
    batch = build.batch(session, language="en")
    own = {"reason": "It is damaged too much.", "words": "Sorry"}
    decided(joke, batch, outcome="declined", **own)
    assert now(batch).lines[0].decided.reason == "It is damaged too much. Sorry"
    dutch = build.batch(session, customer=now(batch).customer)
    decided(joke, dutch, outcome="declined", **own)
    assert now(dutch).lines[0].decided.reason == "Het is te veel beschadigd. Sorry"


def test_a_made_up_quick_reason_is_no_reason(session, joke, now):
    batch = build.batch(session)
    answer = decided(joke, batch, outcome="declined", reason="whatever")
    assert answer.status_code == 422
    assert "waarom" in words(answer)
    assert now(batch).lines[0].decided is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"outcome": "part", "quantity": "101"}, "meer kun je niet aannemen"),
        ({"outcome": "part", "quantity": "veel"}, "is geen hoeveelheid"),
        ({"outcome": "part", "quantity": "1.250"}, "op twee manieren"),
        ({"outcome": ""}, "Kies voor"),
    ],
)
def test_a_refusal_stands_at_its_line_with_what_was_typed(session, joke, now, data, said):
    batch = build.batch(session)
    answer = decided(joke, batch, words="Mijn verhaal", **data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Mijn verhaal"' in answer.text
    assert now(batch).lines[0].decisions == []
    assert now(batch).state == "announced"


def test_who_decides_after_somebody_else_reads_who_that_was(session, joke, now):
    batch = build.batch(session)
    decided(joke, batch, outcome="declined", words="Te oud")
    answer = decided(joke, batch, outcome="accepted")
    assert answer.status_code == 409
    assert "Coordinator heeft intussen" in words(answer)
    assert "Te oud" in words(answer)
    assert len(now(batch).lines[0].decisions) == 1


def test_the_price_is_asked_where_something_may_be_bought(session, joke, now):
    batch = build.batch(session)
    assert 'name="price"' not in joke.get(at(batch)).text
    build.agreement(session, batch.customer, "bought")
    assert 'name="price"' in joke.get(at(batch)).text
    decided(joke, batch, outcome="accepted", price="0,35")
    assert now(batch).lines[0].decided.price_cents == 35
    assert "€ 0,35 per stuk zonder btw" in words(joke.get(at(batch)))


def test_dangerous_kinds_are_not_offered_to_take_it_as(session, joke):
    batch = build.batch(session, build.line(session, "asbestos-suspect"))
    shown = joke.get(at(batch)).text
    assert 'value="asbestos-suspect"' not in shown
    assert 'value="ceramic-roof-tile"' in shown
    assert 'class="take-all"' not in shown


def test_everything_undecided_is_taken_at_once(session, joke, now):
    batch = build.batch(session, build.line(session), build.line(session))
    decided(joke, batch, outcome="declined", words="Nee")
    joke.post(f"{at(batch)}/accept")
    assert [line.decided.outcome for line in now(batch).lines] == ["declined", "accepted"]


def test_when_one_of_all_cannot_be_taken_none_is(session, joke, now):
    batch = build.batch(session, build.line(session), build.line(session, "asbestos-suspect"))
    answer = joke.post(f"{at(batch)}/accept")
    assert answer.status_code == 409
    assert [line.decided for line in now(batch).lines] == [None, None]
    assert "Aangenomen Coordinator" not in words(answer)


def test_an_answer_on_the_telephone_is_written_down(session, joke, now):
    batch = build.batch(session, state="under_review")
    build.decide(session, batch.lines[0], "asked", reason="Welke kleur?")
    assert "Wat de bouwer aan de telefoon zei" in words(joke.get(at(batch)))
    joke.post(f"{at(batch, batch.lines[0])}/answer", data={"seen": "1", "text": "Rood"})
    assert now(batch).lines[0].decided.answer.text == "Rood"
    shown = words(joke.get(at(batch)))
    assert "Rood" in shown
    assert "1 vraag is beantwoord" in shown
    again = joke.post(f"{at(batch, batch.lines[0])}/answer", data={"seen": "1", "text": "Blauw"})
    assert again.status_code == 409


def test_a_batch_goes_from_offer_to_agreement_on_the_page(session, joke, now):
    batch = build.batch(session)
    build.agreement(session, batch.customer)
    assert joke.post(f"{at(batch)}/agree").status_code == 409
    decided(joke, batch, outcome="accepted")
    assert joke.post(f"{at(batch)}/agree").status_code == 303
    assert now(batch).state == "agreed"
    shown = words(joke.get(at(batch)))
    assert "Opnieuw over de regels beslissen" in shown
    assert "Afgesproken Coordinator" in shown


def test_without_an_agreement_the_page_says_so_and_offers_no_button(session, joke):
    batch = build.batch(session)
    shown = joke.get(at(batch))
    assert "nog geen afspraak aanvaard" in words(shown)
    assert f"{at(batch)}/agree" not in shown.text
    # The way to make one, and to whose it is.
    assert f'href="/partners/{batch.customer.uuid}/agreements"' in shown.text
    assert f'href="/partners/{batch.customer.uuid}"' in shown.text


def test_of_several_agreements_one_is_chosen_on_the_page(session, joke, now):
    batch = build.batch(session, state="under_review")
    build.decide(session, batch.lines[0])
    build.agreement(session, batch.customer)
    other = build.agreement(session, batch.customer, "consigned")
    assert "Kies de afspraak" in words(joke.post(f"{at(batch)}/agree", data={"agreement": ""}))
    joke.post(f"{at(batch)}/agree", data={"agreement": str(other.uuid)})
    assert now(batch).agreement.uuid == other.uuid


def test_a_batch_of_which_nothing_is_taken_has_a_button_to_decline_it(session, joke, now):
    batch = build.batch(session)
    decided(joke, batch, outcome="declined", words="Te oud")
    assert "er wordt niets aangenomen" in words(joke.get(at(batch)))
    joke.post(f"{at(batch)}/agree")
    assert now(batch).state == "declined"
    assert "Te oud" in words(joke.get(at(batch)))


@pytest.mark.parametrize("way", ["decline", "cancel"])
def test_declining_and_cancelling_ask_for_a_reason(session, joke, now, way):
    batch = build.batch(session)
    assert joke.post(f"{at(batch)}/{way}", data={"reason": " "}).status_code == 422
    joke.post(f"{at(batch)}/{way}", data={"reason": "Bouw stopt"})
    assert now(batch).state == ("declined" if way == "decline" else "cancelled")
    assert "Bouw stopt" in words(joke.get(at(batch)))


def test_going_back_is_possible_with_a_reason(session, joke, now):
    batch = build.batch(session, state="agreed")
    assert joke.post(f"{at(batch)}/reopen", data={"reason": ""}).status_code == 422
    joke.post(f"{at(batch)}/reopen", data={"reason": "Minder stenen"})
    assert now(batch).state == "under_review"


@pytest.mark.parametrize("state", build.PATHS)
def test_the_page_is_there_in_every_state(session, joke, state):
    batch = build.batch(session, state=state)
    answer = joke.get(at(batch))
    assert answer.status_code == 200
    open_ones = ("announced", "under_review")
    assert ("/decide" in answer.text) == (state in open_ones)
    ends = state in (*open_ones, "agreed", "planned")
    assert (f"{at(batch)}/cancel" in answer.text) == ends


def test_who_looks_for_it_is_shown_before_deciding(session, joke, log_in):
    batch = build.batch(session)
    wishes.wish(session, category="ceramic-roof-tile", name="Familie Dak")
    assert "Iemand zoekt dit" not in words(joke.get(at(batch)))
    wish = wishes.wish(session, category="brick", words="rode bakstenen", name="Familie Pot")
    answer = joke.get(at(batch))
    assert "Familie Pot: " in words(answer)
    assert "Familie Dak" not in answer.text
    assert f'href="/wishes/{wish.uuid}"' in answer.text
    assert "Familie Pot" not in log_in(Role.INTAKE_WORKER).get(at(batch)).text


def test_a_dangerous_word_in_a_name_is_shown_as_it_is(session, joke):
    line = build.line(session, description="<script>alert(1)</script>")
    batch = build.batch(session, line, project="<b>Bouw</b>")
    text = joke.get(at(batch)).text
    assert "<script>alert" not in text
    assert "&lt;b&gt;Bouw" in text


def test_another_kind_is_kept_when_deciding_again_without_choosing(session, joke, now):
    batch = build.batch(session)
    decided(joke, batch, outcome="accepted", category="ceramic-roof-tile")
    decided(joke, batch, outcome="part", quantity="5", seen="1")
    assert now(batch).lines[0].decided.category.slug == "ceramic-roof-tile"
    kind = make.category(session, "ceramic-roof-tile").name_nl
    assert f"Aangenomen als {kind}" in words(joke.get(at(batch)))


def test_a_refusal_is_read_also_where_its_form_is_gone_meanwhile(session, joke):
    batch = build.batch(session, state="agreed")
    for way, data in (("agree", {}), ("accept", {}), ("decline", {"reason": "x"})):
        answer = joke.post(f"{at(batch)}/{way}", data=data)
        assert answer.status_code == 409
        assert "Deze partij is inmiddels “Afgesproken”" in words(answer)


def test_photos_and_papers_stand_at_what_they_belong_to(session, app, joke, monkeypatch):
    def address(_error, _endpoint, values):
        return f"/file/{values['file_id']}"

    monkeypatch.setattr(app, "url_build_error_handlers", [address])
    batch = build.batch(session)
    facts = {"batch_id": batch.id, "name": "bon.pdf", "at": clock.now()}
    photo = BatchFile(
        id=uuid4(), line_id=batch.lines[0].id, kind="photo", media="image/jpeg", **facts
    )
    paper = BatchFile(id=uuid4(), kind="dop", media="application/pdf", **facts)
    session.add_all([photo, paper])
    session.commit()
    answer = joke.get(at(batch))
    first, _, rest = answer.text.partition(f'id="at-{batch.lines[0].uuid}"')
    assert f"{paper.id}" in first
    assert f"{photo.id}?size=small" in rest.replace("&amp;", "&")
    assert "Prestatieverklaring (DoP): bon.pdf" in words(answer)


def test_a_page_of_many_lines_asks_the_database_no_more_than_one_of_few(session, joke, database):
    slugs = ("brick", "ceramic-roof-tile", "floor-tile", "wall-tile", "asbestos-suspect")
    counts = []
    for many in (1, len(slugs)):
        lines = [build.line(session, slug) for slug in slugs[:many]]
        batch = build.batch(session, *lines, state="under_review")
        build.agreement(session, batch.customer)
        for line in batch.lines:
            build.decide(session, line, "asked")
        session.rollback()
        with counted(database) as said:
            assert joke.get(at(batch)).status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1]
