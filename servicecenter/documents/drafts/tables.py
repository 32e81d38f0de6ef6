from datetime import date, datetime

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field

from servicecenter.database import SQLModel

_OPEN = text("state IN ('edited', 'in_review', 'approved')")


class DraftRow(SQLModel, table=True):
    """One open draft for each text: two editors share it and are told of each other, nobody overwrites anybody."""

    __tablename__ = "document_draft"
    __table_args__ = (
        Index("uq_document_draft_open", "kind", "holder", "name", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    holder: str
    name: str
    text: str = Field(sa_type=Text)
    based_on: int
    state: str
    revision: int
    editors: list[str] = Field(sa_type=JSON)
    edited_by: str
    edited_name: str
    edited_at: datetime
    reviewer_name: str = ""
    remark: str = ""
    release_on: date | None = None
