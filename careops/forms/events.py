"""What happens to forms. The subject of what happens to a copy is the copy."""

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class FormChanged(Fact):
    """A form was made or edited; `number` is its present version."""

    kind: ClassVar[str] = "form.changed"
    name: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class CopyFact(Fact):
    """A copy as it stood right after the fact; it tells enough that a message can be written without asking again."""

    kind: ClassVar[str] = "form.copy"
    template_id: UUID | None = None
    name: str = ""
    booking_id: UUID | None = None
    due_at: str = ""
    link_salt: str = ""


@dataclass(frozen=True, slots=True)
class FormRequested(CopyFact):
    """Somebody was asked to fill in a form."""

    kind: ClassVar[str] = "form.requested"


@dataclass(frozen=True, slots=True)
class FormResent(CopyFact):
    """They are asked again, with a new link; the one before opens nothing any more."""

    kind: ClassVar[str] = "form.resent"


@dataclass(frozen=True, slots=True)
class FormReminded(CopyFact):
    """They are reminded: soon it will be due, or somebody on the team wants it."""

    kind: ClassVar[str] = "form.reminded"


@dataclass(frozen=True, slots=True)
class FormDueMoved(CopyFact):
    """It is due at another time."""

    kind: ClassVar[str] = "form.due_moved"


@dataclass(frozen=True, slots=True)
class FormOverdue(CopyFact):
    """A copy was not filled in in time; told once."""

    kind: ClassVar[str] = "form.overdue"


@dataclass(frozen=True, slots=True)
class FormCompleted(CopyFact):
    """All was answered and sent. The answers themselves are told to nobody who does not ask for them.

    `send_copy`: whoever filled it in held the private link, and gets a copy.
    """

    kind: ClassVar[str] = "form.completed"
    send_copy: bool = False


@dataclass(frozen=True, slots=True)
class FormWaived(CopyFact):
    """It need not be filled in any more."""

    kind: ClassVar[str] = "form.waived"
    why: str = ""


@dataclass(frozen=True, slots=True)
class FormKept(CopyFact):
    """Answers became the contact's; `changes` tells of each what it was before."""

    kind: ClassVar[str] = "form.kept"
    changes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
