"""What a builder is written, in the language of the link that it is about."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, mail
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import links
from bouwkringloop.batches.agreements import find
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.config import Config
from bouwkringloop.partners import forget, shop
from bouwkringloop.people import audit


class NoLetter(Refused):
    """The shop sends no mail, nobody can reach its pages, or nobody knows where to send it."""

    message = N_(
        "This cannot go by mail: there is no mail server, the shop's pages have no public address,"
        " or nobody's mail address is known."
    )


def reached_at(link: BuilderLink) -> str:
    """Give the mail address of whom a link was made for."""
    return link.contact.email if link.contact else link.customer.email


def can_go(config: Config, link: BuilderLink) -> bool:
    """Tell whether a link can be mailed."""
    known = config.mail is not None and links.address(config, link) != ""
    return known and reached_at(link) != "" and links.works(link)


def send_link(session: Session, config: Config, link: BuilderLink, *, by: Actor) -> None:
    """Mail a builder the link to their own page."""
    if not can_go(config, link):
        raise NoLetter
    own = shop.details(session).name or "Bouwkringloop"
    standings = find.standings(session, link.customer_id)
    waiting = any(each.state == "waiting" for each in standings)
    with i18n.speaking(link.language):
        mail.post(
            session,
            to=reached_at(link),
            subject=_("Your page at %(shop)s") % {"shop": own},
            body="\n\n".join(_paragraphs(config, link, own, waiting=waiting)) + "\n",
            about=link.subject,
            kind="builder_link",
        )
    forget.used(link.customer)
    audit.note(session, by, "builder_link.mailed", link.customer.subject, link=str(link.uuid))


def _paragraphs(config: Config, link: BuilderLink, own: str, *, waiting: bool) -> tuple[str, ...]:
    name = link.contact.name if link.contact else link.customer.name
    until = i18n.day(clock.local(link.expires_at).date())
    told = {"shop": own, "builder": link.customer.name, "link": links.address(config, link)}
    return (
        _("Dear %(name)s,") % {"name": name},
        _(
            "%(shop)s has a page for %(builder)s. There you offer what is left of your projects,"
            " and you see what became of it: %(link)s"
        )
        % told,
        *((_("An agreement waits there to be read and accepted."),) if waiting else ()),
        _(
            "The link works until %(day)s, without a password. Give it only to people who may act"
            " for %(builder)s."
        )
        % {"day": until, "builder": link.customer.name},
        f"{_('Kind regards,')}\n{own}",
    )
