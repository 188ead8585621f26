"""Forgetting somebody."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line


class EraseIn(BaseModel):
    """Who is forgotten, by their name as it is kept, so that nobody is by accident."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Cleo Marsh", "cancel": True}]})
    name: Annotated[Line, Field(min_length=1, max_length=120)]
    cancel: bool = Field(default=False, description="Upcoming bookings are cancelled with it; else they refuse it")


class Left(BaseModel):
    """So many rows of one kind; those that stay lose every word of the person."""

    table: str
    called: str
    count: int
    stays: bool


class ErasePreview(BaseModel):
    """What there is of a person; nothing has happened yet."""

    contact_id: UUID
    name: str
    upcoming: int
    left: list[Left]


class ErasureRow(BaseModel):
    """Somebody was forgotten: how many rows of each table, and nothing of who it was."""

    id: UUID
    contact_id: UUID
    removed: dict[str, int]
