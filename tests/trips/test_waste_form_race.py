"""Two people make a waste form at one moment: each is made at once, and the numbers go on."""

from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find
from bouwkringloop.batches.transport import waste
from bouwkringloop.batches.transport.models import WasteForm
from tests import make
from tests.till.counter import holds
from tests.till.test_races import at_once
from tests.trips import rides

TYPED = {"vihb": "123456VXXX", "stream_number": "012345678901"}


def maker(uuid, by, tried, form_id=None):
    """Make the form of a batch as the page does, and count how often that was begun."""

    def work(session):
        tried.append(uuid)
        batch = find.one(session, uuid)
        content = waste.filled(waste.begin(session, batch), TYPED, ["17 01 02"])
        return waste.make(session, form_id or make.uuid4(), batch, content, by=by)

    return work


def test_two_forms_for_two_batches_at_one_moment_get_two_numbers(database, session):
    make.shop_details(session)
    by, tried = make.actor(session, Role.INTAKE_WORKER), []
    for _ in range(4):
        uuids = [rides.batch(session, waste=True).uuid for _ in range(3)]
        session.rollback()
        made = at_once(database, *[maker(uuid, by, tried) for uuid in uuids])
        assert [isinstance(one, WasteForm) for one in made] == [True] * 3
    # None was stopped by the database and had to start over: a page would have broken there.
    assert len(tried) == len(set(tried)) == 12
    numbers = session.scalars(select(WasteForm.number).order_by(WasteForm.number)).all()
    assert numbers == list(range(1, 13))
    assert holds(session)


def test_one_form_sent_twice_at_one_moment_is_made_once(database, session):
    make.shop_details(session)
    by, tried, form_id = make.actor(session, Role.INTAKE_WORKER), [], make.uuid4()
    uuid = rides.batch(session, waste=True).uuid
    session.rollback()
    first, second = at_once(database, *[maker(uuid, by, tried, form_id)] * 2)
    assert (first.id, len(tried)) == (second.id, 2)
    session.rollback()
