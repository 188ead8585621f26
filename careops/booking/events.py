"""What happened to bookings; each fact tells enough that a message can be written without asking again."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class BookingFact(Fact):
    """A booking as it stood right after the fact; times are ISO in UTC, `timezone` is the wall clock they were agreed on."""

    kind: ClassVar[str] = "booking.changed"

    status: str = ""
    type_id: UUID | None = None
    type_name: str = ""
    provider_id: UUID | None = None
    provider_name: str = ""
    contact_name: str = ""
    starts_at: str = ""
    ends_at: str = ""
    timezone: str = ""
    duration: int = 0
    price: int = 0
    currency: str = ""
    location_kind: str = ""
    location: str = ""
    policy: str = ""
    cancel_until: str = ""
    reschedule_until: str = ""
    notes: str = ""
    booking_source: str = ""
    link_salt: str = ""
    sequence: int = 0
    series_id: UUID | None = None
    together: bool = False  # it happened to several at once, and one fact about all of them is told beside


@dataclass(frozen=True, slots=True)
class BookingCreated(BookingFact):
    """Somebody booked; `status` says whether it is confirmed already or waits for approval. `waitlisted`: for them, by the waitlist."""

    kind: ClassVar[str] = "booking.created"

    waitlisted: bool = False


@dataclass(frozen=True, slots=True)
class BookingConfirmed(BookingFact):
    """Staff said yes to a request."""

    kind: ClassVar[str] = "booking.confirmed"


@dataclass(frozen=True, slots=True)
class BookingRescheduled(BookingFact):
    """The same booking at another time, or with somebody else. `waitlisted`: for them, since something earlier was free."""

    kind: ClassVar[str] = "booking.rescheduled"

    old_starts_at: str = ""
    old_ends_at: str = ""
    old_timezone: str = ""
    old_provider_id: UUID | None = None
    old_provider_name: str = ""
    waitlisted: bool = False


@dataclass(frozen=True, slots=True)
class BookingCancelled(BookingFact):
    """It will not take place; `by` is customer or staff, `declined` when a request was turned down."""

    kind: ClassVar[str] = "booking.cancelled"

    by: str = ""
    reason: str = ""
    declined: bool = False


@dataclass(frozen=True, slots=True)
class BookingCompleted(BookingFact):
    kind: ClassVar[str] = "booking.completed"


@dataclass(frozen=True, slots=True)
class BookingNoShow(BookingFact):
    kind: ClassVar[str] = "booking.no_show"


@dataclass(frozen=True, slots=True)
class BookingEdited(BookingFact):
    """Notes or place changed; nothing the customer has to be told."""

    kind: ClassVar[str] = "booking.edited"


@dataclass(frozen=True, slots=True)
class SeriesFact(Fact):
    """Visits of a series to which the same happened at once; each has a fact of its own, the customer hears of all in one message.

    `visits` are rows of booking id, start, end, status, the link's salt, the calendar entry's sequence and the start before (or "").
    `ends_at` is the end of the last of them.
    """

    kind: ClassVar[str] = "booking_series.changed"

    status: str = ""
    type_name: str = ""
    provider_name: str = ""
    contact_name: str = ""
    timezone: str = ""
    ends_at: str = ""
    price: int = 0
    currency: str = ""
    location_kind: str = ""
    location: str = ""
    policy: str = ""
    cancel_hours: int = 0
    visits: list[list[str]] | None = None


@dataclass(frozen=True, slots=True)
class SeriesCreated(SeriesFact):
    """Somebody booked a series; `status` says whether it is confirmed already or waits for approval."""

    kind: ClassVar[str] = "booking_series.created"


@dataclass(frozen=True, slots=True)
class SeriesConfirmed(SeriesFact):
    kind: ClassVar[str] = "booking_series.confirmed"


@dataclass(frozen=True, slots=True)
class SeriesRescheduled(SeriesFact):
    kind: ClassVar[str] = "booking_series.rescheduled"


@dataclass(frozen=True, slots=True)
class SeriesCancelled(SeriesFact):
    """These visits will not take place; `by` is customer or staff."""

    kind: ClassVar[str] = "booking_series.cancelled"

    by: str = ""
    reason: str = ""


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


@dataclass(frozen=True, slots=True)
class CatalogueFact(Fact):
    """Something about what is sold or who does it; `name` as it is now, `changed` the fields that differ from before."""

    kind: ClassVar[str] = "catalogue.changed"

    name: str = ""
    changed: list[str] | None = None


@dataclass(frozen=True, slots=True)
class BookingTypeCreated(CatalogueFact):
    kind: ClassVar[str] = "booking_type.created"


@dataclass(frozen=True, slots=True)
class BookingTypeChanged(CatalogueFact):
    kind: ClassVar[str] = "booking_type.changed"


@dataclass(frozen=True, slots=True)
class BookingTypeRemoved(CatalogueFact):
    kind: ClassVar[str] = "booking_type.removed"


@dataclass(frozen=True, slots=True)
class ProviderCreated(CatalogueFact):
    kind: ClassVar[str] = "provider.created"


@dataclass(frozen=True, slots=True)
class ProviderChanged(CatalogueFact):
    kind: ClassVar[str] = "provider.changed"


@dataclass(frozen=True, slots=True)
class ProviderRemoved(CatalogueFact):
    kind: ClassVar[str] = "provider.removed"


@dataclass(frozen=True, slots=True)
class HoursChanged(CatalogueFact):
    """A provider's week, or single dates of it, changed."""

    kind: ClassVar[str] = "provider.hours_changed"


# ── the waitlist ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WishFact(Fact):
    """A wish as it stood right after the fact; `starts_at` is the time it is about, if any, `until` when an offer ends.

    `mode` is how its service's waitlist works, `moves` whether they have a booking already and would come earlier.
    """

    kind: ClassVar[str] = "waitlist.changed"

    status: str = ""
    mode: str = ""
    type_id: UUID | None = None
    type_name: str = ""
    provider_name: str = ""
    contact_name: str = ""
    party: int = 1
    starts_at: str = ""
    timezone: str = ""
    until: str = ""
    moves: bool = False
    booking_id: UUID | None = None
    link_salt: str = ""


@dataclass(frozen=True, slots=True)
class WaitlistWished(WishFact):
    kind: ClassVar[str] = "waitlist.wished"


@dataclass(frozen=True, slots=True)
class WaitlistOffered(WishFact):
    """A time is kept for them alone `until` then."""

    kind: ClassVar[str] = "waitlist.offered"


@dataclass(frozen=True, slots=True)
class WaitlistNotified(WishFact):
    """They were told of a time that whoever comes first can have."""

    kind: ClassVar[str] = "waitlist.notified"


@dataclass(frozen=True, slots=True)
class WaitlistMatched(WishFact):
    """A time would suit them, and staff choose who gets it."""

    kind: ClassVar[str] = "waitlist.matched"


@dataclass(frozen=True, slots=True)
class WaitlistUnmatched(WishFact):
    """What would have suited them is gone."""

    kind: ClassVar[str] = "waitlist.unmatched"


@dataclass(frozen=True, slots=True)
class WaitlistAccepted(WishFact):
    kind: ClassVar[str] = "waitlist.accepted"


@dataclass(frozen=True, slots=True)
class WaitlistDeclined(WishFact):
    kind: ClassVar[str] = "waitlist.declined"


@dataclass(frozen=True, slots=True)
class WaitlistExpired(WishFact):
    """An offer was not answered in time, and the wish waits on (`status` waiting); or the wish's days have passed (expired)."""

    kind: ClassVar[str] = "waitlist.expired"


@dataclass(frozen=True, slots=True)
class WaitlistWithdrawn(WishFact):
    kind: ClassVar[str] = "waitlist.withdrawn"


@dataclass(frozen=True, slots=True)
class WaitlistBooked(WishFact):
    """The wish has come true: `booking_id` is the booking that was made, or moved."""

    kind: ClassVar[str] = "waitlist.booked"


# ── calendars of other programs ──────────────────────────


@dataclass(frozen=True, slots=True)
class FeedFact(Fact):
    """A private calendar link; `whose` is the provider, or nobody where it is the whole business's."""

    kind: ClassVar[str] = "calendar_feed.changed"

    name: str = ""
    whose: str = ""
    with_names: bool = True


@dataclass(frozen=True, slots=True)
class FeedMade(FeedFact):
    kind: ClassVar[str] = "calendar_feed.made"


@dataclass(frozen=True, slots=True)
class FeedRenewed(FeedFact):
    """Its address is another one; the old one is dead."""

    kind: ClassVar[str] = "calendar_feed.renewed"


@dataclass(frozen=True, slots=True)
class FeedRevoked(FeedFact):
    kind: ClassVar[str] = "calendar_feed.revoked"


@dataclass(frozen=True, slots=True)
class ImportFact(Fact):
    """A foreign calendar that is read for a provider; never its link."""

    kind: ClassVar[str] = "calendar_import.changed"

    name: str = ""
    host: str = ""
    provider_id: UUID | None = None
    provider_name: str = ""
    busy: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ImportAdded(ImportFact):
    kind: ClassVar[str] = "calendar_import.added"


@dataclass(frozen=True, slots=True)
class ImportChanged(ImportFact):
    """Its busy times are others than before, or it is called or switched otherwise."""

    kind: ClassVar[str] = "calendar_import.changed"


@dataclass(frozen=True, slots=True)
class ImportFailing(ImportFact):
    """It could not be read for so long that somebody has to look; its last busy times stand until it can."""

    kind: ClassVar[str] = "calendar_import.failing"


@dataclass(frozen=True, slots=True)
class ImportRecovered(ImportFact):
    """It can be read again, or nobody waits for it any more."""

    kind: ClassVar[str] = "calendar_import.recovered"


@dataclass(frozen=True, slots=True)
class ImportRemoved(ImportFact):
    kind: ClassVar[str] = "calendar_import.removed"
