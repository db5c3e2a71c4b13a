"""The API's calls for receipts: their link with its QR code, once more on paper, and by mail."""

from uuid import UUID

from flask import g, request, url_for

from bouwkringloop.base import i18n, qr, web
from bouwkringloop.base.api import Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till import find
from bouwkringloop.till.receipts import address, link, on_paper, picture, send
from bouwkringloop.till.receipts.forms import LinkAnswer, MailAnswer, MailBody, PrintAnswer

api = Api("receipts")


def _host() -> str:
    """Give where the public reaches the pages, else where this was asked."""
    return g.config.public_url or request.url_root.rstrip("/")


def _address(token: str) -> str:
    return f"{_host()}{url_for('receipts.bon', token=token)}"


@api.operation(
    "GET",
    "/sales/<uuid:sale_id>/link",
    permission=Permission.SELL,
    summary="The link at which a customer finds this receipt, and its QR code.",
    answer=LinkAnswer,
)
def receipt_link(sale_id: UUID) -> LinkAnswer:
    """Give the link of a receipt."""
    found = link.of(g.session, g.config, sale_id)
    url = _address(found.token)
    return LinkAnswer(url=url, reach=address.reach(url), until=found.until, qr=qr.svg(url))


@api.operation(
    "POST",
    "/sales/<uuid:sale_id>/prints",
    permission=Permission.SELL,
    summary="Print the receipt: the original where none was printed, else a copy.",
    answer=PrintAnswer,
    status=202,
)
def print_receipt(sale_id: UUID) -> PrintAnswer:
    """Print the receipt of a sale."""
    return PrintAnswer(is_copy=on_paper.print_out(g.session, g.config, sale_id, by=g.person))


@api.operation(
    "POST",
    "/sales/<uuid:sale_id>/mails",
    permission=Permission.SELL,
    summary="Send the receipt by mail. The address is dropped once the mail went.",
    body=MailBody,
    answer=MailAnswer,
    status=202,
)
def mail_receipt(sale_id: UUID, body: MailBody) -> MailAnswer:
    """Send the receipt of a sale by mail."""
    to = send.check_address(g.config, body.to)
    sold = link.for_customer(find.sale(g.session, sale_id))
    url = _address(link.of(g.session, g.config, sale_id).token)
    # Drawing takes long, and nobody waits for it.
    web.let_others_write()
    with i18n.speaking(body.language):
        drawn = picture.for_customer(g.config, sold)
        # A link that only works in the shop is of no use at home.
        reachable = url if address.reach(url) == "everywhere" else ""
        send.send(g.session, sold, drawn, to=to, address=reachable, by=g.person)
    return MailAnswer()
