"""The second step at the log-in: codes of a phone, codes on paper, and half log-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0023_second_factor"
down_revision = "0022_transport"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("auth_session") as login:
        login.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_used_step", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at is null) = (last_used_step = 0)",
            name=op.f("ck_second_factor_confirmed_by_a_code"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factor_person_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    op.create_table(
        "half_login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_half_login_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_login")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_half_login_secret_hash")),
    )


def downgrade() -> None:
    op.drop_table("half_login")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    with op.batch_alter_table("auth_session") as login:
        login.drop_column("proved_at")
