"""A receipt for whoever has its link, its picture, and what customers see of a till."""

from flask import Blueprint, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import i18n
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.partners import shop
from bouwkringloop.people import throttle
from bouwkringloop.people.throttle import Limit
from bouwkringloop.till import display, open_shift, receipt
from bouwkringloop.till.receipts import link, picture
from bouwkringloop.till.sell import Sold

bp = Blueprint("receipts", __name__)

#: How many links that lead nowhere one address may try in a quarter of an hour. What leads to a
#: receipt is never refused: a whole shop's customers may stand behind one address.
LIMITS = {"receipt": Limit(20)}


def _opened(token: str) -> Sold:
    """Give the sale behind a link, in the reader's language; count what leads nowhere."""
    if g.person is None and "language" not in request.cookies:
        i18n.speak(request.accept_languages.best_match(list(i18n.LANGUAGES), i18n.DEFAULT))
    try:
        return link.opened(g.session, g.config, token)
    except link.UnknownLink:
        throttle.count(g.database, f"receipt:{request.remote_addr}", limits=LIMITS)
        raise


def _unlisted(answer: Response) -> Response:
    """Keep a page out of every list: who has its address sees it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@bp.get("/bon/<token>")
@public
def bon(token: str) -> ResponseReturnValue:
    """Show a receipt to whoever has its link."""
    sold = _opened(token)
    regimes = {line.vat_regime for line in sold.lines}
    page = render_template(
        "till/bon.html",
        sale=sold,
        token=token,
        shop=shop.details(g.session),
        until=link.until(sold),
        ways=receipt.WAYS,
        notes=receipt.notes(regimes),
    )
    return _unlisted(make_response(page))


@bp.get("/bon/<token>/bon.png")
@public
def bon_picture(token: str) -> ResponseReturnValue:
    """Give a receipt as a picture to whoever has its link."""
    drawn = picture.for_customer(g.config, _opened(token))
    return _unlisted(Response(drawn, mimetype="image/png"))


@bp.get("/till/<slug>/display")
@requires(Permission.SELL)
def customer_display(slug: str) -> ResponseReturnValue:
    """Show customers what is in the basket at a till, on a second screen."""
    till = open_shift.by_slug(g.session, slug)
    return render_template(
        "till/display.html",
        till=till,
        name=shop.details(g.session).name or till.site.name,
        kept_g=display.kept_today_g(g.session),
    )
