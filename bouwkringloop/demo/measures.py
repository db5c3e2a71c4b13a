"""Fill in what the titles of the demo shop say of measures, as a careful worker would."""

from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import attributes as catalogue
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import attributes, words
from bouwkringloop.stock.models import Item

#: What two measures behind each other are, by what the kind has.
_PAIRS = (
    ("section-width", "section-height"),
    ("tile-length", "tile-width"),
    ("width", "height"),
    ("width", "length"),
)
_SIDES = {"links": "left", "rechts": "right"}


class Measures:
    """Knows what each kind has, so that nobody asks for it again with every thing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, set[str]] = {}

    def fill_in(self, item: Item, *, by: Actor) -> None:
        """Write down of a thing what its title says."""
        having = self._having(item.category)
        values: dict[str, int | str | None] = {}
        lengths = words.lengths(item.title)
        pair = next((pair for pair in _PAIRS if having.issuperset(pair)), None)
        if pair is not None and len(lengths) == 2:
            values.update(zip(pair, lengths, strict=True))
        for said, side in _SIDES.items():
            if "hinge-side" in having and item.title.endswith(said):
                values["hinge-side"] = side
        if values:
            attributes.set_all(self._session, item, values, by=by)

    def _having(self, category: Category) -> set[str]:
        if category.id not in self._known:
            found = catalogue.of(self._session, category)
            self._known[category.id] = {each.slug for each in found}
        return self._known[category.id]
