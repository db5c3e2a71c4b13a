"""The catalogue that a shop starts with is complete, plausible and drawn."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bouwkringloop.base.quantity import Unit

ROOT = Path(__file__).parents[2] / "bouwkringloop"
DATA = tomllib.loads((ROOT / "catalogue" / "categories.toml").read_text(encoding="utf-8"))
SPRITE = (ROOT / "static" / "pictograms.svg").read_text(encoding="utf-8")
SYMBOLS = {
    symbol.get("id") for symbol in ET.fromstring(SPRITE).iter("{http://www.w3.org/2000/svg}symbol")
}
CATEGORIES = DATA["category"]
FIELDS = {
    "slug",
    "group",
    "nl",
    "en",
    "unit",
    "vat_regime",
    "vat_rate",
    "weight_g",
    "weight_source",
    "eural",
    "price_low_cents",
    "price_high_cents",
    "pictogram",
}


def test_there_are_enough_categories_each_with_a_name_of_its_own():
    assert len(CATEGORIES) >= 60
    for key in ("slug", "nl", "en"):
        assert [n for n, times in Counter(c[key] for c in CATEGORIES).items() if times > 1] == []


def test_every_group_is_used_and_every_category_has_one():
    assert {c["group"] for c in CATEGORIES} == {g["slug"] for g in DATA["group"]}


@pytest.mark.parametrize("entry", CATEGORIES, ids=lambda c: c["slug"])
def test_a_category_says_everything_a_shop_needs(entry):
    assert set(entry) - {"unlabelled", "form"} == FIELDS
    assert entry.get("form", "pieces") in {"pieces", "heap", "length", "area"}
    assert Unit(entry["unit"])
    assert len(entry["nl"]) <= 28
    assert len(entry["en"]) <= 28
    assert entry["vat_regime"] in {"normal", "margin", "exempt"}
    assert entry["vat_rate"] in {"high", "low", "zero"}
    assert type(entry["weight_g"]) is int
    assert entry["weight_g"] > 0
    assert len(entry["weight_source"]) >= 8
    assert re.fullmatch(r"\d\d \d\d \d\d\*?", entry["eural"])
    assert 0 < entry["price_low_cents"] <= entry["price_high_cents"]
    assert entry["unit"] != "kg" or entry["weight_g"] == 1000


def test_every_thing_and_group_has_its_picture():
    wanted = {entry["pictogram"] for entry in (*CATEGORIES, *DATA["group"])}
    assert wanted - SYMBOLS == set()


def test_enough_is_sold_without_a_label():
    assert 12 <= sum(c.get("unlabelled", False) for c in CATEGORIES) <= 30


def test_the_pictures_need_no_script_and_no_style():
    assert not re.search(
        r"<script|<style|style=|\son\w+=|javascript:|<image|<foreignObject", SPRITE
    )
