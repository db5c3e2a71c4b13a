"""Send a receipt by mail: its lines, its picture, and its link where that can be followed."""

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, mail
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import Attachment, is_address
from bouwkringloop.config import Config
from bouwkringloop.partners import shop
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Feed, Row, Rule, Text
from bouwkringloop.till import receipt
from bouwkringloop.till.receipts import link
from bouwkringloop.till.sell import Sold


class NoMailServer(Refused):
    """The shop sends no mail."""

    message = N_("This shop sends no mail yet. Print the receipt, or show the QR code.")


def check_address(config: Config, to: str) -> str:
    """Give a typed address without spaces around it, if something can be sent to it from here."""
    if config.mail is None:
        raise NoMailServer
    if not is_address(to.strip()):
        raise BadMailAddress
    return to.strip()


def send(session: Session, sold: Sold, picture: bytes, *, to: str, address: str, by: Actor) -> None:
    """Put a receipt in the outbox, in the language that is spoken now.

    `sold` is what the customer may see of it, `address` what its link leads to, or nothing. Whom
    it went to stands in no trail; the outbox drops it once the mail went.
    """
    subject = f"sale:{sold.id}"
    name = shop.details(session).name or sold.site
    title = _("Receipt %(number)s") % {"number": sold.receipt_number}
    mail.post(
        session,
        to=to,
        subject=f"{title} · {name}",
        body=_body(sold, name, address),
        about=subject,
        kind="receipt",
        attachments=[Attachment(f"{title}.png".replace(" ", "-"), "image/png", picture)],
    )
    audit.note(session, by, "receipt.mailed", subject)


def _body(sold: Sold, name: str, address: str) -> str:
    told = {"link": address, "day": i18n.day(link.until(sold))}
    follow = [_("See or save it here until %(day)s: %(link)s") % told, ""] if address else []
    regards = [_("Kind regards,"), name]
    return (
        "\n".join([_("Here is your receipt."), "", *_written(sold), "", *follow, *regards]) + "\n"
    )


def _written(sold: Sold) -> list[str]:
    """Write what stands on the paper as lines of plain text."""
    lines = []
    for line in receipt.compose(sold, i18n.language()).lines:
        match line:
            case Row(left=left, right=right):
                lines.append(f"{left}: {right}")
            case Text(text=text):
                lines.append(text)
            case Rule():
                lines.append("-" * 32)
            case Feed():
                lines.append("")
    return lines
