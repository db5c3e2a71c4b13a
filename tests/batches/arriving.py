"""Loads, findings and stock in one line each; what is done is committed, what is refused is not."""

from io import BytesIO
from uuid import uuid4

from PIL import Image, ImageDraw

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.delivery import deliver, find, inspect, stock
from bouwkringloop.batches.delivery.came import Came
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.stock import Put
from tests import make


def came(line, **changed):
    """All of an offered line, weighed as it was offered, unless it says otherwise."""
    facts = {"quantity_milli": line.quantity_milli, "weight_g": line.weight_g, **changed}
    return Came(line.uuid, **facts)


def load(batch, *lines, **changed):
    """A load as a device tells it; without lines all of the batch."""
    facts = {"id": uuid4(), "site": "shop", "driver": "Ruben", **changed}
    return deliver.Load(lines=lines or tuple(came(line) for line in batch.lines), **facts)


def _done(session, work):
    try:
        made = work(make.actor(session, Role.INTAKE_WORKER))
    except BaseException:
        session.rollback()
        raise
    session.commit()
    return made


def bring(session, folder, batch, told=None):
    """Deliver a load."""
    told = told or load(batch)
    return _done(session, lambda by: deliver.deliver(session, folder, batch.uuid, told, by=by))


def look(session, batch, line, *found):
    """Inspect what came of a delivered line; without findings all of it is for sale."""
    found = found or (Found("stock"),)
    delivery, offered = line.delivery.uuid, line.line.uuid
    return _done(
        session,
        lambda by: inspect.inspect(session, batch.uuid, delivery, offered, found, by=by),
    )


def put(session, batch, *told):
    """Bring findings into stock; without saying which, all that wait as heaps."""
    told = told or tuple(Put(each.id) for each in waiting(session, batch))
    return _done(session, lambda by: stock.bring_in(session, batch.uuid, told, by=by))


def waiting(session, batch):
    """What was found and is not in stock."""
    return find.waits(find.of_batch(session, batch))


def state(session, batch):
    """In which state a batch is, read anew."""
    session.rollback()
    session.expire_all()
    found = batches.one(session, batch.uuid).state
    session.rollback()
    return found


def drawing(width=600, height=240, *, stroke=6):
    """A signature as a canvas sends it: black strokes on nothing."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if stroke:
        points = [(60, 150), (160, 60), (220, 180), (330, 70), (420, 190), (540, 100)]
        ImageDraw.Draw(picture).line(points, fill="black", width=stroke, joint="curve")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
