"""What readers of the history get."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class EventRow(BaseModel):
    """One fact, with who did it and through which door; a rule's run where one did it (`cause`), `depth` counts the rules behind it."""

    id: UUID
    workspace_id: UUID
    kind: str
    subject: UUID
    contact: UUID | None
    data: dict[str, Any]
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    source: str
    occurred_at: datetime
    depth: int = 0
    cause: UUID | None = None
