"""The blueprint that all pages of the invoicing room are on, and what they share."""

from flask import Blueprint

from bouwkringloop.base.i18n import N_

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
