from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from servicecenter.database import SQLModel
from servicecenter.journal.chain import START


class JournalRow(SQLModel, table=True):
    """Place and hash are written at the commit; a row without them is one that the program did not write."""

    __tablename__ = "journal"
    # The place is not unique: a row put in from outside must be found, not keep the program from writing.
    __table_args__ = (
        Index(None, "case_number", "id"),
        Index(None, "municipality", "at"),
        Index(None, "strand", "position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    municipality: str
    office: str | None = None
    case_number: str
    act: str
    actor: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    strand: int = 0
    position: int = 0
    before: str = ""
    hash: str = ""


class StrandRow(SQLModel, table=True):
    """The head of one strand. Whoever holds the row's lock appends to it."""

    __tablename__ = "journal_strand"

    id: int | None = Field(default=None, primary_key=True)
    count: int = 0
    hash: str = START
