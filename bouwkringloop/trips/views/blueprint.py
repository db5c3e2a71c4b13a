"""The one blueprint of the room's pages."""

from flask import Blueprint

bp = Blueprint("trips", __name__)
