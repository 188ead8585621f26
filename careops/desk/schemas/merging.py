"""Two entries that become one, and back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Version

Side = Literal["kept", "merged", "both"]
FieldName = Annotated[str, Field(max_length=60)]


class MergeIn(BaseModel):
    """Whose entry becomes part of this one, and whose word counts for each field; left out, the kept one's, else the other's.

    A field of the business's own is named "fields.<key>".
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"merged_id": "0199f3a2-7c1e-7000-8000-000000000001", "take": {"phone": "merged", "notes": "both"}}]
        },
    )
    merged_id: UUID
    take: Annotated[dict[FieldName, Side], Field(max_length=200)] = Field(default_factory=dict[str, Side])
    version: Version | None = Field(default=None, description="Of the kept contact, as it was read")
    merged_version: Version | None = Field(default=None, description="Of the other contact, as it was read")


class UnmergeIn(BaseModel):
    """Which merge is undone; left out, the latest of this contact."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})
    merge_id: UUID | None = None


class Choice(BaseModel):
    """One field of both, and what it will be."""

    key: str
    label: str
    kept: str
    merged: str
    becomes: str
    differs: bool


class Moving(BaseModel):
    """So many rows of one kind change hands; `aside` of them give way to what the kept contact has already."""

    table: str
    called: str
    count: int
    aside: int = 0


class MergePreview(BaseModel):
    """What a merge would come to; nothing has happened yet."""

    kept_id: UUID
    merged_id: UUID
    kept_name: str
    merged_name: str
    version: int
    merged_version: int
    fields: list[Choice]
    moves: list[Moving]
    stricter: list[str] = Field(description="Channel and purpose that one of the two refused: nothing is sent there afterwards")


class MergeRow(BaseModel):
    """A merge that was done; `undone_at` once it was taken back."""

    id: UUID
    kept_id: UUID
    merged_id: UUID
    merged_name: str
    moved: int
    actor_name: str
    at: datetime
    undone_at: datetime | None = None


class UnmergeRow(BaseModel):
    """They are two again. `left` says what could not be put back, and why."""

    merge_id: UUID
    kept_id: UUID
    merged_id: UUID
    back: int
    left: list[str]


class Suggestion(BaseModel):
    """Somebody who may be the same person, and why."""

    id: UUID
    name: str
    email: str
    phone: str
    reason: str
    why: str
