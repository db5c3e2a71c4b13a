"""Hold what somebody brought to the answers that were given about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue.models import Category, NeverSold
from bouwkringloop.intake.brought import Brought
from bouwkringloop.intake.tree import STOPS, Tree, outcome
from bouwkringloop.intake.words import route_name

#: The routes on which a thing stays here under a code, and what it is for then.
STATES = {
    "sell": "for_sale",
    "repair": "to_repair",
    "parts": "for_parts",
    "repurpose": "to_repurpose",
    "quarantine": "quarantined",
}
#: Whether a delivery holds waste that is prepared for reuse here, or things given as products.
_PREPARED_FROM = ("yard", "municipality")


class AnswersForbid(Refused):
    """The answers send it another way than the worker chose."""

    status = 422
    message = N_("By the answers given, “%(category)s” goes to: %(route)s. %(do_now)s")


class AnswersMissing(Refused):
    """A question about it is still open."""

    status = 422
    message = N_("Answer this about “%(category)s” first: %(question)s")


class BetterThanAnswers(Refused):
    """The answers hold it to a lesser condition."""

    status = 422
    message = N_("By the answers given, “%(category)s” is condition %(worst)s at best.")


@dataclass(frozen=True)
class Verdict:
    """What the answers about a thing come to, and by which version of the tree."""

    version_id: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    use: str = ""
    #: Why it was refused or kept apart, in Dutch; empty where the answers say nothing.
    reason: str = ""


def judge(
    line: Brought,
    category: Category,
    source_kind: str,
    known: Mapping[int | None, tuple[int, Tree]],
) -> Verdict:
    """Hold a line to the answers that were given about it; without any, the source decides.

    `known` holds the trees that were asked, with their numbers, by what the device called them.
    """
    if category.dangerous and line.route not in STOPS:
        raise NeverSold(category=category.name)
    waste = line.route in ("material", "residue")
    prepared = line.prepared or source_kind in _PREPARED_FROM
    status = "prepared" if prepared else "product"
    status = "waste" if waste else "" if line.route == "refuse" else status
    if line.judged is None:
        return Verdict(status=status)
    version_id, asked = known[line.judged.version]
    found = outcome(asked, category.slug, category.group.slug, line.judged.answers)
    if found.next is not None and line.route not in ("refuse", "quarantine", "residue"):
        raise AnswersMissing(category=category.name, question=found.next.text.spoken)
    if found.route is not None and not may_go(found.route, line.route):
        raise AnswersForbid(
            category=category.name,
            route=route_name(found.route),
            do_now=found.do_now.spoken if found.do_now else "",
        )
    if found.worst is not None and line.condition < found.worst and line.route in STATES:
        raise BetterThanAnswers(category=category.name, worst=found.worst)
    return Verdict(
        version_id=version_id,
        answers=dict(found.answered),
        status=status if waste else found.status or status,
        use=found.use or "",
        reason=found.reason.nl if found.reason and line.route == found.route else "",
    )


def may_go(forced: str, route: str) -> bool:
    """Tell whether a thing may go a way although the answers send it another one.

    What they refuse is refused; what they keep apart may also be refused; what they send to the
    workshop or further down may go anywhere but to the shop.
    """
    if forced == "refuse":
        return route == "refuse"
    if forced == "quarantine":
        return route in ("quarantine", "refuse")
    return route != "sell"
