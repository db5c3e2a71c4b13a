"""The one blueprint of the room's pages, and what both kinds of them share."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, g, request, send_file
from flask.typing import ResponseReturnValue

from bouwkringloop.base.codes import new_secret
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.pickups import photos, plan
from bouwkringloop.pickups.forms import AskForm
from bouwkringloop.pickups.models import Pickup

bp = Blueprint("pickups", __name__)

#: How a state is said, and what colour its word has.
STATES = {
    "asked": (N_("Asked for"), "wait"),
    "planned": (N_("Planned"), "brick"),
    "missed": (N_("Nobody at home"), "bad"),
    "done": (N_("Picked up"), "good"),
    "refused": (N_("Refused"), "plain"),
    "cancelled": (N_("Cancelled"), "plain"),
}


def read_form(kind: type[AskForm]) -> AskForm:
    """Read what was filled in, against what is offered now."""
    return kind(request.form, groups=_groups(), days=plan.offered())


def empty_form(kind: type[AskForm], **start: Any) -> AskForm:
    """Begin a request with an id and a secret of its own."""
    secrets = {"id": str(uuid4()), "secret": new_secret()}
    return kind(data={**secrets, **start}, groups=_groups(), days=plan.offered())


def _groups() -> dict[str, str]:
    return {group.slug: group.name for group in catalogue.groups(g.session)}


def pictures() -> dict[str, str]:
    """Give the picture of each group of the catalogue."""
    return {group.slug: group.pictogram for group in catalogue.groups(g.session)}


def group_names(pickup: Pickup) -> list[str]:
    """Name the groups that the donor chose; one that is gone since is left out."""
    names = _groups()
    return [names[slug] for slug in pickup.groups.split() if slug in names]


def send_photo(pickup: Pickup, photo_id: Any) -> ResponseReturnValue:
    """Give a photo, whole or (with `size=small`) for a list; no cache keeps it."""
    small = request.args.get("size") == "small"
    found = photos.existing(g.config.photos, pickup, photo_id, small=small)
    response = send_file(found, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


def sent_photos() -> list[Any]:
    """List the files that were chosen, each with its name."""
    files = request.files.getlist("photos")
    return [(file.filename, file.stream) for file in files if file.filename]
