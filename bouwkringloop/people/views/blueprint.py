"""The blueprint that all pages of the people room are on."""

from flask import Blueprint

bp = Blueprint("people", __name__)
