"""every entry of the journal carries the hash of the one before

Entries written before this step are chained here, in the order of their ids, on one strand.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
CHAINED = {"strand": sa.Integer(), "position": sa.Integer(), "before": TEXT, "hash": TEXT}
PAGE = 1000


def upgrade() -> None:
    op.create_table(
        "journal_strand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_strand")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        for name, kind in CHAINED.items():
            empty = "0" if isinstance(kind, sa.Integer) else ""
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
    chain()
    with op.batch_alter_table("journal", schema=None) as batch_op:
        for name, kind in CHAINED.items():
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.create_index(batch_op.f("ix_journal_strand_position"), ["strand", "position"], unique=False)


def chain() -> None:
    """As the program did it on the day of this step: a migration does not change when the program does."""
    journal = sa.table(
        "journal", sa.column("id", sa.Integer), sa.column("at", sqlmodel.sql.sqltypes.UTCDateTime()),
        *(sa.column(name, TEXT) for name in ("municipality", "office", "case_number", "act", "actor")),
        sa.column("details", sa.JSON), *(sa.column(name, kind) for name, kind in CHAINED.items()),
    )  # fmt: skip
    connection = op.get_bind()
    last, count, before = 0, 0, "0" * 64
    query = sa.select(journal).where(journal.c.id > sa.bindparam("last")).order_by(journal.c.id).limit(PAGE)
    while rows := connection.execute(query, {"last": last}).all():
        for row in rows:
            count += 1
            at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
            said = [
                1,
                count,
                before,
                at,
                row.municipality,
                row.office,
                row.case_number,
                row.act,
                row.actor,
                row.details,
            ]
            written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            own = hashlib.sha256(written.encode()).hexdigest()
            place = {"strand": 1, "position": count, "before": before, "hash": own}
            connection.execute(sa.update(journal).where(journal.c.id == row.id).values(place))
            last, before = row.id, own
    if count:
        strand = sa.table("journal_strand", *(sa.column(name) for name in ("count", "hash")))
        connection.execute(sa.insert(strand).values(count=count, hash=before))


def downgrade() -> None:
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_strand_position"))
        for name in CHAINED:
            batch_op.drop_column(name)
    op.drop_table("journal_strand")
