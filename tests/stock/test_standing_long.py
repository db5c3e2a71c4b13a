"""What stands too long, the oldest first, with a proposal for each."""

from datetime import timedelta

import pytest

from bouwkringloop.base import clock
from bouwkringloop.stock import ageing
from tests import make


def stand(session, days, **described):
    """A thing that came in so many days ago."""
    item = make.item(session, **described)
    item.created_at = item.priced_at = clock.now() - timedelta(days=days)
    session.commit()
    return item


def test_only_what_stands_long_enough_is_listed_the_oldest_first(session, standing_clock):
    stand(session, 55, title="jong")
    stand(session, 60, title="oud")
    stand(session, 90, title="ouder")
    gone = stand(session, 90, title="weg")
    make.leave(session, gone.code)
    stand(session, 90, title="apart", state="quarantined")
    assert [one.item.title for one in ageing.standing(session)] == ["ouder", "oud"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("days", "described", "proposal"),
    [
        (60, {}, "cheaper"),
        (60, {"state": "to_repair"}, "repair"),
        (120, {"price_cents": 150}, "recycle"),
        (120, {}, "cheaper"),
        (170, {}, "give"),
    ],
)
def test_the_proposal_fits_age_price_and_state(session, standing_clock, days, described, proposal):
    stand(session, days, **described)
    (one,) = ageing.standing(session)
    assert (one.days, one.proposal) == (days, proposal)


def test_the_page_says_it_in_words_with_the_price_of_today(client, session):
    door = stand(session, 60, title="Oude deur", price_cents=1000)
    door.category.markdown = "28:25 56:50"
    session.commit()
    page = client.get("/items/long").text.replace("\u00a0", " ")
    assert "Oude deur" in page
    assert "€ 5,00" in page
    assert "Maak het goedkoper" in page
