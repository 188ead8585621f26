"""What happens to forms."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class FormChanged(Fact):
    """A form was made or edited; `number` is its present version."""

    kind: ClassVar[str] = "form.changed"
    name: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class FormRequested(Fact):
    """Somebody was asked to fill in a form; the subject is their copy."""

    kind: ClassVar[str] = "form.requested"
    template_id: UUID | None = None
    name: str = ""
    booking_id: UUID | None = None
    due_at: str = ""


@dataclass(frozen=True, slots=True)
class FormOverdue(Fact):
    """A copy was not filled in in time; told once. The subject is the copy."""

    kind: ClassVar[str] = "form.overdue"
    template_id: UUID | None = None
    name: str = ""
    booking_id: UUID | None = None
    due_at: str = ""
