"""The one blueprint of the room's pages, and what builders' pages share."""

from flask import Blueprint, g, request

from bouwkringloop.base import i18n
from bouwkringloop.batches import links
from bouwkringloop.batches.models import BuilderLink

bp = Blueprint("batches", __name__)


def come_in(token: str) -> BuilderLink:
    """Give the link that a builder came by, and speak their language unless another was chosen."""
    link = links.opened(g.session, token)
    if g.person is None and "language" not in request.cookies:
        i18n.speak(link.language)
    return link
