"""what leaves by mail beside reminders and what comes back: answers, calendar files, attachments"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()
HELD = sa.text("fate = 'held'")
RECEIVED = ("fate", "reason", "sender", "subject", "text", "quoted", "refused", "message_id")
ADDED = {"kind": "reminder", "reply_to": "", "in_reply_to": "", "calendar": ""}


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        for name, before in ADDED.items():
            batch_op.add_column(sa.Column(name, TEXT, nullable=False, server_default=before))
    with op.batch_alter_table("message", schema=None) as batch_op:
        for name in ADDED:
            batch_op.alter_column(name, existing_type=TEXT, server_default=None)
        batch_op.create_index(batch_op.f("ix_message_case_number"), ["case_number"], unique=False)
    attachments()
    received()


def attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("received_id", sa.Integer(), nullable=True),
        sa.Column("case_number", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    for column in ("ticket_id", "received_id", "digest"):
        op.create_index(op.f(f"ix_attachment_{column}"), "attachment", [column])


def received() -> None:
    op.create_table(
        "received",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("municipality", TEXT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("case_number", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in RECEIVED),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
        sa.UniqueConstraint("key", name=op.f("uq_received_key")),
    )
    for column in ("ticket_id", "case_number"):
        op.create_index(op.f(f"ix_received_{column}"), "received", [column])
    op.create_index(
        "ix_received_held", "received", ["municipality"], sqlite_where=HELD, postgresql_where=HELD,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("received")
    op.drop_table("attachment")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_case_number"))
        for name in ADDED:
            batch_op.drop_column(name)
