"""Stock with places, states and a full ledger; reservations, transfers, counts and attributes."""

import sqlalchemy as sa
from alembic import op

revision = "0003_stock"
down_revision = "0002_printers"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_THERE = sa.text("quantity_milli > 0")
_KINDS = (
    "kind in ('received', 'sold', 'returned', 'given', 'material', 'residue',"
    " 'dismantled', 'split', 'counted', 'corrected', 'moved', 'sent', 'arrived',"
    " 'reserved', 'released', 'repaired', 'rerouted', 'repriced', 'reweighed')"
)
_ZERO_KINDS = (
    "(kind in ('moved', 'sent', 'arrived', 'reserved', 'released', 'repaired', 'rerouted',"
    " 'repriced', 'reweighed')) = (quantity_milli = 0)"
    " or (kind in ('material', 'residue') and weight_g < 0)"
)
_STATES = (
    "state in ('for_sale', 'to_repair', 'for_parts', 'to_repurpose', 'quarantined', 'in_transit')"
)


def upgrade() -> None:
    _new_tables()
    _catalogue()
    _places()
    _items()
    _movements()


def _new_tables() -> None:
    op.create_table(
        "attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
        sa.UniqueConstraint("slug", name=op.f("uq_attribute_slug")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("from_site_id", sa.Integer(), nullable=False),
        sa.Column("to_site_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_site_id <> to_site_id", name=op.f("ck_transfer_to_another_site")),
        sa.ForeignKeyConstraint(
            ["from_site_id"], ["site.id"], name=op.f("fk_transfer_from_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_transfer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_site_id"], ["site.id"], name=op.f("fk_transfer_to_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("uuid", name=op.f("uq_transfer_uuid")),
    )
    op.create_table(
        "category_attribute",
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attribute.id"],
            name=op.f("fk_category_attribute_attribute_id_attribute"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_category_attribute_category_id_category"),
        ),
        sa.PrimaryKeyConstraint("category_id", "attribute_id", name=op.f("pk_category_attribute")),
    )
    op.create_table(
        "stock_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_movement_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_stock_count_ended_or_open")
        ),
        sa.CheckConstraint(
            "state in ('open', 'booked', 'cancelled')", name=op.f("ck_stock_count_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stock_count_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_stock_count_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("uuid", name=op.f("uq_stock_count_uuid")),
    )
    op.create_index(
        "uq_stock_count_open",
        "stock_count",
        ["place_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )

    op.create_table(
        "count_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("book_milli", sa.Integer(), nullable=False),
        sa.Column("last_movement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity_milli >= 0", name=op.f("ck_count_tally_quantity_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["count_id"], ["stock_count.id"], name=op.f("fk_count_tally_count_id_stock_count")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_count_tally_item_id_item")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_count_tally_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_count_tally_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_tally")),
        sa.UniqueConstraint("uuid", name=op.f("uq_count_tally_uuid")),
    )
    op.create_index(op.f("ix_count_tally_count_id"), "count_tally", ["count_id"], unique=False)

    op.create_table(
        "item_attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("value_milli", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(value_milli is null) = (choice <> '')",
            name=op.f("ck_item_attribute_figure_or_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attribute.id"],
            name=op.f("fk_item_attribute_attribute_id_attribute"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_attribute_item_id_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_attribute")),
        sa.UniqueConstraint(
            "item_id", "attribute_id", name=op.f("uq_item_attribute_item_id_attribute_id")
        ),
    )
    op.create_index(
        "ix_item_attribute_value", "item_attribute", ["attribute_id", "value_milli"], unique=False
    )

    op.create_table(
        "item_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_photo_item_id_item")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_item_photo_photo_id_photo")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_photo")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_item_photo_photo_id")),
    )
    op.create_index(op.f("ix_item_photo_item_id"), "item_photo", ["item_id"], unique=False)

    op.create_table(
        "reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_reservation_ended_or_open")
        ),
        sa.CheckConstraint(
            "state in ('open', 'sold', 'released', 'expired')",
            name=op.f("ck_reservation_state_known"),
        ),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_reservation_quantity_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reservation_item_id_item")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reservation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
        sa.UniqueConstraint("uuid", name=op.f("uq_reservation_uuid")),
    )
    op.create_index(
        op.f("ix_reservation_folded_name"), "reservation", ["folded_name"], unique=False
    )
    op.create_index(op.f("ix_reservation_item_id"), "reservation", ["item_id"], unique=False)
    op.create_index(
        "ix_reservation_open",
        "reservation",
        ["expires_at"],
        unique=False,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )

    op.create_table(
        "transfer_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('', 'arrived', 'missing')", name=op.f("ck_transfer_line_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_transfer_line_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfer.id"], name=op.f("fk_transfer_line_transfer_id_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
        sa.UniqueConstraint(
            "transfer_id", "item_id", name=op.f("uq_transfer_line_transfer_id_item_id")
        ),
    )
    op.create_index(
        "uq_transfer_line_under_way",
        "transfer_line",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )


def _catalogue() -> None:
    with op.batch_alter_table("category") as category:
        category.add_column(sa.Column("form", sa.String(), server_default="pieces", nullable=False))
        category.add_column(sa.Column("markdown", sa.String(), server_default="", nullable=False))
        category.add_column(
            sa.Column("registered", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        category.create_check_constraint(
            op.f("ck_category_form_known"), "form in ('pieces', 'heap', 'length', 'area')"
        )
    op.execute("UPDATE category SET form = 'heap' WHERE unit in ('m', 'm2', 'm3', 'kg')")


def _places() -> None:
    with op.batch_alter_table("place") as place:
        place.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        place.add_column(sa.Column("kind", sa.String(), server_default="rack", nullable=False))
        place.add_column(
            sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        place.create_foreign_key(op.f("fk_place_parent_id_place"), "place", ["parent_id"], ["id"])
        place.create_check_constraint(
            op.f("ck_place_kind_known"), "kind in ('zone', 'rack', 'bin')"
        )
        place.create_check_constraint(
            op.f("ck_place_zones_stand_alone"), "kind <> 'zone' or parent_id is null"
        )
    op.create_index(op.f("ix_place_parent_id"), "place", ["parent_id"])


def _items() -> None:
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        item.add_column(sa.Column("form", sa.String(), server_default="heap", nullable=False))
        item.add_column(sa.Column("state", sa.String(), server_default="for_sale", nullable=False))
        item.add_column(
            sa.Column("reserved_milli", sa.Integer(), server_default="0", nullable=False)
        )
        item.add_column(sa.Column("first_milli", sa.Integer(), server_default="0", nullable=False))
        item.add_column(sa.Column("stock_g", sa.Integer(), server_default="0", nullable=False))
        item.add_column(sa.Column("priced_at", sa.DateTime(timezone=True), nullable=True))
        item.add_column(sa.Column("new_price_cents", sa.Integer(), nullable=True))
        item.add_column(sa.Column("use", sa.String(), server_default="", nullable=False))
        item.add_column(sa.Column("reference", sa.String(), nullable=True))
    op.execute(
        "UPDATE item SET priced_at = created_at,"
        " first_milli = coalesce((SELECT sum(m.quantity_milli) FROM movement m"
        " WHERE m.item_id = item.id AND m.kind = 'received'), 0)"
    )
    op.execute("UPDATE item SET form = 'unique' WHERE unit = 'piece' AND first_milli = 1000")
    with op.batch_alter_table("item") as item:
        item.alter_column("priced_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        item.create_foreign_key(op.f("fk_item_parent_id_item"), "item", ["parent_id"], ["id"])
        item.create_unique_constraint(op.f("uq_item_reference"), ["reference"])
        item.create_check_constraint(
            op.f("ck_item_reserved_is_there"),
            "reserved_milli >= 0 and reserved_milli <= quantity_milli",
        )
        item.create_check_constraint(op.f("ck_item_stock_weight_not_negative"), "stock_g >= 0")
        item.create_check_constraint(
            op.f("ck_item_nothing_weighs_nothing"), "quantity_milli > 0 or stock_g = 0"
        )
        item.create_check_constraint(
            op.f("ck_item_form_known"), "form in ('unique', 'heap', 'length', 'area')"
        )
        item.create_check_constraint(op.f("ck_item_state_known"), _STATES)
    op.create_index(op.f("ix_item_parent_id"), "item", ["parent_id"])
    op.create_index(op.f("ix_item_place_id"), "item", ["place_id"])
    op.create_index("ix_item_there", "item", ["id"], sqlite_where=_THERE, postgresql_where=_THERE)


def _movements() -> None:
    with op.batch_alter_table("movement") as movement:
        movement.add_column(
            sa.Column("about_milli", sa.Integer(), server_default="0", nullable=False)
        )
        movement.add_column(sa.Column("about_g", sa.Integer(), server_default="0", nullable=False))
        movement.add_column(sa.Column("site_id", sa.Integer(), nullable=True))
        movement.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        movement.drop_constraint(op.f("ck_movement_kind_known"), type_="check")
        movement.drop_constraint(op.f("ck_movement_quantity_not_zero"), type_="check")
    op.execute(
        "UPDATE movement SET site_id = (SELECT i.site_id FROM item i WHERE i.id = movement.item_id),"
        " place_id = (SELECT i.place_id FROM item i WHERE i.id = movement.item_id)"
    )
    _weigh_what_is_left()
    with op.batch_alter_table("movement") as movement:
        movement.alter_column("site_id", existing_type=sa.Integer(), nullable=False)
        movement.create_foreign_key(op.f("fk_movement_site_id_site"), "site", ["site_id"], ["id"])
        movement.create_foreign_key(
            op.f("fk_movement_place_id_place"), "place", ["place_id"], ["id"]
        )
        movement.create_check_constraint(op.f("ck_movement_kind_known"), _KINDS)
        movement.create_check_constraint(op.f("ck_movement_quantity_fits_kind"), _ZERO_KINDS)
        movement.create_check_constraint(
            op.f("ck_movement_weight_fits_kind"),
            "quantity_milli <> 0 or weight_g = 0 or kind in ('reweighed', 'material', 'residue')",
        )
    op.create_index(op.f("ix_movement_site_id"), "movement", ["site_id"])


def _weigh_what_is_left() -> None:
    """Give every item the weight that its movements leave.

    Until now grams were rounded line by line, so a thing that is gone, or one that was sold by
    other scales, can have grams left over. Those are booked out, as one more movement.
    """
    left = "SELECT item_id, sum(weight_g) AS g, max(id) AS last FROM movement GROUP BY item_id"
    op.execute(
        "INSERT INTO movement (item_id, at, kind, quantity_milli, weight_g, about_milli, about_g,"
        " site_id, place_id, person_id, cause, reason)"
        " SELECT m.item_id, m.at, 'reweighed', 0, -left_over.g, 0, 0, m.site_id, m.place_id,"
        f" m.person_id, m.cause, 'afgerond' FROM movement m JOIN ({left}) left_over"
        " ON left_over.last = m.id JOIN item i ON i.id = m.item_id"
        " WHERE (i.quantity_milli = 0 AND left_over.g <> 0) OR left_over.g < 0"
    )
    op.execute(
        "UPDATE item SET stock_g = coalesce((SELECT sum(m.weight_g) FROM movement m"
        " WHERE m.item_id = item.id), 0)"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_movement_site_id"), "movement")
    op.execute("DELETE FROM movement WHERE quantity_milli = 0")
    op.execute("UPDATE movement SET kind = 'corrected' WHERE kind not in ('received', 'sold')")
    with op.batch_alter_table("movement") as movement:
        for name in ("kind_known", "quantity_fits_kind", "weight_fits_kind"):
            movement.drop_constraint(op.f(f"ck_movement_{name}"), type_="check")
        movement.drop_constraint(op.f("fk_movement_site_id_site"), type_="foreignkey")
        movement.drop_constraint(op.f("fk_movement_place_id_place"), type_="foreignkey")
        for column in ("place_id", "site_id", "about_g", "about_milli"):
            movement.drop_column(column)
        movement.create_check_constraint(
            op.f("ck_movement_kind_known"), "kind in ('received', 'sold', 'corrected')"
        )
        movement.create_check_constraint(
            op.f("ck_movement_quantity_not_zero"), "quantity_milli <> 0"
        )
    for name in ("ix_item_there", "ix_item_place_id", "ix_item_parent_id"):
        op.drop_index(name, "item")
    with op.batch_alter_table("item") as item:
        for name in (
            "reserved_is_there",
            "stock_weight_not_negative",
            "nothing_weighs_nothing",
            "form_known",
            "state_known",
        ):
            item.drop_constraint(op.f(f"ck_item_{name}"), type_="check")
        item.drop_constraint(op.f("fk_item_parent_id_item"), type_="foreignkey")
        item.drop_constraint(op.f("uq_item_reference"), type_="unique")
        for column in (
            "reference",
            "use",
            "new_price_cents",
            "priced_at",
            "stock_g",
            "first_milli",
            "reserved_milli",
            "state",
            "form",
            "parent_id",
        ):
            item.drop_column(column)
    op.drop_index(op.f("ix_place_parent_id"), "place")
    with op.batch_alter_table("place") as place:
        place.drop_constraint(op.f("ck_place_kind_known"), type_="check")
        place.drop_constraint(op.f("ck_place_zones_stand_alone"), type_="check")
        place.drop_constraint(op.f("fk_place_parent_id_place"), type_="foreignkey")
        for column in ("active", "kind", "parent_id"):
            place.drop_column(column)
    with op.batch_alter_table("category") as category:
        category.drop_constraint(op.f("ck_category_form_known"), type_="check")
        category.drop_column("registered")
        category.drop_column("markdown")
        category.drop_column("form")
    for table in (
        "transfer_line",
        "reservation",
        "item_photo",
        "item_attribute",
        "count_tally",
        "stock_count",
        "category_attribute",
        "transfer",
        "search_word",
        "attribute",
    ):
        op.drop_table(table)
