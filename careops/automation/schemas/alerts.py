"""What readers get of alerts."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict


class AlertRow(BaseModel):
    """Something that needs a person, as a sentence with the way to mend it."""

    id: UUID
    kind: str
    priority: str
    sentence: str
    fix: str
    href: str
    subject: UUID
    contact_id: UUID | None
    times: int
    created_at: datetime
    last_at: datetime
    read_at: datetime | None
    resolved_at: datetime | None
    resolved_by: str
    assignee_id: UUID | None
    assignee: str
    snoozed_until: datetime | None


class AssignAlertIn(BaseModel):
    """Who looks after it; nobody when empty."""

    model_config = ConfigDict(extra="forbid")
    member_id: UUID | None = None


class SnoozeAlertIn(BaseModel):
    """Until when it stays out of the way; empty brings it back."""

    model_config = ConfigDict(extra="forbid")
    until: AwareDatetime | None = None
