"""Photos and papers of batches, given to the shop and to the builder whose batch it is."""

from uuid import UUID

from flask import g, request, send_file
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.batches import files
from bouwkringloop.batches.models import Batch, BatchFile
from bouwkringloop.batches.views.blueprint import bp, come_in


@bp.get("/batches/files/<uuid:file_id>")
@requires(Permission.INTAKE)
def file(file_id: UUID) -> ResponseReturnValue:
    """Give a photo or a paper of a batch to the shop."""
    return _given(files.one(g.session, file_id))


@bp.get("/builder/<token>/files/<uuid:file_id>")
@public
def builder_file(token: str, file_id: UUID) -> ResponseReturnValue:
    """Give a photo or a paper to the builder whose batch it belongs to."""
    link = come_in(token)
    found = files.one(g.session, file_id)
    if g.session.get_one(Batch, found.batch_id).customer_id != link.customer_id:
        raise NotFound
    return _given(found)


def _given(found: BatchFile) -> ResponseReturnValue:
    """Give it under its own name; only our own pictures are shown by the browser itself."""
    small = request.args.get("size") == "small"
    is_photo = found.media == files.JPEG
    name = f"{found.name.rpartition('.')[0] or found.name}{files.ENDS[found.media]}"
    response = send_file(
        files.existing(g.config.home, found, small=small),
        mimetype=found.media,
        as_attachment=not is_photo,
        download_name=name,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
