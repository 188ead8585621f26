"""Bookings as entries of a calendar that other programs read: few statements, as little about people as it takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingLine, LocationKind, Occupancy, OccupancyKind, Status
from careops.booking.queries.ask import ask
from careops.booking.rules import moment, seconds
from careops.booking.rules.calendars import CANCELLED_KEPT, entry_uid, session_uid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.integrations.ics.feed import Entry
from careops.integrations.ics.gateway import Standing

WORDED = "1"  # raise it when the same bookings make other entries
STANDING: dict[str, Standing] = {"pending": "TENTATIVE", "cancelled": "CANCELLED"}

_HEAD = (
    col(Booking.id), col(Booking.status), col(Booking.contact_name), col(Booking.sequence), col(Booking.updated_at),
    col(Booking.location_kind), col(Booking.location), col(Booking.starts_at), col(Booking.ends_at),
)  # fmt: skip
_LINE = (
    col(BookingLine.type_name), col(BookingLine.provider_name), col(BookingLine.starts_at), col(BookingLine.ends_at),
    col(BookingLine.slot_id),
)  # fmt: skip
_TAKEN = (col(Booking.type_name), col(Occupancy.blocked_from), col(Occupancy.blocked_to))


@dataclass(slots=True)
class _Part:
    """What of a booking stands in this calendar."""

    id: UUID
    status: str
    contact: str
    sequence: int
    changed: datetime
    location_kind: str
    location: str
    starts: datetime
    ends: datetime
    services: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])
    slot_id: UUID | None = None


def entries(
    db: Session,
    *,
    at: datetime,
    since: datetime,
    until: datetime | None = None,
    provider_id: UUID | None = None,
    with_names: bool,
    locale: str = "en",
) -> tuple[Entry, ...]:
    """The entries from `since` on, in order: the whole business's by visit, or one provider's own part of each visit.

    A session is one entry for whoever leads it, however many come. What was cancelled stays for some weeks, marked.
    """
    parts = _parts(db, _given((*_HEAD, *_LINE), at, since, until, provider_id))
    if provider_id is not None:  # what they give themselves says more than that they are taken
        sessions = _parts(db, _sessions((*_HEAD, *_LINE), at, since, until, provider_id))
        parts = _taken(db, _beside((*_HEAD, *_TAKEN), since, until, provider_id)) | sessions | parts
    made = [_entry(group, with_names, provider_id is None, locale) for group in _together(parts.values())]
    return tuple(sorted(made, key=lambda entry: (entry.starts, entry.uid)))


def fingerprint(db: Session, *, at: datetime, since: datetime, provider_id: UUID | None = None) -> str:
    """Another one whenever `entries` would answer otherwise: every change of a booking makes it newer. It costs far less."""
    counts = (sa.func.count(col(Booking.id)), sa.func.max(col(Booking.updated_at)), sa.func.sum(col(Booking.version)))
    asked = [_given(counts, at, since, None, provider_id)]
    if provider_id is not None:
        asked += [_beside(counts, since, None, provider_id), _sessions(counts, at, since, None, provider_id)]
    return repr((WORDED, [tuple(_asked(db, question)[0]) for question in asked]))


# ── from the database ────────────────────────────────────


def _given(columns: Sequence[Any], at: datetime, since: datetime, until: datetime | None, provider_id: UUID | None) -> Any:
    """The services given, by booking: what a provider gives themselves, or everything."""
    question = sa.select(*columns).select_from(BookingLine).join(Booking, col(Booking.id) == col(BookingLine.booking_id))
    if provider_id is not None:
        question = question.where(col(BookingLine.provider_id) == provider_id)
    return _within(question, at, since, until)


def _sessions(columns: Sequence[Any], at: datetime, since: datetime, until: datetime | None, provider_id: UUID) -> Any:
    """The seats of sessions that take this room, or this colleague."""
    question = (
        sa.select(*columns)
        .select_from(BookingLine)
        .join(Booking, col(Booking.id) == col(BookingLine.booking_id))
        .join(Occupancy, col(Occupancy.slot_id) == col(BookingLine.slot_id))
        .where(col(Occupancy.provider_id) == provider_id, col(Occupancy.kind) == OccupancyKind.slot)
    )
    return _within(question, at, since, until)


def _within(question: Any, at: datetime, since: datetime, until: datetime | None) -> Any:
    living = sa.or_(col(Booking.status) != Status.cancelled, col(Booking.updated_at) >= at - CANCELLED_KEPT)
    question = question.where(col(BookingLine.starts_at) >= since, living)
    return question if until is None else question.where(col(BookingLine.starts_at) < until)


def _beside(columns: Sequence[Any], since: datetime, until: datetime | None, provider_id: UUID) -> Any:
    """What takes a room, or a colleague, beside whoever gives the service."""
    question = sa.select(*columns).select_from(Occupancy).join(Booking, col(Occupancy.booking_id) == col(Booking.id))
    question = question.where(col(Occupancy.provider_id) == provider_id, col(Occupancy.blocked_to) > seconds(since))
    return question if until is None else question.where(col(Occupancy.blocked_from) < seconds(until))


def _parts(db: Session, question: Any) -> dict[UUID, _Part]:
    """By booking, what of it was asked for by services."""
    parts: dict[UUID, _Part] = {}
    in_order = (col(BookingLine.starts_at), col(BookingLine.booking_id), col(BookingLine.position))
    for *head, type_name, provider_name, starts, ends, slot_id in _asked(db, question.order_by(*in_order)):
        part = parts.get(head[0])
        if part is None:
            part = parts[head[0]] = _Part(*head[:7], starts=starts, ends=ends, slot_id=slot_id)
        part.starts, part.ends = min(part.starts, starts), max(part.ends, ends)
        part.services.append(type_name)
        part.people.append(provider_name)
        part.slot_id = slot_id if part.slot_id == slot_id else None
    return parts


def _taken(db: Session, question: Any) -> dict[UUID, _Part]:
    """By booking, from when to when it takes them."""
    parts: dict[UUID, _Part] = {}
    for *head, type_name, blocked_from, blocked_to in _asked(db, question.order_by(col(Occupancy.blocked_from), col(Occupancy.id))):
        starts, ends = max(moment(blocked_from), head[7]), min(moment(blocked_to), head[8])  # buffers lie outside the visit
        part = parts.setdefault(head[0], _Part(*head[:7], starts=starts, ends=ends, services=[type_name]))
        part.starts, part.ends = min(part.starts, starts), max(part.ends, ends)
    return parts


def _asked(db: Session, question: Any) -> Sequence[Any]:
    return ask(db, question)


# ── in words ─────────────────────────────────────────────


def _together(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Each booking by itself, but the seats of one session as one."""
    groups: dict[UUID, list[_Part]] = {}
    for part in parts:
        groups.setdefault(part.slot_id or part.id, []).append(part)
    yield from groups.values()


def _entry(group: list[_Part], with_names: bool, with_people: bool, locale: str) -> Entry:
    first = group[0]
    living = [part for part in group if part.status != Status.cancelled]
    about = living or group
    place = next((part.location for part in about if with_names or part.location_kind != LocationKind.customer), "")
    return Entry(
        uid=session_uid(first.slot_id) if first.slot_id else entry_uid(first.id),
        sequence=sum(part.sequence for part in group) + len(group) - 1,
        starts=min(part.starts for part in about),
        ends=max(part.ends for part in about),
        summary=_summary(about, with_names, with_people, locale),
        description=_description(about, with_names),
        location=place,
        status=STANDING.get(_standing(about), "CONFIRMED"),
        changed=max(part.changed for part in group),
    )


def _standing(about: list[_Part]) -> str:
    """A session is sure as soon as one of its seats is."""
    return next((part.status for part in about if part.status != Status.pending), about[0].status)


def _summary(about: list[_Part], with_names: bool, with_people: bool, locale: str) -> str:
    """What, with whom where the calendar is everybody's, and who comes where it may say so."""
    first = about[0]
    said = [" + ".join(first.services)]
    if with_people:
        said.append(", ".join(dict.fromkeys(first.people)))
    if first.slot_id:
        said.append(plural("{count} booked", "{count} booked", len(about), locale))
    elif with_names:
        said.append(first.contact)
    if _standing(about) == Status.pending:
        said.append(_("to confirm", locale))
    return " · ".join(part for part in said if part)


def _description(about: list[_Part], with_names: bool) -> str:
    """Where to look it up; it opens for members only."""
    first = about[0]
    if first.slot_id:
        return "\n".join(sorted(part.contact for part in about)) if with_names else ""
    return f"{settings.base_url}/app/bookings/{first.id}"
