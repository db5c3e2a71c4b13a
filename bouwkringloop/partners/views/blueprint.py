"""The one blueprint of the room's pages."""

from flask import Blueprint

bp = Blueprint("partners", __name__)
