"""connected PBXs, and the calls they tell of"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "pbx",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("is_central", sa.Boolean(), nullable=False),
        sa.Column("caller_id", TEXT, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("refused_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pbx")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pbx_token_hash")),
    )
    op.create_table(
        "pbx_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pbx", sa.Integer(), nullable=False),
        sa.Column("pbx_call", TEXT, nullable=False),
        sa.Column("call", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("is_rejected", sa.Boolean(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("caller_key", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pbx_call")),
        sa.UniqueConstraint("pbx", "pbx_call", name=op.f("uq_pbx_call_pbx_pbx_call")),
    )
    op.create_index(op.f("ix_pbx_call_began_at"), "pbx_call", ["began_at"])
    op.create_index(op.f("ix_pbx_call_call"), "pbx_call", ["call"])
    op.create_index(op.f("ix_pbx_call_caller_key_began_at"), "pbx_call", ["caller_key", "began_at"])


def downgrade() -> None:
    op.drop_table("pbx_call")
    op.drop_table("pbx")
