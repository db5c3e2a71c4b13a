"""The one blueprint of the room's pages, and what builders' pages share."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import answers, i18n, web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.batches import links
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.partners import shop
from bouwkringloop.people import throttle
from bouwkringloop.people.throttle import Limit

bp = Blueprint("batches", __name__)

#: How often one address may try a link that never was. A link that works is not counted, so
#: nobody is kept out by somebody who guesses behind the same address.
LIMITS = {"builder": Limit(20)}


class TooManyLinks(throttle.TooManyAttempts):
    """Somebody tries one link after the other."""

    @property
    def sentence(self) -> str:
        """The refusal, with how long to wait."""
        minutes = int(str(self.details["minutes"]))
        return (
            ngettext(
                "Too many links that do not exist were tried from here. Wait %(minutes)s minute,"
                " then try again.",
                "Too many links that do not exist were tried from here. Wait %(minutes)s minutes,"
                " then try again.",
                minutes,
            )
            % self.details
        )


def come_in(token: str) -> BuilderLink:
    """Give the link that a builder came by, and speak their language unless another was chosen."""
    try:
        link = links.opened(g.session, token)
    except links.UnknownLink:
        # Counting writes, and this request may hold the turn to do so.
        web.let_others_write()
        subject = f"builder:{request.remote_addr}"
        throttle.count(g.database, subject, limits=LIMITS, refusal=TooManyLinks)
        raise
    if g.person is None and "language" not in request.cookies:
        i18n.speak(link.language)
    return link


@bp.errorhandler(Refused)
def refuse(refusal: Refused) -> ResponseReturnValue:
    """Say a refusal; to a builder with the way to the shop, since they have no account here."""
    token = (request.view_args or {}).get("token")
    if token is None:
        return answers.refuse(refusal)
    outside = isinstance(refusal, (links.UnknownLink, links.LinkEnded, TooManyLinks))
    page = render_template(
        "batches/builder_refused.html",
        refusal=refusal,
        token="" if outside else token,
        shop=shop.details(g.session),
    )
    wait = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooManyLinks) else {}
    return page, refusal.status, wait
