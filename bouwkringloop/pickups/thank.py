"""Thank a donor: tell what became of the things, by mail or on a card from the printer."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.intake.models import Intake
from bouwkringloop.people import audit
from bouwkringloop.pickups import letters
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.printing.documents import Feed, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit

#: Ways of things that get a second life as what they are, whole or in parts.
_REUSED = ("sell", "repair", "parts")


class NothingToTell(Refused):
    """Before a delivery is chosen, nobody knows what became of the things."""

    message = N_("Choose first which delivery this pick-up became.")


class ThankedAlready(Refused):
    """Nobody is thanked twice for the same things."""

    message = N_("This donor was thanked already. A card can be printed again under Printing.")


def thank(session: Session, config: Config, pickup: Pickup, *, by: Actor) -> bool:
    """Thank the donor once; tell whether it goes by mail rather than on paper."""
    intake = pickup.intake
    if intake is None or pickup.forgotten_at is not None:
        raise NothingToTell
    if pickup.thanked_at is not None:
        raise ThankedAlready
    pickup.thanked_at = clock.now()
    mailed = letters.can_go(config, pickup)
    audit.note(session, by, "pickup.thanked", pickup.subject)
    with i18n.speaking(pickup.language):
        if mailed:
            letters.send(session, config, pickup, letters.thanks(_sentences(intake)))
        else:
            where = Where(site=intake.site.slug)
            card = _card(intake)
            submit(session, card, kind="receipt", subject=pickup.subject, by=by, where=where)
    return mailed


def for_sale(intake: Intake) -> int:
    """Count the things of a delivery that are for sale; what is measured is one thing."""
    sold = (line for line in intake.lines if line.route == "sell")
    return sum(line.quantity_milli // 1000 if line.unit == "piece" else 1 for line in sold)


def weights(intake: Intake) -> dict[str, int]:
    """Tell how many grams of a delivery are reused, recycled, or can only be thrown away.

    What was refused stayed where it was.
    """

    def of(*routes: str) -> int:
        return sum(line.weight_g for line in intake.lines if line.route in routes)

    return {"reused": of(*_REUSED), "recycled": of("material"), "residue": of("residue")}


def _sentences(intake: Intake) -> tuple[str, ...]:
    """Say what became of a delivery, without a word about who gave it."""
    many, grams = for_sale(intake), weights(intake)
    said = [_("Thank you for giving building materials a second life.")]
    if many:
        one_or_more = ntranslate(
            "%(num)s of your things is for sale now.",
            "%(num)s of your things are for sale now.",
            many,
        )
        said.append(one_or_more % {"num": many})
    words = {
        "reused": _("Reused: %(weight)s."),
        "recycled": _("Recycled as material: %(weight)s."),
        "residue": _("Thrown away: %(weight)s."),
    }
    said += [words[key] % {"weight": i18n.weight(g)} for key, g in grams.items() if g]
    return tuple(said)


def _card(intake: Intake) -> str:
    """Write the thank-you as a document for the printer."""
    grams = weights(intake)
    words = {"reused": _("Reused"), "recycled": _("Recycled"), "residue": _("Thrown away")}
    rows = [(_("Things for sale"), str(for_sale(intake)))]
    rows += [(words[key], i18n.weight(g)) for key, g in grams.items() if g]
    return to_json(
        Receipt(
            lines=(
                Text(intake.site.name, bold=True, size=2, align="center"),
                Feed(),
                Text(_("Thank you!"), bold=True, size=2, align="center"),
                Text(_("Thank you for giving building materials a second life."), align="center"),
                Feed(),
                Text(_("What became of your things:")),
                Rule(),
                *(Row(left, right) for left, right in rows),
                Rule(),
                Text(i18n.day(clock.today()), align="center"),
                Feed(),
            ),
            lang=i18n.language(),
            title=_("Thank you!"),
        )
    )
