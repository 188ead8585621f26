"""What readers get of jobs and their runs, and what a runner holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class JobRunRow(BaseModel):
    """One occurrence of a job and how it went. Of what ran for the whole installation only its owner reads results and errors."""

    id: UUID
    job: str
    key: str
    state: str
    planned_at: datetime
    due_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    ms: int
    tries: int
    asked_by: str
    result: str
    error: str


class JobRow(BaseModel):
    """A job, when it is due, and how it went last; `startable` by whoever reads this, or only by the clock."""

    name: str
    title: str
    about: str
    schedule: str
    scope: str
    next_at: datetime | None
    state: str
    last: JobRunRow | None
    startable: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A run somebody has taken on; whoever writes for it shows its fence."""

    id: UUID
    workspace_id: UUID
    job: str
    fence: int
    tries: int
    planned_at: datetime
    started_at: datetime
