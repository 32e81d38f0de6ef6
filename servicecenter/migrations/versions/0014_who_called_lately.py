"""how often a number has called within the hour, without the number: the count survives a restart"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "telephone_arrival",
        sa.Column("call", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("caller_key", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_telephone_arrival")),
    )
    op.create_index(op.f("ix_telephone_arrival_at"), "telephone_arrival", ["at"])


def downgrade() -> None:
    op.drop_table("telephone_arrival")
