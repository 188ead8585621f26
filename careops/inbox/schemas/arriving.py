"""What arrived, as readers get it and as the worker takes it on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from careops.integrations.ports import Attachment

ArrivalState = Literal["waiting", "parked", "failed", "done"]


class ArrivalRow(BaseModel):
    """One piece of news from a provider and what became of it; what was said is not repeated here."""

    id: UUID
    integration_id: UUID
    provider: str
    kind: str
    state: str
    tries: int
    due_at: datetime | None
    reason: str
    message_id: UUID | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """News somebody took on until its lease ends; `tries` fences: whoever ends it must have made the latest."""

    id: UUID
    workspace_id: UUID
    integration_id: UUID
    provider: str
    event_id: str
    kind: str
    body: dict[str, Any]
    tries: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, ready to be kept."""

    text: str
    quoted: str
    html: str
    files: tuple[Attachment, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file with its bytes, for the door that hands it out."""

    name: str
    mime: str
    content: bytes
