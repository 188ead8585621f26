"""What readers get of alerts."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


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
