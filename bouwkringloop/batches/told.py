"""Write a builder about a batch, in the batch's language; nothing where no mail can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, i18n, mail
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.batches import find, links
from bouwkringloop.batches.models import Batch, BatchLine, BuilderLink, LineDecision
from bouwkringloop.batches.words import DECISIONS
from bouwkringloop.config import Config
from bouwkringloop.people import audit


class NoMailCanGo(Refused):
    """The shop sends no mail, or nobody gave an address."""

    message = N_("No mail can go to this builder. Call them.")


class NothingToTell(Refused):
    """Nothing was decided yet."""

    message = N_("Nothing was decided yet, so there is nothing to tell.")


@dataclass(frozen=True)
class Letter:
    """One message: what it tells, what stands above it, its paragraphs, and what goes with it."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]
    files: tuple[Attachment, ...] = ()


def address(session: Session, batch: Batch) -> str:
    """Tell where a builder reads mail about a batch: as told, or that of who came by the link."""
    if batch.contact_email or batch.link_id is None:
        return batch.contact_email
    link = session.get_one(BuilderLink, batch.link_id, options=[joinedload(BuilderLink.contact)])
    return link.contact.email if link.contact else ""


def can_go(session: Session, config: Config, batch: Batch) -> bool:
    """Tell whether a mail about a batch can reach somebody."""
    return config.mail is not None and address(session, batch) != ""


def arrived(session: Session, config: Config, batch: Batch) -> None:
    """Tell that the offer came in."""
    with i18n.speaking(batch.language):
        subject = _("We have your offer: %(project)s") % {"project": batch.project}
        thanks = _("Thank you. We look at your offer and let you know what we take.")
        _send(session, config, batch, Letter("arrived", subject, (thanks, _lines_of(batch))))


def tell(session: Session, config: Config, batch: Batch, *, by: Actor) -> None:
    """Write what was decided up to now, because somebody here wants it."""
    if not can_go(session, config, batch):
        raise NoMailCanGo
    if not any(line.decisions for line in find.lines(session, batch)):
        raise NothingToTell
    decided(session, config, batch)
    audit.note(session, by, "batch.told", batch.subject)


def decided(session: Session, config: Config, batch: Batch) -> None:
    """Tell about every line what was decided."""
    agreed = batch.state not in ("announced", "under_review")
    with i18n.speaking(batch.language):
        if agreed:
            subject = _("Agreed: %(project)s") % {"project": batch.project}
            first = _("We agree on your surplus. This is what we take:")
        else:
            subject = _("What we decided: %(project)s") % {"project": batch.project}
            first = _("This is what we decided about your surplus up to now:")
        last = (_("We write or call you about the transport."),) if agreed else ()
        letter = Letter("decided", subject, (first, _lines_of(batch), *last))
        _send(session, config, batch, letter)


def asked(
    session: Session, config: Config, batch: Batch, questions: Sequence[LineDecision]
) -> None:
    """Ask what the shop wants to know; several questions go in one mail."""
    open_ones = [each for each in questions if each.outcome == "asked"]
    if not open_ones:
        return
    with i18n.speaking(batch.language):
        subject = _("A question about your surplus: %(project)s") % {"project": batch.project}
        first = _("We have a question before we decide:")
        told = "\n".join(f"- {each.line.name}: {each.reason}" for each in open_ones)
        _send(session, config, batch, Letter("asked", subject, (first, told)))


def ended(session: Session, config: Config, batch: Batch) -> None:
    """Tell that a batch was declined or called off, and why."""
    with i18n.speaking(batch.language):
        reason = _("The reason: %(reason)s") % {"reason": batch.steps[-1].reason}
        if batch.state == "declined":
            subject = _("We cannot take your surplus: %(project)s") % {"project": batch.project}
            first = _("Thank you for your offer. We cannot take these materials.")
        else:
            subject = _("Cancelled: %(project)s") % {"project": batch.project}
            first = _("Your batch is cancelled. You can always offer it again.")
        lines = (_lines_of(batch),) if any(line.decisions for line in batch.lines) else ()
        _send(session, config, batch, Letter(batch.state, subject, (first, reason, *lines)))


def planned(
    session: Session, config: Config, batch: Batch, day: date, starts: time, ends: time
) -> None:
    """Tell on which day, and between which times, a batch is fetched or awaited."""
    with i18n.speaking(batch.language):
        slot = {"day": i18n.day(day), "from": f"{starts:%H:%M}", "until": f"{ends:%H:%M}"}
        subject = _("Transport planned: %(project)s") % {"project": batch.project}
        if batch.agreement is not None and batch.agreement.transport == "builder":
            first = _("We expect you on %(day)s between %(from)s and %(until)s.") % slot
        else:
            first = _("We come on %(day)s between %(from)s and %(until)s.") % slot
        second = _("Does this not suit you? Let us know.")
        _send(session, config, batch, Letter("planned", subject, (first, second)))


def statement(session: Session, config: Config, batch: Batch, paper: Attachment) -> None:
    """Send the last page of a batch: what became of everything, as PDF."""
    with i18n.speaking(batch.language):
        subject = _("What became of your surplus: %(project)s") % {"project": batch.project}
        first = _("With this mail goes a page that shows what became of your materials.")
        _send(session, config, batch, Letter("statement", subject, (first,), (paper,)))


def _send(session: Session, config: Config, batch: Batch, letter: Letter) -> None:
    if config.mail is None or not can_go(session, config, batch):
        return
    regards = f"{_('Kind regards,')}\n{config.mail.sender or 'Bouwkringloop'}"
    paragraphs = (_greeting(batch), *letter.paragraphs, *_follow(session, config, batch), regards)
    mail.post(
        session,
        to=address(session, batch),
        subject=letter.subject,
        body="\n\n".join(paragraphs) + "\n",
        about=batch.subject,
        kind=letter.kind,
        attachments=letter.files,
    )


def _greeting(batch: Batch) -> str:
    name = batch.contact_name
    return _("Dear %(name)s,") % {"name": name} if name else _("Hello,")


def _follow(session: Session, config: Config, batch: Batch) -> tuple[str, ...]:
    """Give the builder's own page of the batch, where a link to it works."""
    link = working_link(session, batch)
    if link is None or not config.public_url:
        return ()
    page = f"{links.address(config, link)}/batches/{batch.uuid}"
    return (_("Follow your batch here, and answer us: %(link)s") % {"link": page},)


def working_link(session: Session, batch: Batch) -> BuilderLink | None:
    """Find a link that leads the builder to the batch: the one it came by, or else the newest."""
    query = select(BuilderLink).where(
        BuilderLink.customer_id == batch.customer_id,
        BuilderLink.withdrawn_at.is_(None),
        BuilderLink.expires_at > clock.now(),
    )
    working = session.scalars(query.order_by(BuilderLink.id.desc())).all()
    for link in working:
        if link.id == batch.link_id:
            return link
    return working[0] if working else None


def _lines_of(batch: Batch) -> str:
    return "\n".join(f"- {_line(line)}" for line in batch.lines)


def _line(line: BatchLine) -> str:
    offered = f"{line.name}, {i18n.quantity(line.quantity_milli, line.unit)}"
    made = line.decided
    if made is None:
        return offered
    said = _(DECISIONS[made.outcome][0]).lower()
    if made.outcome == "part":
        said += f", {i18n.quantity(made.quantity_milli, line.unit)}"
    if made.price_cents:
        price = {"price": i18n.money(made.price_cents), "unit": i18n.unit_name(line.unit)}
        said += ", " + _("%(price)s per %(unit)s without VAT") % price
    return f"{offered}: {said}" + (f" ({made.reason})" if made.reason else "")
