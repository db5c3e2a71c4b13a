"""Look at what was brought before anything is stored: whether it exists, and can be so."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.catalogue import attributes
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.intake import judge, measures, suggest, trees, weigh
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.words import short
from bouwkringloop.stock.attributes import Fact
from bouwkringloop.stock.models import Photo, Place, Site

MOST_LINES = 100
#: Labels of one line: a pallet of stones, each with its own.
MOST_LABELS = 1000


class NothingBrought(Refused):
    """A delivery without lines."""

    status = 422
    message = N_("There is nothing in this delivery yet.")


class TooManyLines(Refused):
    """More lines than one delivery holds."""

    status = 422
    message = N_("A delivery has at most 100 lines. Send this one and start the next.")


class NoSuchSite(Refused):
    """A site that the shop does not have."""

    status = 422
    message = N_("There is no site “%(site)s”.")


class NoSuchPlace(Refused):
    """A place that is not on this site."""

    status = 422
    message = N_("There is no place “%(place)s” on this site.")


class NoSuchCategory(Refused):
    """A kind that the catalogue does not have, or no longer."""

    status = 422
    message = N_("There is no kind of thing called “%(category)s” in the catalogue.")


class WrongUnit(Refused):
    """Metres of doors."""

    status = 422
    message = N_("“%(category)s” is counted in %(unit)s.")


class NoSuchPhoto(Refused):
    """The photo never arrived here."""

    status = 422
    message = N_("The photo has not arrived. Send it again.")


class NoReason(Refused):
    """Refusing a thing needs to be said why."""

    status = 422
    message = N_("Say why “%(category)s” is refused.")


class NoSuchPrice(Refused):
    """A price that cannot be: nothing, less than nothing, or absurdly much."""

    status = 422
    message = N_("The price of “%(category)s” cannot be right. Check it, please.")


class NoSuchNewPrice(Refused):
    """A price when new that cannot be: nothing, less than nothing, or absurdly much."""

    status = 422
    message = N_("The new price of “%(category)s” cannot be right. Check it, please.")


class NotAPostcode(Refused):
    """Only the four digits are kept, and they never start with a zero."""

    status = 422
    message = N_("Type only the four digits of the postcode, such as 3512.")


class LabelOnWhatLeaves(Refused):
    """A label that was printed beforehand, on something that does not stay."""

    status = 422
    message = N_("“%(category)s” does not stay here, so take the label off it.")


class NoSuchLabels(Refused):
    """Fewer labels than none, or several whole rolls."""

    status = 422
    message = N_("Print 0 to %(most)s labels of “%(category)s”.")


@dataclass(frozen=True)
class Decided:
    """A line that can be stored as it is."""

    category: Category
    description: str
    quantity_milli: int
    weight: weigh.Weight
    #: Its measures and marks.
    facts: tuple[Fact, ...]
    condition: str
    route: str
    reason: str
    verdict: judge.Verdict
    #: Per unit; 0 for what is not for sale.
    price_cents: int
    place: Place | None
    photo_id: UUID | None
    code: str | None
    new_price_cents: int | None
    labels: int | None

    @property
    def state(self) -> str | None:
        """What the thing it becomes is for; None where it becomes none."""
        return judge.STATES.get(self.route)

    @property
    def copies(self) -> int:
        """How many labels it gets: as was said, or one for a heap, one each for a few pieces."""
        if self.labels is not None:
            return self.labels
        pieces = self.quantity_milli // 1000
        return pieces if self.category.unit == "piece" and pieces <= 20 else 1


def delivery(session: Session, told: Delivery) -> tuple[Site, list[Decided]]:
    """Check a whole delivery; raise the first thing that cannot be."""
    if not told.lines:
        raise NothingBrought
    if len(told.lines) > MOST_LINES:
        raise TooManyLines
    check_postcode(told.postcode4)
    site = session.scalars(select(Site).where(Site.slug == told.site)).first()
    if site is None:
        raise NoSuchSite(site=told.site[:40])
    known = _Known(session, site, told)
    return site, [_line(line, known) for line in told.lines]


def check_postcode(digits: str | None) -> None:
    """Refuse all but the four digits of a postcode, or nothing."""
    if digits and not re.fullmatch("[1-9][0-9]{3}", digits):
        raise NotAPostcode


class _Known:
    """Everything that the lines of one delivery name, fetched at once."""

    def __init__(self, session: Session, site: Site, told: Delivery) -> None:
        lines = told.lines
        self.source_kind = told.source_kind
        self.attributes: dict[int, list[Attribute]] = {}
        self.scales = weigh.Scales(session, [line.weighed for line in lines if line.weighed])
        self.trees = {
            asked: trees.version(session, asked)
            for asked in {line.judged.version for line in lines if line.judged}
        }
        slugs = {line.category for line in lines}
        photos = {line.photo for line in lines if line.photo}
        self.categories = {
            found.slug: found
            for found in session.scalars(
                select(Category)
                .options(joinedload(Category.group))
                .where(Category.slug.in_(slugs), Category.active)
            )
        }
        if any(line.attributes for line in lines):
            kinds = [each.id for each in self.categories.values()]
            self.attributes = attributes.of_each(session, kinds)
        self.places: dict[str, Place] = {}
        if any(line.place for line in lines):
            on_site = session.scalars(select(Place).where(Place.site_id == site.id))
            self.places = {found.slug: found for found in on_site}
        self.photos: set[UUID] = set()
        if photos:
            self.photos = set(session.scalars(select(Photo.id).where(Photo.id.in_(photos))))


def _line(line: Brought, known: _Known) -> Decided:
    category = known.categories.get(line.category)
    if category is None:
        raise NoSuchCategory(category=line.category[:40])
    if line.unit != category.unit:
        raise WrongUnit(category=category.name, unit=i18n.unit_name(category.unit, 2000))
    if line.place and line.place not in known.places:
        raise NoSuchPlace(place=line.place[:40])
    if line.photo and line.photo not in known.photos:
        raise NoSuchPhoto
    if line.labels is not None and not 0 <= line.labels <= MOST_LABELS:
        raise NoSuchLabels(category=category.name, most=MOST_LABELS)
    if line.code and line.route not in judge.STATES:
        raise LabelOnWhatLeaves(category=category.name)
    verdict = judge.judge(line, category, known.source_kind, known.trees)
    reason = short(line.reason) or verdict.reason
    if line.route == "refuse" and not reason:
        raise NoReason(category=category.name)
    milli = quantity.checked(line.quantity_milli, quantity.Unit(category.unit))
    facts = measures.read(line, category, known.attributes)
    return Decided(
        category=category,
        description=short(line.description),
        quantity_milli=milli,
        weight=known.scales.settle(line, category, milli, measures.lengths(facts)),
        facts=facts,
        condition=line.condition,
        route=line.route,
        reason=reason,
        verdict=verdict,
        price_cents=_price(line, category),
        place=known.places[line.place] if line.place else None,
        photo_id=line.photo,
        code=line.code,
        new_price_cents=line.new_price_cents,
        labels=line.labels,
    )


def _price(line: Brought, category: Category) -> int:
    if line.price_cents is not None and not 0 <= line.price_cents <= MOST_CENTS:
        raise NoSuchPrice(category=category.name)
    new_cents = line.new_price_cents
    if new_cents is not None and not 0 < new_cents <= MOST_CENTS:
        raise NoSuchNewPrice(category=category.name)
    if line.route not in judge.STATES or line.route == "quarantine":
        return 0
    if line.price_cents is None:
        return suggest.weigh_up(category, line.condition, {}, new_cents).price_cents
    if line.price_cents == 0:
        raise NoSuchPrice(category=category.name)
    return line.price_cents
