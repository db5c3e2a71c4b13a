"""Participants, their placements, who keeps and read a file, and referrers among partners."""

import sqlalchemy as sa
from alembic import op

revision = "0026_placements"
down_revision = "0024_added_stops"
branch_labels = None
depends_on = None

_ROLES = (
    "role in ('demolisher', 'contractor', 'housing_corporation', 'developer', 'wholesaler',"
    " 'architect', 'owners_association', 'municipality', 'foundation'"
)
_REFERRERS = "'benefits_agency', 'probation', 'school', 'care'"
#: Slug, names, what has to be told, months at most, and which of the marks below are set.
_TYPES = (
    ("volunteer", "Vrijwilliger", "Volunteer", "", None, "allowance"),
    (
        "work-experience",
        "Werkervaringsplek",
        "Work experience placement",
        "ends_on hours referrer mentor",
        None,
        "growth",
    ),
    (
        "participation",
        "Participatieplaats",
        "Participation placement",
        "ends_on hours referrer mentor",
        48,
        "growth",
    ),
    (
        "trial",
        "Proefplaatsing",
        "Trial placement",
        "ends_on hours referrer decided_on mentor",
        6,
        "growth",
    ),
    ("sheltered", "Beschut werk", "Sheltered work", "hours referrer mentor", None, "growth pso"),
    ("job-agreement", "Banenafspraak", "Job agreement", "hours mentor", None, "growth pso"),
    ("day-activity", "Dagbesteding (Wmo)", "Day activity (Wmo)", "hours referrer", None, "growth"),
    (
        "community-service",
        "Taakstraf",
        "Community service",
        "born_on total_minutes referrer reference",
        18,
        "closed minors_no_till counts_down mentor_signs",
    ),
    (
        "bbl",
        "BBL-leerbaan",
        "Apprenticeship (BBL)",
        "hours ends_on referrer mentor level",
        None,
        "mentor_signs growth pso",
    ),
    (
        "bol",
        "BOL-stage",
        "Internship (BOL)",
        "hours ends_on referrer mentor level",
        None,
        "mentor_signs growth",
    ),
    (
        "graduation",
        "Afstudeerproject",
        "Graduation project",
        "ends_on referrer mentor assignment",
        None,
        "mentor_signs growth",
    ),
    (
        "language",
        "Taalstage",
        "Language internship",
        "ends_on hours referrer level",
        None,
        "growth",
    ),
)
#: As what municipalities count a type for social return, where they count it.
_TARGETS = {
    "work-experience": "participation",
    "participation": "participation",
    "sheltered": "job_agreement",
    "job-agreement": "job_agreement",
    "bbl": "bbl",
    "bol": "bol",
}
_TOLD = ("slug", "name_nl", "name_en", "needs", "most_months", "sroi_target")
_MARKS = ("closed", "minors_no_till", "counts_down", "allowance", "mentor_signs", "growth", "pso")


def upgrade() -> None:
    _placement_type()
    _participant()
    _file_keeper()
    _file_read()
    _placement()
    _seed()
    _say_roles(f"{_ROLES}, {_REFERRERS})")


def _placement_type() -> None:
    op.create_table(
        "placement_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("most_months", sa.Integer(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("minors_no_till", sa.Boolean(), nullable=False),
        sa.Column("counts_down", sa.Boolean(), nullable=False),
        sa.Column("allowance", sa.Boolean(), nullable=False),
        sa.Column("mentor_signs", sa.Boolean(), nullable=False),
        sa.Column("growth", sa.Boolean(), nullable=False),
        sa.Column("sroi_target", sa.String(), nullable=False),
        sa.Column("pso", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name_nl <> '' and name_en <> ''", name=op.f("ck_placement_type_named")),
        sa.CheckConstraint("most_months > 0", name=op.f("ck_placement_type_most_months_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_type")),
        sa.UniqueConstraint("slug", name=op.f("uq_placement_type_slug")),
    )


def _participant() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("emergency", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "forgotten_at is not null or first_name <> ''", name=op.f("ck_participant_named")
        ),
        sa.CheckConstraint(
            "forgotten_at is null or (born_on is null and person_id is null and first_name = '' and last_name = '' and folded = '' and phone = '' and mail = '' and emergency = '' and content_hash = '')",
            name=op.f("ck_participant_forgotten_is_empty"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_participant_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("person_id", name=op.f("uq_participant_person_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_participant_uuid")),
    )


def _file_keeper() -> None:
    op.create_table(
        "file_keeper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_file_keeper_by_id_person")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_file_keeper_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_file_keeper_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_keeper")),
        sa.UniqueConstraint(
            "participant_id", "person_id", name=op.f("uq_file_keeper_participant_id_person_id")
        ),
    )
    op.create_index(op.f("ix_file_keeper_person_id"), "file_keeper", ["person_id"])


def _file_read() -> None:
    op.create_table(
        "file_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "answer in ('shown', 'refused')", name=op.f("ck_file_read_answer_known")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_file_read_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_file_read_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_read")),
    )
    op.create_index("ix_file_read_participant_id_at", "file_read", ["participant_id", "at"])


def _placement() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("referrer_kind", sa.String(), nullable=False),
        sa.Column("referrer_id", sa.Integer(), nullable=True),
        sa.Column("referrer_contact", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("total_minutes", sa.Integer(), nullable=True),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("coordinator_id", sa.Integer(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("next_place", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on is null) = (outcome = '')", name=op.f("ck_placement_ended_with_outcome")
        ),
        sa.CheckConstraint("ended_on >= starts_on", name=op.f("ck_placement_ended_after_start")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_placement_forwards")),
        sa.CheckConstraint("total_minutes > 0", name=op.f("ck_placement_total_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_placement_by_id_person")),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["person.id"], name=op.f("fk_placement_coordinator_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_placement_mentor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_placement_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["referrer_id"], ["customer.id"], name=op.f("fk_placement_referrer_id_customer")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_placement_site_id_site")),
        sa.ForeignKeyConstraint(
            ["type_id"], ["placement_type.id"], name=op.f("fk_placement_type_id_placement_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("uuid", name=op.f("uq_placement_uuid")),
    )
    op.create_index(op.f("ix_placement_coordinator_id"), "placement", ["coordinator_id"])
    op.create_index(op.f("ix_placement_mentor_id"), "placement", ["mentor_id"])
    op.create_index(op.f("ix_placement_participant_id"), "placement", ["participant_id"])
    op.create_index(op.f("ix_placement_referrer_id"), "placement", ["referrer_id"])


def _seed() -> None:
    """Give every shop the types that Dutch shops know; they are data from here on."""
    table = sa.table(
        "placement_type",
        *(sa.column(name) for name in _TOLD),
        *(sa.column(name) for name in (*_MARKS, "active")),
    )
    op.bulk_insert(
        table,
        [
            {
                "slug": slug,
                "name_nl": dutch,
                "name_en": english,
                "needs": needs,
                "most_months": months,
                "sroi_target": _TARGETS.get(slug, ""),
                "active": True,
                **{mark: mark in marks.split() for mark in _MARKS},
            }
            for slug, dutch, english, needs, months, marks in _TYPES
        ],
    )


def _say_roles(condition: str) -> None:
    with op.batch_alter_table("partner_role") as role:
        role.drop_constraint(op.f("ck_partner_role_role_known"), type_="check")
        role.create_check_constraint(op.f("ck_partner_role_role_known"), condition)


def downgrade() -> None:
    op.execute(f"DELETE FROM partner_role WHERE role IN ({_REFERRERS})")
    _say_roles(f"{_ROLES})")
    op.drop_table("placement")
    op.drop_table("file_read")
    op.drop_table("file_keeper")
    op.drop_table("participant")
    op.drop_table("placement_type")
