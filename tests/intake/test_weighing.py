"""Weighing: what the scales showed, less the container, and how it is known."""

import pytest
from sqlalchemy import select

from bouwkringloop.intake.models import Container, IntakeLine, Scale
from bouwkringloop.stock.models import Site
from tests import make


@pytest.fixture
def scales(session):
    """Scales of 60 kg at the yard, and a crate of 2,4 kg."""
    yard = session.scalars(select(Site).where(Site.slug == "yard")).one()
    session.add(Scale(slug="yard-60", name="Weegschaal", max_g=60_000, site=yard))
    session.add(Container(slug="crate", name="Krat", tare_g=2_400))
    session.commit()


def weigh(api, session, **weighed):
    return api.post("/intakes", make.delivery(session, {"weighed": weighed}))


def test_the_container_is_taken_off(api, session, scales):
    answer = weigh(api, session, gross_g=14_900, container="crate", scale="yard-60", by_itself=True)
    (line,) = answer.json["lines"]
    assert (line["weight_g"], line["weight_source"]) == (12_500, "scale")
    stored = session.scalars(select(IntakeLine)).one()
    assert (stored.gross_g, stored.tare_g) == (14_900, 2_400)


def test_what_somebody_read_off_the_scales_counts_as_typed(api, session, scales):
    (line,) = weigh(api, session, gross_g=5_000, tare_g=1_000).json["lines"]
    assert (line["weight_g"], line["weight_source"]) == (4_000, "typed")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("weighed", "problem"),
    [
        ({"gross_g": 60_001, "scale": "yard-60"}, "over-the-scale"),
        ({"gross_g": 2_400, "container": "crate"}, "tare-above-gross"),
        ({"gross_g": 500, "tare_g": 501}, "tare-above-gross"),
        ({"gross_g": 500, "tare_g": -1}, "tare-above-gross"),
        ({"gross_g": 0}, "tare-above-gross"),
        ({"gross_g": 500, "container": "bath"}, "no-such-container"),
        ({"gross_g": 500, "scale": "moon"}, "no-such-scale"),
    ],
)
def test_what_cannot_be_weighed_so_is_refused_with_nothing_stored(
    api, session, scales, weighed, problem
):
    answer = weigh(api, session, **weighed)
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")
    assert session.scalars(select(IntakeLine)).all() == []
