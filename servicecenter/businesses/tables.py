from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class BusinessRow(SQLModel, table=True):
    __tablename__ = "business"
    __table_args__ = (Index(None, "municipality", "erased_at"), Index(None, "merged_into"))

    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    name: str
    form: str = ""
    address: str = ""
    district: str = ""
    lotse: str
    adviser: str = ""
    made_at: datetime
    kept_for: str = ""
    kept_by: str = ""
    merged_into: int | None = None
    erased_at: datetime | None = None


class BusinessPersonRow(SQLModel, table=True):
    __tablename__ = "business_person"
    __table_args__ = (Index(None, "phone"),)

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = Field(
        sa_column=Column(Integer, ForeignKey("business.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    reach: str = ""


class BusinessContactRow(SQLModel, table=True):
    """Which contacts were about it; `contact_id` without a key: contacts stand above businesses."""

    __tablename__ = "business_contact"
    __table_args__ = (UniqueConstraint("contact_id"), Index(None, "case_number"))

    id: int | None = Field(default=None, primary_key=True)
    business_id: int = Field(
        sa_column=Column(Integer, ForeignKey("business.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    contact_id: int
    case_number: str
    linked_at: datetime
