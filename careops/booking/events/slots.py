"""What happened to published times and what they repeat by."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class SlotFact(Fact):
    """A published time or a session, as it stood right after the fact; `count` is how many it is about: times, or guests."""

    kind: ClassVar[str] = "slot.changed"

    type_id: UUID | None = None
    provider_id: UUID | None = None
    starts_at: str = ""
    count: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SlotPublished(SlotFact):
    """One time, or so many at once from that one on."""

    kind: ClassVar[str] = "slot.published"


@dataclass(frozen=True, slots=True)
class SlotChanged(SlotFact):
    kind: ClassVar[str] = "slot.changed"


@dataclass(frozen=True, slots=True)
class SlotMoved(SlotFact):
    """With so many guests; each of their bookings has a fact of its own."""

    kind: ClassVar[str] = "slot.moved"


@dataclass(frozen=True, slots=True)
class SlotCancelled(SlotFact):
    """With so many guests; each of their bookings has a fact of its own."""

    kind: ClassVar[str] = "slot.cancelled"


@dataclass(frozen=True, slots=True)
class SlotRemoved(SlotFact):
    kind: ClassVar[str] = "slot.removed"


@dataclass(frozen=True, slots=True)
class SlotPatternCreated(SlotFact):
    kind: ClassVar[str] = "slot_pattern.created"


@dataclass(frozen=True, slots=True)
class SlotPatternChanged(SlotFact):
    kind: ClassVar[str] = "slot_pattern.changed"


@dataclass(frozen=True, slots=True)
class SlotPatternRemoved(SlotFact):
    kind: ClassVar[str] = "slot_pattern.removed"
