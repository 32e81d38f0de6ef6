"""tickets given back, merged, reopened and complained about; remarks on them; promises with a notice or on hold"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()
IN_INBOX = sa.text("state IN ('new', 'accepted')")
IS_ASKED = sa.text("kind IN ('question', 'statement') AND answered_at IS NULL")
FILLED = {
    "kind": (TEXT, "concern"),
    "about_case": (TEXT, ""),
    "given_back": (sa.Integer(), "0"),
    "reopened": (sa.Integer(), "0"),
}
# What is owed about a ticket: by itself, or by its callback.
STRICTEST = """UPDATE ticket SET {column} = (
    SELECT promise.{column} FROM promise
    WHERE promise.state IN ('open', 'at_risk', 'breached') AND (
        promise.subject = 'ticket:' || ticket.id
        OR promise.subject IN (SELECT 'callback:' || callback.id FROM callback WHERE callback.ticket_id = ticket.id)
    )
    ORDER BY promise.due_at, promise.id LIMIT 1
) WHERE state IN ('new', 'accepted')"""


def upgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        for name, (kind, value) in FILLED.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        batch_op.add_column(sa.Column("about_office", TEXT, nullable=True))
        batch_op.add_column(sa.Column("due_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("at_risk_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_at", INSTANT, nullable=True))
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        for name, (kind, _) in FILLED.items():
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.create_index(batch_op.f("ix_ticket_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(
            "ix_ticket_inbox", ["municipality", "office", "due_at", "id", "at_risk_at"], unique=False,
            sqlite_where=IN_INBOX, postgresql_where=IN_INBOX,
        )  # fmt: skip
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noticed_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("noticed_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("paused_at", INSTANT, nullable=True))
    for column in ("due_at", "at_risk_at"):
        op.execute(STRICTEST.format(column=column))
    remarks()


def remarks() -> None:
    texts = ("municipality", "case_number", "kind", "office", "text", "by", "by_name")
    op.create_table(
        "ticket_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in texts),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("to", TEXT, nullable=False),
        sa.Column("moved_to", TEXT, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_name", TEXT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("settled", TEXT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_remark_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_remark")),
    )
    with op.batch_alter_table("ticket_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_remark_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_remark_kind_settled_at"), ["kind", "settled_at"], unique=False)
        batch_op.create_index(
            "ix_ticket_remark_asked", ["municipality", "to"], unique=False,
            sqlite_where=IS_ASKED, postgresql_where=IS_ASKED,
        )  # fmt: skip


def downgrade() -> None:
    op.drop_table("ticket_remark")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        for name in ("noticed_at", "noticed_until", "paused_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_inbox", sqlite_where=IN_INBOX, postgresql_where=IN_INBOX)
        batch_op.drop_index(batch_op.f("ix_ticket_merged_into"))
        for name in (*FILLED, "about_office", "due_at", "at_risk_at", "merged_into", "merged_at"):
            batch_op.drop_column(name)
