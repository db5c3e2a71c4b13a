"""Whatever the trail keeps is said in words."""

import re
from pathlib import Path

from bouwkringloop.people.trail import SENTENCES

PACKAGE = Path(__file__).parents[2] / "bouwkringloop"


def test_every_action_that_is_noted_has_its_sentence():
    noted = {
        action
        for path in PACKAGE.rglob("*.py")
        for action in re.findall(
            r'audit\.note\(\s*[^"]*?"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8")
        )
    }
    assert len(noted) > 20
    assert noted - set(SENTENCES) == set()
