"""One row a workspace; it appears with the first thing the owner says about the business."""

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.db import Scoped, owned


class Business(Scoped, table=True):
    """How a workspace presents itself and tells time and money; its name, address word and status live in the workspace."""

    __table_args__ = (
        owned("business"),
        sa.UniqueConstraint("workspace_id", name="uq_business_workspace"),
        sa.CheckConstraint("hour_cycle IN (12, 24)", name="hour_cycle"),
        sa.CheckConstraint("first_weekday BETWEEN 0 AND 6", name="first_weekday"),
    )
    trade: str = Field(default="", max_length=20)
    timezone: str = Field(default="UTC", max_length=64)
    currency: str = Field(default="EUR", max_length=3)
    country: str = Field(default="", max_length=2)
    locale: str = Field(default="en", max_length=16)
    hour_cycle: int = 24
    first_weekday: int = 0
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=300)
    accent: str = Field(default="", max_length=7)
    initials: str = Field(default="", max_length=2)
    description: str = Field(default="", max_length=1000)
    welcome: str = Field(default="", max_length=1000)
    cancellation_policy: str = Field(default="", max_length=1000)
    vocabulary: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    version: int = 1
