"""How fast forms come back."""

from uuid import UUID

from pydantic import BaseModel


class FormTurnaround(BaseModel):
    """One form's copies that were sent in a stretch of days. `median` is in seconds from sent to filled in; None where none was."""

    template_id: UUID
    name: str
    sent: int
    completed: int
    on_time: int
    overdue: int
    median: int | None


class FormStep(BaseModel):
    """So many copies sent in one step of the days, and how many of those were filled in, and in time."""

    step: int
    sent: int
    completed: int
    on_time: int
