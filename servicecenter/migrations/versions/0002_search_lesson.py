"""what closed contacts teach the search"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("article", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("query", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("closed", sa.Float(), nullable=False),
        sa.Column("closed_times", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Float(), nullable=False),
        sa.Column("rejected_times", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_lesson")),
        sa.UniqueConstraint("municipality", "key", "article", name=op.f("uq_search_lesson_municipality_key_article")),
    )
    with op.batch_alter_table("search_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_lesson_changed_at"), ["changed_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_lesson_changed_at"))

    op.drop_table("search_lesson")
