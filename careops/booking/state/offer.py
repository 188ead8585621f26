"""What the staff's form offers: services with their parts, people, free times, and what would come of any other time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.rules import moment, seconds
from careops.booking.schemas import BookingTypeRow, ProviderRow
from careops.booking.schemas.calendar import PreviewRow
from careops.booking.schemas.wanted import Wanted
from careops.booking.state.asked import read_one
from careops.booking.state.board import begins
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import Refusal
from careops.core.i18n import text as _
from careops.core.ids import read_id

MOST = 8  # services of one visit
SNAP = 5  # minutes: walk-ins begin on these


@dataclass(frozen=True)
class Extra:
    """Something that may be added to a service."""

    id: str
    label: str
    on: bool = False


@dataclass(frozen=True)
class Picked:
    """One service of the visit as it is chosen so far, with what can be chosen."""

    type_id: str = ""
    variant_id: str = ""
    provider_id: str = ""
    extra_ids: tuple[str, ...] = ()
    variants: list[Choice] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    providers: list[Choice] = field(default_factory=list)

    @property
    def wanted(self) -> Wanted:
        """The same as the engine is asked; NotFound for what is no id."""
        return Wanted(
            read_id(self.type_id), read_one(self.provider_id), read_one(self.variant_id), tuple(read_id(id) for id in self.extra_ids)
        )

    @property
    def told(self) -> dict[str, Any]:
        """The same as a booking is asked for."""
        return {
            "booking_type_id": self.type_id,
            "provider_id": self.provider_id or None,
            "variant_id": self.variant_id or None,
            "add_on_ids": list(self.extra_ids),
        }

    def turned(self, extra: str) -> "Picked":
        """The same with that extra, or without it."""
        ids = tuple(id for id in self.extra_ids if id != extra) if extra in self.extra_ids else (*self.extra_ids, extra)
        return replace(self, extra_ids=ids, extras=[replace(one, on=one.id in ids) for one in self.extras])


@dataclass(frozen=True)
class Offer:
    """The choices of the form."""

    types: list[Choice]
    lines: list[Picked]
    most_seats: int
    timezone: str
    whose: str


@dataclass(frozen=True)
class Times:
    """The free times of a day, and the next one of all."""

    free: list[Choice]
    next_day: str = ""
    next_words: str = ""


@dataclass(frozen=True)
class Soonest:
    """Since when somebody has room for a walk-in."""

    provider_id: str
    name: str
    initials: str
    tint: int
    words: str
    at: str


# ── services and people ──────────────────────────────────


def offer(db: Session, actor: Actor, *, lines: Sequence[Picked], preset: bool) -> Offer:
    """What can be chosen, given what is; what is no longer there falls away. With `preset` a first service is chosen."""
    types = bookings.booking_types(db, actor, active=True)
    people = bookings.providers(db, actor, active=True)
    whose = next((one for one in people if lines and not preset and str(one.id) == lines[0].provider_id), None)
    if whose:  # a column was pointed at: what they do
        types = [one for one in types if whose.id in one.provider_ids]
    known = {str(one.id): one for one in types}
    if not lines or (preset and not lines[0].type_id and types):
        first = lines[0] if lines else Picked()
        lines = [Picked(type_id=str(types[0].id) if preset and types else "", provider_id=first.provider_id), *lines[1:]]
    picked = [_picked(one, known.get(one.type_id), people) for one in lines[:MOST]]
    capacity = known[picked[0].type_id].capacity if picked[0].type_id else 1
    return Offer(
        types=[
            Choice(id, ", ".join(filter(None, (row.name, row.duration_text, row.from_text or row.price_text)))) for id, row in known.items()
        ],
        lines=picked,
        most_seats=min(capacity, 50) if len(picked) == 1 else 1,
        timezone=business.profile(db, actor).timezone,
        whose=whose.name if whose else "",
    )


def _picked(one: Picked, row: BookingTypeRow | None, people: Sequence[ProviderRow]) -> Picked:
    if row is None:
        return Picked(provider_id=one.provider_id)
    doing = [Choice(str(who.id), who.name) for who in people if who.id in row.provider_ids]
    variants = [Choice(str(v.id), ", ".join(filter(None, (v.name, v.duration_text, v.price_text)))) for v in row.variants]
    extras = [
        Extra(str(a.id), " ".join(filter(None, (a.name, a.minutes_text, a.price_text))), str(a.id) in one.extra_ids) for a in row.add_ons
    ]
    return Picked(
        type_id=str(row.id),
        variant_id=one.variant_id if one.variant_id in {v.value for v in variants} else variants[0].value if variants else "",
        provider_id=one.provider_id if one.provider_id in {who.value for who in doing} else "",
        extra_ids=tuple(extra.id for extra in extras if extra.on),
        variants=variants,
        extras=extras,
        providers=[Choice("", _("Anyone free")), *doing],
    )


# ── times ────────────────────────────────────────────────


def times(db: Session, actor: Actor, *, wanted: Sequence[Wanted], day: date, seats: int, timezone: str) -> Times:
    """The free starts of one day, as the business's clock says them."""
    first, *rest = wanted
    found = bookings.free_times(
        db,
        actor,
        booking_type_id=first.booking_type_id,
        provider_id=first.provider_id,
        variant_id=first.variant_id,
        add_on_ids=first.add_on_ids,
        also=rest,
        seats=seats,
        from_=day,
        to=day,
        timezone=timezone,
    )
    return _times(db, actor, found, timezone)


def times_to_move(db: Session, actor: Actor, *, booking_id: UUID, provider_id: UUID | None, day: date, timezone: str) -> Times:
    """The free starts for a booking there is."""
    found = bookings.free_to_move(db, actor, booking_id=booking_id, from_=day, to=day, provider_id=provider_id, timezone=timezone)
    return _times(db, actor, found, timezone)


def _times(db: Session, actor: Actor, found: bookings.Found, timezone: str) -> Times:
    cycle = business.profile(db, actor).hour_cycle
    free = [
        Choice(moment(at).isoformat(), when.time_text(moment(at), timezone, hour_cycle=cycle))
        for _day, _works, those in found.days
        for at, _n in those
    ]
    if found.next is None:
        return Times(free)
    following = moment(found.next[0])
    said = when.moment_text(clock.now(), following, timezone, hour_cycle=cycle)
    return Times(free, clock.local(following, timezone).date().isoformat(), _("Next free: {when}", when=said))


def tried(
    db: Session, actor: Actor, *, wanted: Sequence[Wanted], moving: UUID | None, provider_id: UUID | None, at: datetime, seats: int
) -> PreviewRow:
    """What would come of booking then, or of moving there."""
    try:
        if moving:
            return bookings.preview(db, actor, starts_at=at, booking_id=moving, provider_id=provider_id)
        first, *rest = wanted
        return bookings.preview(
            db,
            actor,
            starts_at=at,
            booking_type_id=first.booking_type_id,
            provider_id=first.provider_id,
            variant_id=first.variant_id,
            add_on_ids=first.add_on_ids,
            also=rest,
            seats=seats,
        )
    except Refusal as refusal:
        return PreviewRow(level="taken", text=str(refusal))


def soonest(db: Session, actor: Actor, *, type_id: UUID | None) -> list[Soonest]:
    """Who has room now, or next today: those who do the service, the soonest first."""
    host = business.profile(db, actor)
    today = clock.today(host.timezone)
    (day,) = bookings.calendar(db, actor, from_=today, to=today)
    now = -(-(seconds(clock.now()) - begins(day)) // (60 * SNAP)) * SNAP
    found: list[tuple[int, Soonest]] = []
    for column in day.columns:
        who = column.provider
        if who.kind != "person" or (type_id and type_id not in who.booking_type_ids):
            continue
        stretch = next(((max(start, now), end) for start, end in column.free if end - max(start, now) >= SNAP), None)
        if stretch:
            at, until = (moment(begins(day) + 60 * minute) for minute in stretch)
            said = [when.time_text(one, host.timezone, hour_cycle=host.hour_cycle) for one in (at, until)]
            words = (
                _("Free now, until {until}", until=said[1])
                if stretch[0] == now
                else _("Free {start}–{until}", start=said[0], until=said[1])
            )
            found.append((stretch[0], Soonest(str(who.id), who.name, who.initials, who.tint, words, at.isoformat())))
    return [one for _at, one in sorted(found, key=lambda pair: pair[0])]
