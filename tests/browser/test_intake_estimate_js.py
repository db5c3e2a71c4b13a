"""The intake's page estimates weights from measures exactly as the server does."""

import json
from random import Random

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.estimate import SIDES, Make, grams

ASK = """async ([cases, sides]) => {
  const { estimate } = await import("/static/js/intake-estimate.js");
  return cases.map(({ make, milli, measures }) => estimate(make, sides, milli, measures));
}"""
MEASURES = sorted({name for each in SIDES.values() for sides in each for name in sides})


def drawn_case(lot):
    """Draw a kind, how much there is of it, and what is known of its measures."""
    usual = {}
    if lot.random() < 0.4:
        names = lot.sample(MEASURES, lot.randint(1, 2))
        usual = {name: lot.randint(1, 3_000) * 1000 for name in names}
    unit = lot.choice(("piece", "m", "m2", "m3", "kg", "pack"))
    density_g = 0 if usual else lot.choice((0, 1, 12_500, 450_000, 2_700_000))
    make = Make(unit, lot.choice((0, 1, 999, 24_000)), density_g, usual)
    # Often just what tells the weight, since drawn by lot it seldom comes together.
    telling = [usual, *SIDES.get(unit, ())]
    known = set(lot.choice(telling)) if lot.random() < 0.7 else set()
    known |= set(lot.sample(MEASURES, lot.randint(0, 3)))
    most = lot.choice((2_000, 400_000, 30_000_000))
    measures = {name: lot.randint(1, most) for name in sorted(known)}
    return make, lot.choice((1, 1_000, lot.randint(1, 100_000_000))), measures


@pytest.mark.browser
def test_the_page_estimates_as_the_server_does(page_as):
    lot = Random(2020)
    cases = [drawn_case(lot) for _ in range(1500)]
    page = page_as(Role.INTAKE_WORKER)
    page.goto("/patterns")
    sent = [
        {"make": {**vars(make)}, "milli": milli, "measures": measures}
        for make, milli, measures in cases
    ]
    found = json.loads(page.evaluate(f"async (told) => JSON.stringify(await ({ASK})(told))", [sent, SIDES]))  # fmt: skip
    for case, by_the_page in zip(cases, found, strict=True):
        by_the_server = grams(*case)
        if by_the_server is not None and by_the_server > 2**53:
            continue  # Beyond it a page counts no longer in ones; the shop stops at 100 tonnes.
        assert by_the_page == by_the_server, case


def test_the_drawn_cases_come_to_everything_that_can_be():
    lot = Random(2020)
    cases = [drawn_case(lot) for _ in range(1500)]
    told = [(case, grams(*case)) for case in cases]
    for unit in ("piece", "m", "m2"):
        by_density = [g for (make, *_), g in told if make.unit == unit and make.density_g and g]
        assert len(by_density) >= 40, unit
    assert sum(bool(case[0].usual and g) for case, g in told) >= 50
    assert sum(g is None for _, g in told) >= 50
    assert sum(g is not None and g <= 100_000_000 for _, g in told) >= 100
