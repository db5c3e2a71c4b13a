"""How papers of the room are given to a browser."""

from io import BytesIO

from flask import Response, send_file

from bouwkringloop.base.smtp import Attachment


def given(file: Attachment) -> Response:
    """Give a file to be saved."""
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )
