"""How far setting up is. What was entered lives in the domains; here is only what they cannot know."""

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.db import Scoped


class Onboarding(Scoped, table=True):
    """Which steps were ended or skipped, and what a preset put in (so that another preset can take it out again)."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", name="uq_onboarding_workspace"),)
    preset: str = Field(default="", max_length=20)
    steps: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    filled: dict[str, list[str]] = Field(default_factory=dict, sa_type=sa.JSON)
