"""Offers as builders tell them, for the tests of the offer."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from bouwkringloop.base import clock
from bouwkringloop.batches import find
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.offer import Told, ToldLine


def line(category="brick", quantity=100, **changed):
    """A hundred bricks, unless it says otherwise; `quantity` counts whole units."""
    return ToldLine(category=category, quantity_milli=quantity * 1000, **changed)


def told(customer, *lines, **changed):
    """An offer as it comes to the verb; without lines it has one."""
    facts = {
        "project": "Sloop Vathorst",
        "street": "Bouwweg 1",
        "postcode": "3825 AB",
        "city": "Amersfoort",
        "contact_name": "Kees Timmer",
        "contact_phone": "06 12345678",
        "available_from": clock.today(),
        "available_until": clock.today() + timedelta(days=14),
        **changed,
    }
    return Told(
        id=facts.pop("id", uuid4()), customer=customer.uuid, lines=lines or (line(),), **facts
    )


def stored(session):
    """Every batch as it is now, the oldest first; holds nothing."""
    session.rollback()
    session.expunge_all()
    numbers = session.scalars(select(Batch.uuid).order_by(Batch.number)).all()
    found = [find.one(session, uuid) for uuid in numbers]
    session.expunge_all()  # So that looking at them later asks nothing, and holds nobody up.
    session.rollback()
    return found


def filled(*lines, **changed):
    """What the form sends: an id of its own, the site, and these lines as they were typed."""
    facts = {
        "id": str(uuid4()),
        "project": "Sloop Vathorst",
        "street": "Bouwweg 1",
        "postcode": "3825ab",
        "city": "Amersfoort",
        "available_from": str(clock.today()),
        "available_until": str(clock.today() + timedelta(days=14)),
        "contact_name": "Kees Timmer",
        "contact_phone": "06 12345678",
        "contact_email": "",
        "access": "",
        **changed,
    }
    for number, each in enumerate(lines or ({},)):
        typed = {"category": "Baksteen", "quantity": "100", "condition": "B", **each}
        facts |= {f"lines-{number}-{name}": value for name, value in typed.items()}
    return facts


def with_files(sent, *files):
    """The same with files, each as (field, bytes, name), in one piece."""
    carried: dict = dict(sent)
    for field, data, name in files:
        carried.setdefault(field, []).append(FileStorage(BytesIO(data), name))
    boundary, body = encode_multipart(carried)
    return {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}


def paper(pages=1, *, password="", script="", attachment=b""):
    """A PDF, perhaps with a password, a script or a file in it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=300)
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        made = DictionaryObject({NameObject(key): value for key, value in action.items()})
        writer.root_object[NameObject("/OpenAction")] = made
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): made})
    if attachment:
        writer.add_attachment("gegevens.exe", attachment)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
