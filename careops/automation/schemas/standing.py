"""How the thing a rule is about stands right now, as far as a rule wants to know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careops.contacts.schemas import ContactRow


@dataclass(frozen=True, slots=True)
class BookingNow:
    """A booking as it is now; the words a message about it needs are in `facts`, named as in its events."""

    status: str
    starts_at: datetime
    ends_at: datetime
    provider_id: UUID
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class TalkNow:
    """The conversation with the contact."""

    id: UUID
    status: str
    waiting_since: datetime | None
    last_inbound_at: datetime | None
    answered_at: datetime | None
    assigned: bool
    paused_by: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormNow:
    """A copy of a form somebody was asked for."""

    status: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Live:
    """All of it; what nobody asked for is not there."""

    contact: ContactRow | None = None
    booking: BookingNow | None = None
    talk: TalkNow | None = None
    form: FormNow | None = None
    visits: int | None = None
    upcoming: bool | None = None
