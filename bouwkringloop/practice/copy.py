"""Bring into the practice books what is needed to work, and nothing about people outside the shop.

Every table is named in one of these lists, so that one that is added later is never copied by
accident.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, text
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people.models import Person
from bouwkringloop.stock import renew, search
from bouwkringloop.stock.models import CodeCounter, Item, ItemAttribute, ItemPhoto, Movement, Photo
from bouwkringloop.tables import METADATA
from bouwkringloop.till.models import Till

#: Copied as they are: how the shop is laid out, what it deals in, and what it weighs with.
WHOLE = (
    "site",
    "place",
    "category_group",
    "category",
    "attribute",
    "category_attribute",
    "container",
    "scale",
    "discount_card",
    "sticker_colour",
)
#: Copied in part: these columns of these rows, see below.
IN_PART = (
    "person",
    "till",
    "tree_version",
    "item",
    "item_attribute",
    "item_photo",
    "photo",
    "movement",
    "search_word",
    "code_counter",
    "impact_factor",
    "sroi_value",
)
#: Not copied: sales and deliveries, who brought, bought or reserved, log-ins, and what was done.
LEFT_OUT = (
    "agreement",
    "agreement_acceptance",
    "agreement_withdrawal",
    "agreement_words",
    "allowance_limit",
    "allowance_paid",
    "api_token",
    "approval",
    "audit_entry",
    "auth_session",
    "badge",
    "batch",
    "batch_delivery",
    "batch_file",
    "batch_line",
    "batch_slot",
    "batch_step",
    "batch_stocked",
    "builder_link",
    "card_payment",
    "carrier_number",
    "cash_movement",
    "clocking",
    "collection",
    "consent",
    "contact",
    "count_line",
    "count_tally",
    "customer",
    "day_hours",
    "delivery_line",
    "deposit",
    "device",
    "draft",
    "erasure",
    "file_keeper",
    "file_read",
    "half_login",
    "hand_over",
    "hours_mark",
    "import_file",
    "inspection",
    "intake",
    "intake_line",
    "invoice",
    "invoice_payment",
    "invoice_year",
    "journal_entry",
    "kiosk",
    "line_answer",
    "line_decision",
    "login_attempt",
    "mail",
    "parked_basket",
    "participant",
    "partner_role",
    "payment",
    "payout",
    "payout_line",
    "payout_paid",
    "pickup",
    "pickup_photo",
    "placement",
    "placement_type",
    "pool_carry",
    "print_job",
    "printed_code",
    "printer_state",
    "pso_norm",
    "purchase",
    "recovery_code",
    "reservation",
    "sale",
    "sale_line",
    "second_factor",
    "shift",
    "shop_detail",
    "shop_terms",
    "sroi_statement",
    "stock_count",
    "till_rules",
    "transfer",
    "transfer_line",
    "trip",
    "trip_stop",
    "vehicle",
    "voucher",
    "voucher_entry",
    "waste_form",
    "wish",
    "yield_statement",
)
#: So many of the newest things for sale are there to practise with.
MOST_ITEMS = 300
#: Codes given out in practice count from here, where no thing of the real shop has its own.
FIRST_CODE = 9_800_000
_AT_ONCE = 500


def fill(real: Session, practice: Session, *, by: Actor) -> list[UUID]:
    """Fill empty practice books from the real ones; tell which photos belong in the folder."""
    for name in WHOLE:
        table = METADATA.tables[name]
        _put(practice, table, _rows(real, table, tuple(table.c.keys())))
    _people(real, practice, by)
    _put(practice, Till.__table__, _rows(real, Till.__table__, ("id", "slug", "name", "site_id")))
    tree = METADATA.tables["tree_version"]
    _put(practice, tree, _rows(real, tree, ("id", "content", "note", "at")))
    for name in ("impact_factor", "sroi_value"):
        table = METADATA.tables[name]
        of_nobody = tuple(each.name for each in table.c if each.name != "person_id")
        _put(practice, table, _rows(real, table, of_nobody))
    photos = _items(real, practice, by)
    practice.add(CodeCounter(id=1, last=FIRST_CODE))
    practice.flush()  # The vocabulary is learnt from the copied rows.
    search.learn(practice, practice.scalars(select(Item.search_text)))
    renew.renew(practice)
    return photos


def empty(practice: Session) -> None:
    """Throw everything in the practice books away."""
    # Rows point at each other within one table too, so keys are looked at when all is done.
    practice.execute(text("PRAGMA defer_foreign_keys = ON"))
    # Real books are never emptied, and the database itself refuses it; these are made to be, and
    # are guarded again for whoever practises next.
    guards = practice.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in guards:
        practice.execute(text(f'DROP TRIGGER "{name}"'))
    for table in reversed(METADATA.sorted_tables):
        practice.execute(delete(table))
    for _, statement in guards:
        practice.connection().exec_driver_sql(statement)


def welcome(practice: Session, person: Actor) -> None:
    """Know somebody of the real shop here too, under the same number."""
    known = practice.get(Person, person.id)
    if known is None:
        practice.add(
            Person(
                id=person.id,
                name=person.name,
                role=person.role.value,
                language=person.language,
                created_at=clock.now(),
            )
        )
    else:
        known.name, known.role = person.name, person.role.value


def is_known(practice: Session, person: Actor) -> bool:
    """Tell whether somebody of the real shop is known here, as they are there."""
    known = practice.get(Person, person.id)
    return known is not None and (known.name, known.role) == (person.name, person.role.value)


def _people(real: Session, practice: Session, by: Actor) -> None:
    names = ("id", "name", "role", "language", "created_at")
    _put(
        practice,
        Person.__table__,
        _rows(real, Person.__table__, names, Person.active, Person.login.is_not(None)),
    )
    welcome(practice, by)
    practice.flush()  # What follows names this person.


def _items(real: Session, practice: Session, by: Actor) -> list[UUID]:
    """Copy things for sale, each with one movement that brings all of it in."""
    newest = (
        select(Item.id)
        .where(Item.state == "for_sale", Item.quantity_milli > 0)
        .order_by(Item.id.desc())
        .limit(MOST_ITEMS)
    )
    numbers = real.scalars(newest).all()
    further = _rows(
        real,
        ItemPhoto.__table__,
        ("id", "item_id", "photo_id"),
        ItemPhoto.item_id.in_(numbers),
    )
    own = select(Item.photo_id).where(Item.id.in_(numbers), Item.photo_id.is_not(None))
    photos = [*real.scalars(own), *(row["photo_id"] for row in further)]
    made = ("id", "width", "height", "created_at")
    _put(
        practice,
        Photo.__table__,
        [
            {**row, "person_id": by.id}
            for row in _rows(real, Photo.__table__, made, Photo.id.in_(photos))
        ],
    )
    # For whom a thing is kept, what it was taken from and which list it came in by stay behind.
    names = tuple(
        name
        for name in Item.__table__.c.keys()  # noqa: SIM118 - columns are no keys.
        if name not in ("reserved_milli", "parent_id", "reference")
    )
    things = _rows(real, Item.__table__, names, Item.id.in_(numbers))
    _put(practice, Item.__table__, things)
    _put(practice, ItemPhoto.__table__, further)
    known = tuple(ItemAttribute.__table__.c.keys())
    _put(
        practice,
        ItemAttribute.__table__,
        _rows(real, ItemAttribute.__table__, known, ItemAttribute.item_id.in_(numbers)),
    )
    _put(practice, Movement.__table__, [_opening(thing, by) for thing in things])
    return photos


def _opening(thing: dict[str, Any], by: Actor) -> dict[str, Any]:
    return {
        "item_id": thing["id"],
        "at": thing["created_at"],
        "kind": "received",
        "quantity_milli": thing["quantity_milli"],
        "weight_g": thing["stock_g"],
        "site_id": thing["site_id"],
        "place_id": thing["place_id"],
        "person_id": by.id,
        "cause": "practice",
        "about_milli": 0,
        "about_g": 0,
        "reason": "",
    }


def _rows(
    real: Session, table: Any, names: Sequence[str], *conditions: Any
) -> list[dict[str, Any]]:
    query = select(*(table.c[name] for name in names)).where(*conditions)
    if "id" in table.c:
        query = query.order_by(table.c.id)
    return [dict(row) for row in real.execute(query).mappings()]


def _put(practice: Session, table: Table | Any, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), _AT_ONCE):
        practice.execute(insert(table), rows[at : at + _AT_ONCE])
