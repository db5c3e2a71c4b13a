"""A list is imported as it was looked at: once, whole, and with everything in the books."""

import json
import threading

import pytest
from sqlalchemy import func, select, update

from bouwkringloop import proofs
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.spreadsheets import import_items, read
from bouwkringloop.spreadsheets.models import ImportFile
from bouwkringloop.stock.models import Item, ItemAttribute, Movement
from tests import make
from tests.spreadsheets import lists
from tests.spreadsheets.lists import csv

HEAD = "Soort;Omschrijving;Aantal;Prijs;Staat;Plek;Breedte;Draairichting;Nieuwprijs;Referentie"
DOOR = "panelled-door;Mooie deur;2;12,50;A;rack-a;830;Links;99;"
TILES = "wall-tile;Blauwe tegels;2,5;8;C;;;;;T-9"


def outcomes(session, data):
    return [planned.outcome for planned in lists.planned(session, data)]


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_what_is_imported_is_in_stock_with_all_that_the_list_says(session):
    file = lists.imported(session, csv(HEAD, DOOR, TILES))
    door, tiles = session.scalars(select(Item).order_by(Item.id))
    assert (door.title, door.quantity_milli, door.price_cents) == ("Mooie deur", 2000, 1250)
    assert (door.condition, door.place.slug, door.new_price_cents) == ("A", "rack-a", 9900)
    assert (door.state, door.form, door.site.slug) == ("for_sale", "heap", "shop")
    assert door.stock_g == 2 * door.weight_g
    assert (tiles.quantity_milli, tiles.unit, tiles.reference) == (2500, "m2", "T-9")
    marks = session.scalars(select(ItemAttribute).order_by(ItemAttribute.attribute_id)).all()
    assert [(m.item_id, m.attribute.slug, m.value_milli, m.choice) for m in marks] == [
        (door.id, "width", 830_000, ""),
        (door.id, "hinge-side", None, "left"),
    ]
    causes = session.scalars(select(Movement.cause)).all()
    assert causes == [f"import:{file.id}"] * 2
    assert (file.state, file.imported, file.content) == ("done", 2, "")
    assert [p.breaks for p in proofs.all_of(session) if not p.holds] == []


def test_the_audit_trail_says_who_imported_what(session):
    by = make.actor(session)
    file = lists.imported(session, csv(HEAD, DOOR), by=by)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "items.imported")).one()
    assert (entry.person_id, entry.subject) == (by.id, f"import:{file.id}")
    assert json.loads(entry.detail) == {"name": "lijst.xlsx", "things": 1}


def test_labels_are_printed_only_when_asked_for(session):
    lists.imported(session, csv(HEAD, DOOR))
    assert count(session, PrintJob) == 0
    lists.imported(session, csv(HEAD, TILES, DOOR.replace("Mooie", "Lelijke")), with_labels=True)
    assert count(session, PrintJob) == 2


def test_a_list_that_is_imported_again_doubles_nothing(session):
    data = csv(HEAD, DOOR, DOOR, TILES)
    lists.imported(session, data)
    assert outcomes(session, data) == ["here", "here", "here"]
    assert outcomes(session, csv(HEAD, DOOR, TILES, DOOR, DOOR)) == ["here", "here", "here", "new"]
    with pytest.raises(import_items.NothingToImport):
        lists.imported(session, data)


def test_a_mended_list_brings_in_only_what_was_wrong_before(session):
    wrong = DOOR.replace("12,50", "twaalf")
    lists.imported(session, csv(HEAD, wrong, TILES))
    assert outcomes(session, csv(HEAD, DOOR, TILES)) == ["new", "here"]
    lists.imported(session, csv(HEAD, DOOR, TILES))
    assert count(session, Item) == 2


def test_a_thing_that_was_sold_since_does_not_come_back(session):
    lists.imported(session, csv(HEAD, TILES))
    session.execute(update(Item).values(quantity_milli=0, stock_g=0))
    session.commit()
    assert outcomes(session, csv(HEAD, TILES)) == ["here"]


def hand_in(session, data, by):
    file = import_items.hand_in(
        session, read.read(data), name="x.csv", site=lists.site(session), by=by
    )
    digest = import_items.look(session, file).plan.digest
    session.commit()
    return file.id, digest


def test_importing_the_same_list_twice_does_it_once(session):
    by = make.actor(session)
    file_id, digest = hand_in(session, csv(HEAD, DOOR), by)
    for _ in range(2):
        done = import_items.carry_out(session, file_id, digest, with_labels=True, by=by)
        session.commit()
        assert done.imported == 1
    assert (count(session, Item), count(session, PrintJob)) == (1, 1)


def test_nothing_is_imported_when_something_changed_since_it_was_looked_at(session):
    by = make.actor(session)
    file_id, digest = hand_in(session, csv(HEAD, DOOR), by)
    make.category(session, "panelled-door").weight_g += 500
    session.commit()
    with pytest.raises(import_items.OtherThanShown):
        import_items.carry_out(session, file_id, digest, with_labels=False, by=by)
    session.rollback()
    assert count(session, Item) == 0


def test_a_list_is_kept_for_a_day(session, standing_clock):
    by = make.actor(session)
    file_id, digest = hand_in(session, csv(HEAD, DOOR), by)
    standing_clock.pass_(hours=23)
    assert import_items.one(session, file_id)
    standing_clock.pass_(hours=2)
    with pytest.raises(import_items.Expired):
        import_items.one(session, file_id)
    with pytest.raises(import_items.Expired):
        import_items.carry_out(session, file_id, digest, with_labels=False, by=by)
    hand_in(session, csv(HEAD, TILES), by)
    assert count(session, ImportFile) == 1


def test_cells_that_are_not_read_are_not_kept(session):
    by = make.actor(session)
    file_id, _ = hand_in(session, csv(f"{HEAD};Eigenaar", f"{DOOR};J. Jansen"), by)
    kept = session.get_one(ImportFile, file_id)
    assert "Jansen" not in kept.content
    assert import_items.look(session, kept).unknown == ("Eigenaar",)


def test_two_people_who_import_the_same_things_at_one_moment_bring_them_in_once(database, session):
    by = make.actor(session)
    session.commit()
    for turn in range(3):
        data = csv(HEAD, *[DOOR.replace("Mooie", f"Deur {turn} {n}") for n in range(30)])
        files = [hand_in(session, data, by) for _ in range(2)]
        results = at_once(database, files, by)
        refused = [r for r in results if isinstance(r, Refused)]
        assert [type(r) for r in refused] == [import_items.OtherThanShown]
        session.rollback()
        assert count(session, Item) == 30 * (turn + 1)
    assert [p.breaks for p in proofs.all_of(session) if not p.holds] == []


def test_one_list_confirmed_twice_at_one_moment_is_imported_once(database, session):
    by = make.actor(session)
    file = hand_in(session, csv(HEAD, DOOR), by)
    assert at_once(database, [file, file], by) == [1, 1]
    session.rollback()
    assert count(session, Item) == 1


def at_once(database, files, by):
    """Import each of the lists on a connection of its own, all at one moment."""
    start, results = threading.Barrier(len(files)), [None] * len(files)

    def run(at, file_id, digest):
        start.wait()
        try:
            with database.session(writes=True) as own:
                done = again_if_raced(
                    own,
                    lambda: import_items.carry_out(own, file_id, digest, with_labels=False, by=by),
                )
                own.commit()
                results[at] = done.imported
        except Refused as refusal:
            results[at] = refusal

    threads = [threading.Thread(target=run, args=(at, *file)) for at, file in enumerate(files)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
