"""The palette: what is written in it can be read, by day and in the dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "bouwkringloop/static/css/tokens.css"

#: Text upon a ground: WCAG 2.2 AA asks 4.5 (1.4.3).
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken")),
    *(
        (f"{name}-ink", ground)
        for name in ("brick", "carmine")
        for ground in ("paper", "surface", "sunken")
    ),
    *((f"{name}-ink", "surface") for name in ("moss", "timber", "slate")),
    *((f"{name}-ink", f"{name}-soft") for name in ("brick", "moss", "timber", "slate", "carmine")),
    *((f"on-{name}", name) for name in ("brick", "moss", "timber", "slate", "carmine")),
    *((f"on-{name}", f"{name}-strong") for name in ("brick", "moss", "slate", "carmine")),
    ("ink", "timber-soft"),
    ("ink", "brick-soft"),
    ("on-slate-soft", "slate"),
]
#: Edges of what is filled in, rings, and bars: WCAG 2.2 AA asks 3 (1.4.11).
SHAPES = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("focus-on-slate", "slate"),
    ("brick", "surface"),
    ("brick", "paper"),
    ("brick", "brick-soft"),
    ("moss", "sunken"),
    ("carmine", "surface"),
]


THEMES = ("light", "dark", "practice-light", "practice-dark")


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme; those of practice lie over those of the real shop."""
    found: dict[str, str] = {}
    practised, _, plain = theme.rpartition("-")
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", TOKENS.read_text(encoding="utf-8")):
        if f'[data-bs-theme="{plain}"]' not in selector:
            continue
        if practised or "[data-practice]" not in selector:
            found.update(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_measures_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_its_ground(theme):
    colours = palette(theme)
    weak = {f"{a} on {b}": r for a, b in TEXT if (r := contrast(colours[a], colours[b])) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_and_ring_is_seen_beside_its_ground(theme):
    colours = palette(theme)
    weak = {f"{a} on {b}": r for a, b in SHAPES if (r := contrast(colours[a], colours[b])) < 3}
    assert weak == {}


def test_both_themes_name_the_same_colours():
    assert palette("light").keys() == palette("dark").keys()
    assert palette("practice-light").keys() == palette("practice-dark").keys()


def test_who_practises_sees_at_once_that_it_is_another_shop():
    for theme in ("light", "dark"):
        real, practised = palette(theme), palette(f"practice-{theme}")
        assert real["brick"] != practised["brick"]
        assert contrast(practised["on-stripe"], practised["stripe"]) >= 4.5
