"""Remove the photos of drafts that ended, where nothing uses them."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.intake.drafts import KEPT
from bouwkringloop.intake.models import Draft, IntakeLine
from bouwkringloop.stock import photos
from bouwkringloop.stock.models import Item, ItemPhoto, Photo


def remove_unused(session: Session, folder: Path) -> int:
    """Remove photos that nobody needs a week after their draft ended; tell how many.

    A draft that was described leaves its photo with the thing, unless it got a better one. The
    draft itself stays, to tell who photographed what and who dropped it.
    """
    unused = select(Draft).where(
        Draft.state != "open",
        Draft.photo_id.is_not(None),
        Draft.ended_at < clock.now() - KEPT,
        ~select(Item.id).where(Item.photo_id == Draft.photo_id).exists(),
        ~select(ItemPhoto.id).where(ItemPhoto.photo_id == Draft.photo_id).exists(),
        ~select(IntakeLine.id).where(IntakeLine.photo_id == Draft.photo_id).exists(),
    )
    found = session.scalars(unused).all()
    gone = {draft.photo_id for draft in found}
    for draft in found:
        draft.photo_id = None
    session.flush()  # So that no draft names a photo any more when it goes.
    # One photo may have been kept under two drafts, of which the other still waits.
    gone -= set(session.scalars(select(Draft.photo_id).where(Draft.photo_id.in_(gone))))
    for photo in session.scalars(select(Photo).where(Photo.id.in_(gone))):
        session.delete(photo)
        for small in (False, True):
            photos.path(folder, photo.id, small=small).unlink(missing_ok=True)
    return len(gone)
