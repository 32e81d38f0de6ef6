from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class PbxRow(SQLModel, table=True):
    """The token itself stands nowhere: only who has it in the PBX can show it."""

    __tablename__ = "pbx"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    name: str
    made_at: datetime
    token_hash: str = Field(unique=True)
    is_central: bool = False
    caller_id: str = ""
    is_on: bool = True
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    refused: int = 0
    refused_at: datetime | None = None


class PbxCallRow(SQLModel, table=True):
    """`caller_key`: which calls came from one number, for as long as that is counted; never the number."""

    __tablename__ = "pbx_call"
    __table_args__ = (
        UniqueConstraint("pbx", "pbx_call"),
        Index(None, "call"),
        Index(None, "caller_key", "began_at"),
        Index(None, "began_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    pbx: int
    pbx_call: str
    call: str
    municipality: str
    direction: str
    began_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    is_rejected: bool = False
    ticket: int | None = None
    who: str = ""
    caller_key: str | None = None
