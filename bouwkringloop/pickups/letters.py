"""What a donor is written, in the donor's own language; nothing where no mail can go."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, mail
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.config import Config
from bouwkringloop.pickups.models import Pickup


@dataclass(frozen=True)
class Letter:
    """One message: what it tells, what stands above it, and its paragraphs."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]


Writer = Callable[[Pickup], Letter]


def can_go(config: Config, pickup: Pickup) -> bool:
    """Tell whether this donor can be reached by mail."""
    return config.mail is not None and pickup.mail != ""


def send(session: Session, config: Config, pickup: Pickup, letter: Letter) -> None:
    """Put a letter in the outbox, where the shop sends mail and the donor gave an address."""
    if config.mail is None or not can_go(config, pickup):
        return
    regards = _("Kind regards,")
    closing = f"{regards}\n{config.mail.sender or 'Bouwkringloop'}"
    mail.post(
        session,
        to=pickup.mail,
        subject=letter.subject,
        body="\n\n".join((*letter.paragraphs, closing)) + "\n",
        about=pickup.subject,
        kind=letter.kind,
    )


def received(link: str) -> Letter:
    """Confirm that a request came in.

    Anybody may type anybody's address, so nothing of what was typed is repeated in it.
    """
    follow = (_("Follow or cancel your request here: %(link)s") % {"link": link},) if link else ()
    return Letter(
        "received",
        _("We have your request for a pick-up"),
        (
            _("Thank you. We look at your request and write or call you to make an appointment."),
            *follow,
            _("Was it not you who asked for this? Then you need not do anything."),
        ),
    )


def planned(pickup: Pickup) -> Letter:
    """Tell when somebody comes."""
    return Letter(
        "planned",
        _("We come to pick up your things"),
        (
            greeting(pickup),
            _("We come on %(day)s between %(from)s and %(until)s.") % slot(pickup),
            _("Put the things ready within easy reach, and see to it that somebody is at home."),
            _("Can you not make it? Cancel it on the page of your request, or let us know."),
        ),
    )


def refused(pickup: Pickup) -> Letter:
    """Tell that nobody comes, and why."""
    return Letter(
        "refused",
        _("We cannot pick up your things"),
        (
            greeting(pickup),
            _("Thank you for thinking of us. We cannot pick up your things."),
            _("The reason: %(reason)s") % {"reason": pickup.reason},
        ),
    )


def cancelled(pickup: Pickup) -> Letter:
    """Tell that a pick-up is off."""
    return Letter(
        "cancelled",
        _("Your pick-up is cancelled"),
        (greeting(pickup), _("Your pick-up is cancelled. You may always ask for a new one.")),
    )


def missed(pickup: Pickup) -> Letter:
    """Tell that we stood before a closed door."""
    return Letter(
        "missed",
        _("We were at your door"),
        (
            greeting(pickup),
            _("We came to pick up your things on %(day)s, but nobody was at home.") % slot(pickup),
            _("We will write or call you to make a new appointment."),
        ),
    )


def thanks(sentences: tuple[str, ...]) -> Letter:
    """Thank, and tell what became of the things; it names nobody."""
    return Letter("thanks", _("Thank you for your building materials"), sentences)


def greeting(pickup: Pickup) -> str:
    """Greet the donor by name."""
    return _("Dear %(name)s,") % {"name": pickup.name}


def slot(pickup: Pickup) -> dict[str, str]:
    """Write down when somebody comes."""
    assert pickup.day is not None
    return {
        "day": i18n.day(pickup.day),
        "from": f"{pickup.starts:%H:%M}",
        "until": f"{pickup.ends:%H:%M}",
    }
