"""Dutch and English are both complete."""

import re
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bouwkringloop.base import i18n

ROOT = Path(__file__).parents[1]
JINJA = {"trimmed": "false", "silent": "false", "extensions": "jinja2.ext.do"}


@cache
def said() -> dict[str | tuple[str, ...], str]:
    """Every message that code or a template says, with where."""
    found: dict[str | tuple[str, ...], str] = {}
    sources = (
        (ROOT / "bouwkringloop", [("**.py", "python")], {}),
        (ROOT / "templates", [("**.html", "jinja2")], {"**.html": JINJA}),
    )
    keywords = {"_": None, "N_": None, "translate": None, "ngettext": (1, 2), "ntranslate": (1, 2)}
    for folder, methods, options in sources:
        for name, line, message, _, _ in extract_from_dir(
            folder, methods, options, keywords=keywords
        ):
            found.setdefault(message, f"{name}:{line}")
    return found


def test_every_message_is_translated_into_dutch():
    catalog = i18n.merged_catalog("nl")
    missing = {}
    for message, where in said().items():
        key = message[0] if isinstance(message, tuple) else message
        known = catalog.get(key)
        if (
            known is None
            or not known.string
            or (isinstance(known.string, tuple) and not all(known.string))
        ):
            missing[key] = where
    assert missing == {}


def test_rooms_translate_the_same_words_alike():
    known: dict[object, tuple[object, str]] = {}
    different = []
    for path in sorted((i18n.TRANSLATIONS / "nl").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                string, where = known.setdefault(message.id, (message.string, path.name))
                if message.id and string != message.string:
                    different.append(f"{message.id!r} in {where} and {path.name}")
    assert different == []


def test_no_translation_is_left_over():
    spoken = {m[0] if isinstance(m, tuple) else m for m in said()}
    left = {
        (m.id[0] if isinstance(m.id, tuple) else m.id) for m in i18n.merged_catalog("nl") if m.id
    } - spoken
    assert left == set()


def test_a_translation_has_the_same_gaps_as_its_message():
    gaps = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for message in i18n.merged_catalog("nl"):
        for one in message.string if isinstance(message.string, tuple) else (message.string,):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            if not set(gaps.findall(one)) <= set().union(*(gaps.findall(i) for i in ids)):
                wrong.append(message.id)
    assert wrong == []
