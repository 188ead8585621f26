"""A booking out of what was agreed: its rows, the limits it stays within, and whose turn it was."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingLine, ProviderService, Status
from careops.booking.queries.ask import ask
from careops.booking.rules import LimitReached, day_bounds, day_of, moment
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Kind
from careops.core.db import Inserted
from careops.core.ids import new_id
from careops.inventory import actions as stock

BOOKINGS, LINES = Inserted(Booking), Inserted(BookingLine)
COUNTS = ("pending", "confirmed", "completed", "no_show")  # what counts for a customer's limit


def make(
    db: Session,
    actor: Actor,
    plan: dict[str, Any],
    who: ContactRow,
    notes: str = "",
    address: str = "",
    *,
    ids: Sequence[UUID | None] = (),
    takes: Any = None,
    index: int | None = None,
    **more: Any,
) -> list[Booking]:
    """Writes the bookings of a plan, one a seat, with their lines; `takes` takes their time between the one and the other.

    Of a series `index` is the first one's number. What is returned is for reading: the session knows nothing of it.
    """
    _within_limits(db, actor, plan, who)
    seats = plan["seats"]
    sure = plan["auto_confirm"] or actor.kind is not Kind.customer
    party = new_id() if seats > 1 else None
    uses = used_by(plan["lines"])
    told = {name: plan[name] for name in _HEAD} | ({"location": address} if address else {})
    made = [
        Booking(
            id=(ids[seat] if ids else None) or new_id(),
            contact_id=who.id,
            contact_name=who.name,
            booking_type_id=UUID(plan["booking_type_id"]),
            provider_id=UUID(plan["provider_id"]),
            starts_at=moment(plan["starts"]),
            ends_at=moment(plan["ends"]),
            status=Status.confirmed if sure else Status.pending,
            notes=notes,
            source=actor.source,
            party_id=party,
            uses_stock=bool(uses),
            series_index=None if index is None else index + seat,
            **told,
            **more,
        )
        for seat in range(seats)
    ]
    BOOKINGS.add_all(db, [booking.model_dump(exclude={"workspace_id"}) for booking in made])
    slots = takes() if takes else [line["slot_id"] for line in plan["lines"]]
    for booking in made:
        write_lines(db, booking.id, plan["lines"], slots)
    _count_turns(db, plan["lines"], seats)
    if uses:
        stock.reserve(db, actor, bookings=[(booking.id, booking.starts_at) for booking in made], needed=uses)
    return made


def used_by(lines: Sequence[dict[str, Any]]) -> dict[UUID, int]:
    """What these services use together; what was planned before there were recipes uses nothing."""
    found: defaultdict[UUID, int] = defaultdict(int)
    for line in lines:
        for item, quantity in line.get("uses", {}).items():
            found[UUID(item)] += quantity
    return found


_HEAD = (
    "type_name",
    "provider_name",
    "local_start",
    "timezone",
    "duration",
    "buffer_before",
    "buffer_after",
    "price",
    "deposit",
    "currency",
    "location_kind",
    "location",
    "policy",
    "cancel_hours",
    "reschedule_hours",
)
_LINE = ("position", "type_name", "variant_name", "provider_name", "duration", "gap_after", "gap_minutes", "buffer_before", "buffer_after")


def write_lines(db: Session, booking_id: UUID, lines: Sequence[dict[str, Any]], slots: Sequence[Any]) -> None:
    """Writes the services of a booking as they were agreed."""
    LINES.add_all(
        db,
        [
            {name: line[name] for name in _LINE}
            | {
                "booking_id": booking_id,
                "booking_type_id": UUID(line["booking_type_id"]),
                "variant_id": _id(line["variant_id"]),
                "provider_id": UUID(line["provider_id"]),
                "slot_id": _id(slot),
                "with_names": [*line["colleagues"], *line["rooms"]],
                "starts_at": moment(line["starts"]),
                "ends_at": moment(line["ends"]),
                "price": line["price"],
                "add_ons": line["add_ons"],
                "assigned_because": line["assigned_because"],
            }
            for line, slot in zip(lines, slots, strict=True)
        ],
    )


def _id(value: Any) -> UUID | None:
    return value if isinstance(value, UUID) else UUID(value) if value else None


def _within_limits(db: Session, actor: Actor, plan: dict[str, Any], who: ContactRow) -> None:
    """Refuses a customer more of a service in a day, or a week from Monday, than the business allows one person; staff may."""
    if actor.kind is not Kind.customer:
        return
    for line in plan["lines"]:
        if not (line["per_day"] or line["per_week"]):
            continue
        contacts.stand_still(db, contact_id=who.id)  # two bookings of one person wait for each other
        day = day_of(plan["timezone"], line["starts"])
        monday = day - (day - 1) % 7
        for most, first, last in ((line["per_day"], day, day), (line["per_week"], monday, monday + 6)):
            if most and _had(db, who.id, UUID(line["booking_type_id"]), plan["timezone"], first, last) + plan["seats"] > most:
                raise LimitReached


def _had(db: Session, contact_id: UUID, type_id: UUID, timezone: str, first: int, last: int) -> int:
    """How many of the service they have on those days."""
    begin, end = moment(day_bounds(timezone, first)[0]), moment(day_bounds(timezone, last)[1] - 1) + timedelta(seconds=1)
    question = (
        sa.select(sa.func.count(col(BookingLine.id)))
        .join(Booking, col(Booking.id) == col(BookingLine.booking_id))
        .where(
            col(Booking.contact_id) == contact_id,
            col(Booking.status).in_(COUNTS),
            col(BookingLine.booking_type_id) == type_id,
            col(BookingLine.starts_at) >= begin,
            col(BookingLine.starts_at) < end,
        )
    )
    return ask(db, question)[0][0]


def _count_turns(db: Session, lines: Sequence[dict[str, Any]], seats: int) -> None:
    """Notes whose turn it was, where turns decide."""
    for line in lines:
        if line["turns"]:
            turn(db, UUID(line["booking_type_id"]), UUID(line["provider_id"]), seats)


def turn(db: Session, type_id: UUID, provider_id: UUID, by: int) -> None:
    """Moves the ledger of whose turn it is."""
    mine = sa.update(ProviderService).where(
        col(ProviderService.booking_type_id) == type_id, col(ProviderService.provider_id) == provider_id, col(ProviderService.need) == 0
    )
    db.exec(mine.values(assigned=col(ProviderService.assigned) + by), execution_options={"synchronize_session": False})
