"""The blueprint that all pages of the invoicing room are on, and what they share."""

from io import BytesIO

from flask import Blueprint, Response, send_file

from bouwkringloop.base.i18n import N_
from bouwkringloop.base.smtp import Attachment

bp = Blueprint("invoicing", __name__)

#: How a state is said, and what colour its word has.
STATES = {
    "credit": (N_("Credit note"), "plain"),
    "paid": (N_("Paid"), "good"),
    "open": (N_("Open"), "wait"),
    "overdue": (N_("Too late"), "bad"),
    "owed": (N_("To be paid back"), "bad"),
}
MAIL_STATES = {
    "queued": (N_("Waiting"), "wait"),
    "sending": (N_("Waiting"), "wait"),
    "sent": (N_("Sent"), "good"),
    "failed": (N_("Not sent"), "bad"),
}


def given(file: Attachment) -> Response:
    """Give a file to be saved."""
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )
