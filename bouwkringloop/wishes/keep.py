"""Write down what somebody looks for, and change it; the trail tells what changed, but not who."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, quantity
from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean, fold
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup, NeverSold
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import forget as old_partners
from bouwkringloop.partners import numbers
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.people import audit
from bouwkringloop.wishes import find
from bouwkringloop.wishes.models import MEASURES, Wish

LONGEST = {"name": 100, "phone": 24, "mail": 120, "words": 120, "note": 300}
#: Within which nobody forgets what they asked for.
USUAL_DAYS = 90
MOST_DAYS = 366
#: Thirty metres: beyond it somebody mistyped.
MOST_MM = 30_000


class NothingWished(Refused):
    """A wish without a kind and without words."""

    status = 422
    message = N_("Choose a kind, or describe what is looked for.")


class NobodyWishes(Refused):
    """Nobody can be told that there is something."""

    status = 422
    message = N_("Type a name, and a telephone number or a mail address.")


class DayPassed(Refused):
    """A wish whose last day is over already, or very far away."""

    status = 422
    message = N_("Choose a day from today on, within a year.")


class BoundsBackwards(Refused):
    """From more until less."""

    status = 422
    message = N_("“Until” is less than “from”. Change one of them.")


class WishEnded(Refused):
    """What was found, withdrawn or expired is not looked for any more."""

    message = N_("This wish has ended already. Look at it again.")


@dataclass(frozen=True)
class Facts:
    """What is looked for, by whom, until when."""

    quantity_milli: int
    unit: str
    needed_until: date
    category: str = ""
    group: str = ""
    words: str = ""
    price_cents: int | None = None
    length_from_mm: int | None = None
    length_until_mm: int | None = None
    width_from_mm: int | None = None
    width_until_mm: int | None = None
    height_from_mm: int | None = None
    height_until_mm: int | None = None
    customer: UUID | None = None
    name: str = ""
    phone: str = ""
    mail: str = ""
    note: str = ""

    @property
    def content_hash(self) -> str:
        """Tell these facts from others that come under the same id."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def checked(facts: Facts) -> Facts:
    """Bring facts into one form; raise the refusal that fits the first that cannot be."""
    cleaned: dict[str, Any] = {
        name: clean(getattr(facts, name))[:most] for name, most in LONGEST.items()
    }
    tidy = replace(facts, **cleaned)
    tidy = replace(tidy, phone=numbers.phone(tidy.phone), group="" if tidy.category else tidy.group)
    if not (tidy.category or tidy.group or tidy.words):
        raise NothingWished
    if tidy.customer is None and not (tidy.name and (tidy.phone or tidy.mail)):
        raise NobodyWishes
    if tidy.mail and not is_address(tidy.mail):
        raise BadMailAddress
    if not clock.today() <= tidy.needed_until <= clock.today() + timedelta(days=MOST_DAYS):
        raise DayPassed
    if tidy.unit not in list(Unit):
        raise BadInput(what="unit")
    quantity.checked(tidy.quantity_milli, Unit(tidy.unit))
    if tidy.price_cents is not None and not 0 < tidy.price_cents <= MOST_CENTS:
        raise BadInput(what="price_cents")
    for name in MEASURES:
        _check_bounds(getattr(tidy, f"{name}_from_mm"), getattr(tidy, f"{name}_until_mm"))
    return tidy


def _check_bounds(low: int | None, high: int | None) -> None:
    if any(each is not None and not 0 < each <= MOST_MM for each in (low, high)):
        raise BadInput(what="mm")
    if low is not None and high is not None and low > high:
        raise BoundsBackwards


def add(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Wish:
    """Write a wish down once, however often it is sent.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    first = session.scalar(select(Wish).where(Wish.uuid == uuid))
    facts = _with_unit(session, facts)
    if first is not None:
        if first.content_hash != facts.content_hash:
            raise OtherContentUnderThisId
        return first
    made = Wish(
        uuid=uuid,
        **_columns(session, checked(facts)),
        content_hash=facts.content_hash,
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    audit.note(session, by, "wish.added", made.subject)
    return made


def change(session: Session, uuid: UUID, facts: Facts, *, by: Actor) -> Wish:
    """Change what is looked for, as long as it is."""
    facts = checked(_with_unit(session, facts))
    wish = find.to_change(session, uuid)
    if wish.state != "open":
        raise WishEnded
    changed = {
        name: [getattr(wish, name), value]
        for name, value in _columns(session, facts).items()
        if getattr(wish, name) != value
    }
    if not changed:
        return wish
    for name, (_, value) in changed.items():
        setattr(wish, name, value)
    session.flush()  # Whoever shows it next reads its kind anew.
    session.expire(wish, ["customer", "category", "group"])
    # The trail is never wiped, so it tells what was changed and not into what.
    told = " ".join(name for name in changed if name != "folded")
    audit.note(session, by, "wish.changed", wish.subject, changed=told)
    return wish


def _with_unit(session: Session, facts: Facts) -> Facts:
    """Count in the unit of the kind where one is chosen."""
    unit = session.scalar(select(Category.unit).where(Category.slug == facts.category))
    return replace(facts, unit=unit or facts.unit)


def _columns(session: Session, facts: Facts) -> dict[str, Any]:
    """Give what is stored of facts."""
    told = asdict(facts)
    category = _category(session, told.pop("category"))
    group = _group(session, told.pop("group"))
    whose = told.pop("customer")
    customer = partners.to_change(session, whose) if whose else None
    if customer is not None:
        old_partners.used(customer)
        # Who is known as a customer is reached as such, and kept in one place only.
        told |= {"name": "", "phone": "", "mail": ""}
    kinds = (category, group)
    names = [name for kind in kinds if kind for name in (kind.name_nl, kind.name_en)]
    return {
        **told,
        "category_id": category.id if category else None,
        "group_id": group.id if group else None,
        "customer_id": customer.id if customer else None,
        "folded": fold(" ".join([told["name"], facts.words, *names])),
    }


def _category(session: Session, slug: str) -> Category | None:
    if not slug:
        return None
    found = session.scalar(select(Category).where(Category.slug == slug))
    if found is None:
        raise BadInput(what="category")
    if found.dangerous:
        raise NeverSold(category=found.name)
    return found


def _group(session: Session, slug: str) -> CategoryGroup | None:
    if not slug:
        return None
    found = session.scalar(select(CategoryGroup).where(CategoryGroup.slug == slug))
    if found is None:
        raise BadInput(what="group")
    if found.slug == DANGER:
        raise NeverSold(category=found.name)
    return found
