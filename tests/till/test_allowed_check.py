"""The check finds approvals and rules that nobody gave, and those that were given and are gone."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from bouwkringloop.till import approve, journal, rules
from bouwkringloop.till.models import JournalEntry, Till, TillRules
from tests import make
from tests.guards import unguarded
from tests.till.counter import entries, holds
from tests.till.test_journal import breaks


def allowed(session, shift, cents=100):
    by = make.actor(session)
    wanted = [approve.Allowed("price", "x", cents)]
    (made,) = approve.approve(session, shift, uuid4(), wanted, approver_id=by.id, by=by)
    session.commit()
    return made


def ruled(session, **to):
    rules.change(session, rules.Rules(**to), by=make.actor(session))
    session.commit()


def behind_the_back(database, *statements):
    with database.writing() as session:
        unguarded(session)
        for statement in statements:
            session.execute(text(statement))


COPY = """insert into {table} ({names}) select {values} from {table} where id = 1"""


def copied(table, **changed):
    """A statement that slips a row in which is like the first one."""
    columns = {
        "approval": "uuid shift_id sale_uuid kind about cents asked_by_id approved_by_id at",
        "till_rules": "at person_id vat_scheme retention_years price_percent price_cents"
        " discount_percent discount_cents return_cents blind_return_cents sticker_markdown",
    }[table].split()
    values = [str(changed.get(name, name)) for name in columns]
    return COPY.format(table=table, names=", ".join(columns), values=", ".join(values))


def test_the_journal_of_every_till_tells_the_rules_in_full(session):
    ruled(session, return_cents=7)
    told = entries(session, "rules.changed")
    assert [one["rules"]["return_cents"] for one in told] == [7, 7]
    assert told[0]["rules"] == told[1]["rules"]
    assert told[0]["rules"]["sticker_markdown"] == "14:25 28:50"
    assert holds(session)


def test_an_approval_that_nobody_gave_is_named(database, session):
    allowed(session, make.shift(session))
    assert holds(session)
    made_up = "'" + str(uuid4()).replace("-", "") + "'"
    behind_the_back(database, copied("approval", uuid=made_up))
    assert "is not what the journal says" in breaks(session)


def test_an_approval_moved_to_another_shift_of_the_till_is_named(api, database, session):
    first = make.shift(session)
    allowed(session, first)
    api.post(f"/shifts/{first}/close", {"counted_cents": 10_000})
    make.shift(session)
    assert holds(session)
    behind_the_back(database, "update approval set shift_id = (select max(id) from shift)")
    assert "is not what the journal says" in breaks(session)


def test_rules_that_nobody_set_are_named(database, session):
    ruled(session, return_cents=1)
    ruled(session, return_cents=2)
    assert holds(session)
    behind_the_back(database, copied("till_rules", return_cents=900))
    assert "the rules 3 of" in breaks(session)


def of_an_older_version(database):
    """Let the journals be as they were when they did not tell of rules, nor of approvals' ids."""
    with database.writing() as session:
        unguarded(session)
        for till in session.scalars(select(Till)):
            kept = []
            for entry in session.scalars(
                select(JournalEntry)
                .where(JournalEntry.till_id == till.id)
                .order_by(JournalEntry.number)
            ):
                if entry.kind == "rules.changed":
                    session.delete(entry)
                else:
                    kept.append(entry)
            session.flush()
            till.last_journal_hash = ""
            for number, entry in enumerate(kept, 1):
                told = journal.read(entry.content) | {"number": number}
                told = {name: told[name] for name in told if name not in ("ids", "shift")}
                entry.number, entry.content = number, journal.canonical(told)
                entry.hash = journal.digest(till.last_journal_hash, entry.content)
                till.last_journal_hash = entry.hash
                session.flush()
            till.last_journal_number = len(kept)
            till.last_journal_at = max((entry.at for entry in kept), default=None)


@pytest.fixture
def upgraded(database, session):
    """Approvals and rules of an older version, and newer ones on top."""
    shift = make.shift(session)
    allowed(session, shift)
    ruled(session, return_cents=1)
    ruled(session, return_cents=1, price_cents=600)
    session.rollback()
    of_an_older_version(database)
    session.expire_all()
    allowed(session, shift)
    ruled(session, return_cents=3, price_cents=600)
    assert holds(session)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update approval set cents = 5 where id = 1", "is not what the journal says"),
        ("delete from approval where id = 1", "what was allowed is not stored"),
        ("update till_rules set return_cents = 9 where id = 1", "the rules 1 of"),
        ("update till_rules set price_cents = 9 where id = 2", "the rules 2 of"),
        ("update till_rules set person_id = 1 where id = 2", "the rules 2 of"),
        ("delete from till_rules where id = 1", "they were set 2 times, 1 are stored"),
        ("update till_rules set return_cents = 9 where id = 3", "are not what the journal says"),
    ],
)
def test_what_an_older_version_wrote_down_is_proved_too(
    upgraded, database, session, statement, said
):
    behind_the_back(database, statement)
    assert said in breaks(session)


def test_rules_of_a_shop_without_tills_are_proved_by_the_trail(database, session):
    for till in session.scalars(select(Till)):
        session.delete(till)
    session.commit()
    ruled(session, return_cents=1)
    assert session.scalar(select(TillRules.return_cents)) == 1
    assert holds(session)
    behind_the_back(database, "update till_rules set return_cents = 2")
    assert "are not what the audit trail says" in breaks(session)
