"""callbacks that nobody answers, tickets handed over and returned, and the day on which personal data went"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
INSTANT = sqlmodel.sql.sqltypes.UTCDateTime()
HELD = sa.text("erased_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("exhausted_at", INSTANT, nullable=True))
    with op.batch_alter_table("callback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempts_elsewhere", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("callback", schema=None) as batch_op:
        batch_op.alter_column("attempts_elsewhere", existing_type=sa.Integer(), server_default=None)
    tickets()
    op.create_table(
        "ticket_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bundle", TEXT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("holder_name", TEXT, nullable=False),
        sa.Column("held_since", INSTANT, nullable=False),
        sa.Column("returned_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_return_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_return")),
    )
    with op.batch_alter_table("ticket_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_return_bundle"), ["bundle"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_return_ticket_id"), ["ticket_id"], unique=False)
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", INSTANT, nullable=True))
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_held", ["municipality", "handbook", "id"], unique=False,
            sqlite_where=HELD, postgresql_where=HELD,
        )  # fmt: skip


def tickets() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("handed_over_by", TEXT, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handed_over_note", TEXT, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("erased_at", INSTANT, nullable=True))
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.alter_column("handed_over_by", existing_type=TEXT, server_default=None)
        batch_op.alter_column("handed_over_note", existing_type=TEXT, server_default=None)
    # One taken back at the desk lived for seconds: it closed when it was made.
    op.execute("UPDATE ticket SET closed_at = answered_at WHERE state = 'answered'")
    op.execute("UPDATE ticket SET closed_at = made_at WHERE state = 'withdrawn'")


def downgrade() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_held", sqlite_where=HELD, postgresql_where=HELD)
        batch_op.drop_column("erased_at")
    op.drop_table("ticket_return")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        for name in ("closed_at", "handed_over_by", "handed_over_note", "erased_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("callback", schema=None) as batch_op:
        batch_op.drop_column("attempts_elsewhere")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_column("exhausted_at")
