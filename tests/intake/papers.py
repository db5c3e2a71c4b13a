"""What the tests of slips, purchases and the register share."""

import re
import threading
from uuid import UUID

from bouwkringloop.base.errors import Refused
from bouwkringloop.intake import find
from bouwkringloop.intake.models import Intake
from tests import make

SELLER = {
    "name": "Jannie Voorbeeld",
    "address": "Voorbeeldweg 14, 3812 AB Amersfoort",
    "document_kind": "id_card",
    "document_number": "SPECI2014",
}


def words(answer) -> str:
    """What a page says."""
    shown = re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " "))
    return re.sub(r"\s+", " ", shown)


def brought(api, session, *lines, **changed) -> UUID:
    """Take a delivery in; give its id."""
    sent = make.delivery(session, *lines, **changed)
    assert api.post("/intakes", sent).status_code == 201
    return UUID(sent["id"])


def stored(session, uuid) -> Intake:
    """Read a delivery as it is now, and hold nothing."""
    session.rollback()
    session.expire_all()
    found = find.one(session, uuid)
    session.rollback()
    return found


def at_once(database, *works):
    """Do each work in a transaction of its own connection, all started at one moment."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at, work):
        start.wait()
        try:
            with database.writing() as session:
                results[at] = work(session)
        except Refused as refusal:
            results[at] = refusal

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
