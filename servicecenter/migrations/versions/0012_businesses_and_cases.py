"""businesses with their people and contacts; cases of several offices, their parts, and what a business consented to"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()
HELD = sa.text("erased_at IS NULL")


def upgrade() -> None:
    businesses()
    cases()
    parts()


def businesses() -> None:
    op.create_table(
        "business",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("municipality", "name", "form", "address", "district")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("lotse", "adviser")),
        sa.Column("made_at", INSTANT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("kept_for", "kept_by")),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business")),
    )
    indexes("business", ("municipality", "erased_at"), ("merged_into",))
    op.create_table(
        "business_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("name", "role", "phone", "email", "reach")),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_business_person_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_person")),
    )
    indexes("business_person", ("business_id",), ("phone",))
    op.create_table(
        "business_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("case_number", TEXT, nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_business_contact_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_contact")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_business_contact_contact_id")),
    )
    indexes("business_contact", ("business_id",), ("case_number",))


def cases() -> None:
    op.create_table(
        "business_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", TEXT, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("vorhaben", "title", "lotse")),
        sa.Column("district", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", TEXT, nullable=False),
        sa.Column("handbook", sa.Date(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("reopened_at", INSTANT, nullable=True),
        sa.Column("reopened_reason", TEXT, nullable=False),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_business_case_contact_id_contact")),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], name=op.f("fk_business_case_business_id_business")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_case")),
        sa.UniqueConstraint("case_number", name=op.f("uq_business_case_case_number")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_business_case_contact_id")),
    )
    indexes("business_case", ("municipality", "lotse"), ("business_id",))
    with op.batch_alter_table("business_case", schema=None) as batch_op:
        batch_op.create_index(
            "ix_business_case_held", ["state", "id"], unique=False, sqlite_where=HELD, postgresql_where=HELD
        )


def parts() -> None:
    op.create_table(
        "case_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("leistung", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("asks", "after")),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_reason", TEXT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("dropped_at", INSTANT, nullable=True),
        sa.Column("dropped_reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["business_case.id"], name=op.f("fk_case_part_case_id_business_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_part")),
    )
    indexes("case_part", ("case_id",), ("ticket_id",), ("message",))
    op.create_table(
        "case_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("given_by", TEXT, nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("how", "covers", "sentence", "recorded_by")),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawn_by", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["case_part.id"], name=op.f("fk_case_consent_part_id_case_part"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consent")),
    )
    indexes("case_consent", ("part_id",))


def indexes(table: str, *columns: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for names in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{'_'.join(names)}"), list(names), unique=False)


def downgrade() -> None:
    for table in ("case_consent", "case_part", "business_case", "business_contact", "business_person", "business"):
        op.drop_table(table)
