"""The one blueprint of the room's pages."""

from flask import Blueprint, request

from bouwkringloop.base import clock
from bouwkringloop.reports import period
from bouwkringloop.reports.period import Period

bp = Blueprint("reports", __name__)


def asked_period() -> Period:
    """Read which period somebody asks for."""
    return period.read(request.args.get("period", ""), clock.today())


def kinds_of(chosen: Period) -> list[Period]:
    """Give the month, quarter and year to change to from a period."""
    today = clock.today()
    anchor = min(chosen.last, today) if chosen.year == today.year else chosen.last
    return [period.holding(kind, anchor) for kind in period.MONTHS]
