"""the raw instants of every step of a call"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "call_instant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("call", TEXT, nullable=False),
        sa.Column("leg", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_instant")),
        sa.UniqueConstraint("call", "leg", "step", "n", name=op.f("uq_call_instant_call_leg_step_n")),
    )
    op.create_index(
        op.f("ix_call_instant_municipality_step_at"), "call_instant", ["municipality", "step", "at"], unique=False
    )
    op.create_index(op.f("ix_call_instant_step_at"), "call_instant", ["step", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("call_instant")
