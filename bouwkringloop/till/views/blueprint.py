"""The blueprint that all pages of the till room are on."""

from flask import Blueprint

bp = Blueprint("till", __name__)
