"""What several pages of the till read from their forms."""

from uuid import UUID

from flask import request

from bouwkringloop.base.errors import BadInput


def sent_id() -> UUID:
    """Read the id that the page made for what it sends."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        raise BadInput(what="id") from None
