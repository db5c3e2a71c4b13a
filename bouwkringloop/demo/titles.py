"""Call the things of the demo shop what people would write on their labels."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).with_name("titles.toml")
_CHOICE = re.compile(r"\{([^}]*)\}")


@cache
def patterns() -> dict[str, str]:
    """Read the patterns of titles, by the picture of their kind."""
    return tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))


def of_kind(pictogram: str, name: str, dice: random.Random) -> str:
    """Call a thing of a kind something; by the kind's own name where nothing else is known."""
    pattern = patterns().get(pictogram, name)
    return _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), pattern)
