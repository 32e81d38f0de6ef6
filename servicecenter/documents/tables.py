from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class DocumentRow(SQLModel, table=True):
    """Rows are only ever added; the highest version of (kind, holder, name) is the current one."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "holder", "name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    holder: str
    name: str
    version: int
    text: str = Field(sa_type=Text)
    digest: str
    origin: str
    at: datetime
    by: str
    removed: bool = False
    reviewed_by: str = ""
