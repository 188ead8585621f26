"""Booking: from a hold or straight away, by the customer or for them; one transaction, one fact a seat."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.agree import agreement
from careops.booking.actions.occupy import Owner, find, keep_session, take
from careops.booking.actions.told import tell
from careops.booking.events import BookingCreated
from careops.booking.models import SEATS, Booking, BookingLine, Hold, Occupancy, OccupancyKind, ProviderService, Status
from careops.booking.queries.ask import ask
from careops.booking.queries.rows import Words, booking_row, public_row
from careops.booking.rules import HoldExpired, LimitReached, day_bounds, day_of, moment, seconds
from careops.booking.schemas import BookingRow, PersonIn, PublicBookingRow
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.rules.consent import writes_about_it
from careops.contacts.schemas import ContactRow
from careops.contacts.schemas import Source as Origin
from careops.core.actor import Actor, Kind, Permission, Source
from careops.core.clock import now
from careops.core.crypto import token_hash
from careops.core.db import Inserted, Prepared
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id

BOOKINGS, LINES = Inserted(Booking), Inserted(BookingLine)
HELD = Prepared(sa.select(Hold).where(col(Hold.token_hash) == sa.bindparam("hash")).with_for_update(of=Hold))
COUNTS = ("pending", "confirmed", "completed", "no_show")  # what counts for a customer's limit


def book(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID | None = None,
    starts_at: datetime | None = None,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    hold: str | None = None,
    customer: PersonIn | None = None,
    contact_id: UUID | None = None,
    notes: str = "",
    address: str = "",
) -> BookingRow:
    """Books what is held, or a visit at a time; customers only what is offered, staff whatever is free.

    The same hold books once: sent again, it returns the same booking. Of several seats each is a booking of its own; the first
    is returned, and `party_id` says which belong together.
    """
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    visit = _visit(booking_type_id, provider_id, variant_id, add_on_ids, also)
    made, said = _book(db, actor, visit, starts_at, seats, hold, customer, contact_id, notes, address)
    return booking_row(made, said)


def book_public(
    db: Session,
    actor: Actor,
    *,
    customer: PersonIn | None = None,
    hold: str | None = None,
    booking_type_id: UUID | None = None,
    starts_at: datetime | None = None,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    notes: str = "",
    address: str = "",
    locale: str = "en",
) -> PublicBookingRow:
    """The same for a customer, who gets their private link with it."""
    visit = _visit(booking_type_id, provider_id, variant_id, add_on_ids, also)
    made, said = _book(db, actor, visit, starts_at, seats, hold, customer, None, notes, address)
    return public_row(made, Words(said.now, locale, said.hour_cycle))


def _visit(
    booking_type_id: UUID | None, provider_id: UUID | None, variant_id: UUID | None, add_on_ids: Sequence[UUID], also: Visit
) -> Visit:
    return [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also] if booking_type_id else []


def _book(
    db: Session,
    actor: Actor,
    visit: Visit,
    starts_at: datetime | None,
    seats: int,
    hold: str | None,
    customer: PersonIn | None,
    contact_id: UUID | None,
    notes: str,
    address: str,
) -> tuple[Booking, Words]:
    host = business.profile(db, actor)
    said = Words(now(), host.spoken(), host.hour_cycle)
    at = seconds(said.now)
    if hold is not None:
        kept = _held(db, hold, at)
        if kept.booking_id is not None:
            return db.scalars(sa.select(Booking).where(col(Booking.id) == kept.booking_id)).one(), said
        bookings = make(db, actor, kept.plan, whom(db, actor, customer, contact_id), notes, address)
        become(db, kept, bookings)
    elif not visit or starts_at is None:
        raise Invalid.field("starts_at", "Give a hold, or a booking type and a time")
    else:
        found, how = find(db, actor, visit, seconds(starts_at), at, seats)
        plan = agreement(found, how, host, seats)
        owners = [Owner(booking_id=new_id()) for _ in range(seats)]
        bookings = make(
            db,
            actor,
            plan,
            whom(db, actor, customer, contact_id),
            notes,
            address,
            ids=[owner.booking_id for owner in owners],
            takes=lambda: take(db, found, how, at, owners),
        )
    for booking in bookings:
        tell(db, actor, BookingCreated, booking)
    return bookings[0], said


# ── a booking out of what was agreed ─────────────────────


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
    return made


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


def _held(db: Session, token: str, at: int) -> Hold:
    """The hold, this transaction's alone, and perhaps the booking it has become already."""
    for (kept,) in HELD.ask(db, hash=token_hash(token)):
        if kept.booking_id is not None or kept.expires > at:
            return kept
    raise HoldExpired


def become(db: Session, kept: Hold, bookings: Sequence[Booking]) -> None:
    """The hold becomes the bookings: the same rows, so there is no moment in which the time is free. Raises HoldExpired."""
    mine = sa.update(Occupancy).where(col(Occupancy.hold_id) == kept.id)
    now_is = {"kind": OccupancyKind.booking, "hold_id": None, "expires": None}
    seats = sa.select(col(Occupancy.id), col(Occupancy.slot_id)).where(col(Occupancy.hold_id) == kept.id, col(Occupancy.lane) >= SEATS)
    taken: defaultdict[UUID | None, int] = defaultdict(int)
    for id, slot_id in ask(db, seats.order_by(col(Occupancy.lane))) if len(bookings) > 1 else ():
        theirs = mine.where(col(Occupancy.id) == id).values(booking_id=bookings[taken[slot_id]].id, **now_is)
        db.exec(theirs, execution_options={"synchronize_session": False})
        taken[slot_id] += 1
    db.exec(mine.values(booking_id=bookings[0].id, **now_is), execution_options={"synchronize_session": False})
    for line in kept.plan["lines"]:
        if line["slot_id"]:
            keep_session(db, UUID(line["slot_id"]), None)
    kept.booking_id = bookings[0].id
    db.flush()
    if seconds(now()) >= kept.expires:  # whoever came after its end may have cleared it away while this transaction waited
        raise HoldExpired


def whom(db: Session, actor: Actor, customer: PersonIn | None, contact_id: UUID | None) -> ContactRow:
    """For whom it is: whoever asks, the contact that was named, or somebody perhaps new."""
    if actor.contact_id is not None:
        return contacts.get(db, actor, contact_id=actor.contact_id)
    if contact_id is not None and actor.kind is not Kind.customer:
        known = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
        if known is None:
            raise NotFound
        return known
    if customer is None:
        raise Invalid.field("customer", "Say who it is for")
    origin = {Source.api: Origin.api, Source.demo: Origin.demo, Source.app: Origin.staff}.get(actor.source, Origin.booking)
    agreed = writes_about_it(customer.locale) if actor.source is Source.public else ""
    return contact.register(db, actor, **customer.model_dump(), source=origin, agreed=agreed)


# ── limits and turns ─────────────────────────────────────


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
