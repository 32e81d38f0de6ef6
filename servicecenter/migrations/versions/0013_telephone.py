"""calls that go on, agents, why a call went to whom, who leads, and announcements"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    _running()
    _kept()
    op.create_table(
        "announcement",
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("uploaded_by", TEXT, nullable=False),
        sa.Column("wav", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "name", name=op.f("pk_announcement")),
    )


def _running() -> None:
    for name in ("telephone_call", "telephone_agent"):
        of_a_call: list[sa.Column[str]] = (
            [sa.Column("municipality", TEXT, nullable=False)] if name == "telephone_call" else []
        )
        op.create_table(
            name,
            sa.Column("id", TEXT, nullable=False),
            *of_a_call,
            sa.Column("state", TEXT, nullable=False),
            sa.Column("changed_at", INSTANT, nullable=False),
            sa.Column("details", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
    op.create_table(
        "telephone_lead",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("scheduler", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_telephone_lead")),
    )
    op.create_table(
        "telephone_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telephone_act")),
    )


def _kept() -> None:
    op.create_table(
        "telephone_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telephone_offer")),
    )
    with op.batch_alter_table("telephone_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telephone_offer_call"), ["call"], unique=False)
        batch_op.create_index(batch_op.f("ix_telephone_offer_at"), ["at"], unique=False)
    op.create_table(
        "telephone_dial",
        sa.Column("call", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_telephone_dial")),
    )
    with op.batch_alter_table("telephone_dial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telephone_dial_subject"), ["subject"], unique=False)
    op.create_table(
        "telephone_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("call", "municipality", "office", "case_number")),
        sa.Column("leistung", TEXT, nullable=True),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telephone_handover")),
    )
    with op.batch_alter_table("telephone_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_telephone_handover_at"), ["at"], unique=False)


def downgrade() -> None:
    for name in (
        "announcement", "telephone_handover", "telephone_dial", "telephone_offer", "telephone_act", "telephone_lead",
        "telephone_agent", "telephone_call",
    ):  # fmt: skip
        op.drop_table(name)
