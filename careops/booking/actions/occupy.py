"""Taking time, so that nobody else can: every way to a booking goes through here.

Everybody and everything a service may take is locked first, in the order of their ids, so that two who want the same time wait for
each other instead of deadlocking. Whether the time is still there is decided by the database, when the rows go in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.booking.models import SEATS, Occupancy, OccupancyKind, Provider, ProviderService, Slot, SlotStatus
from careops.booking.models.occupancy import OVERLAP
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.rules import NotOffered, Placed, SlotTaken, place
from careops.booking.rules.intervals import Spans, merged
from careops.booking.rules.walls import DAY
from careops.booking.schemas.wanted import Visit
from careops.core.actor import Actor, Kind
from careops.core.db import Inserted, Prepared
from careops.core.errors import Invalid

AROUND = 3 * DAY  # how far "lately" reaches when somebody has to be chosen

TAKINGS = Inserted(Occupancy)
SLOTS = Inserted(Slot)

LOCK = Prepared(
    sa.select(col(Provider.id))
    .where(
        col(Provider.id).in_(
            sa.select(col(ProviderService.provider_id)).where(
                col(ProviderService.booking_type_id).in_(sa.bindparam("types", expanding=True))
            )
        )
    )
    .order_by(col(Provider.id))
    .with_for_update(key_share=True)
)
ENDED: Prepared[*tuple[Any, ...]] = Prepared(
    sa.delete(Occupancy).where(
        col(Occupancy.provider_id).in_(sa.bindparam("providers", expanding=True)), col(Occupancy.expires) <= sa.bindparam("at")
    )
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the time becomes: a booking's for good, or a hold's until it ends."""

    booking_id: UUID | None = None
    hold_id: UUID | None = None
    expires: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """What occupancy says of the owner."""
        kind = OccupancyKind.hold if self.hold_id else OccupancyKind.booking
        return {"kind": kind, "booking_id": self.booking_id, "hold_id": self.hold_id, "expires": self.expires}


# ── finding ──────────────────────────────────────────────


def find(
    db: Session, actor: Actor, visit: Visit, start: int, at: int, seats: int = 1, *, but: UUID | None = None
) -> tuple[Ground, list[Placed]]:
    """Who exactly gives the visit at that start: customers only what is offered, staff whatever is free; theirs alone until the end.

    `but` is a booking whose own time is not in the way, since it is to be moved. Raises NotOffered or SlotTaken.
    """
    lock(db, visit)
    found = ground(db, actor, visit)
    if seats > 1 and not all(one.group for one in found.sold):
        raise Invalid.field("seats", "Several seats can be had of group sessions only")
    survey(db, found, at, start - AROUND, start + AROUND, but)
    return found, placed(found, actor, start, at, seats)


def lock(db: Session, visit: Visit) -> None:
    """Makes all who and what these services may take this transaction's alone; in the order of their ids, for all of them at once.

    SQLite has nothing to lock: it knows one writer at a time, and whoever is in a transaction that writes is alone from its beginning.
    """
    if db.get_bind().dialect.name != "sqlite":
        LOCK.ask(db, types=[one.booking_type_id for one in visit])


def placed(found: Ground, actor: Actor, start: int, at: int, seats: int = 1) -> list[Placed]:
    """The same for ground that was read already."""
    stages, offer = found.stages, found.offer
    how = place(stages, offer, start, at, seats)
    if how is None and actor.kind is not Kind.customer:  # the team may book outside the hours, yet prefers whoever works then
        how = place(stages, offer, start, at, seats, offered=False)
    if how is not None:
        return how
    raise SlotTaken if actor.kind is not Kind.customer or place(stages, offer, start, at, seats, free=False) else NotOffered


# ── taking ───────────────────────────────────────────────


def take(db: Session, found: Ground, how: Sequence[Placed], at: int, owners: Sequence[Owner]) -> list[UUID | None]:
    """Takes the time of a visit, buffers included, one owner a seat; returns the session of each line. Raises SlotTaken."""
    first, start = owners[0], how[0].start
    clear_expired(db, {subject.id for one in how for subject in _subjects(one)}, at)
    lanes: defaultdict[tuple[UUID, int], Spans] = defaultdict(list)
    sessions: list[UUID | None] = []
    rows: list[dict[str, Any]] = []
    for sold, one in zip(found.sold, how, strict=True):
        if not sold.group:
            sessions.append(None)
            for subject_id, lane, spans in _pieces(one):
                lanes[subject_id, lane] += spans
            continue
        session_id, provider_id, seats = _session(db, sold.row, one, first, len(owners))
        sessions.append(session_id)
        rows += [_seat(provider_id, seat, one, start, session_id, owner) for seat, owner in zip(seats, owners, strict=True)]
    for (subject_id, lane), spans in lanes.items():
        rows += [_stretch(subject_id, lane, low, high, start, first.columns) for low, high in merged(spans)]
    insert(db, rows)
    return sessions


def insert(db: Session, rows: list[dict[str, Any]]) -> None:
    """Writes what is taken; the database's refusal of an overlap becomes SlotTaken."""
    try:
        TAKINGS.add_all(db, rows)
    except IntegrityError as clash:
        if OVERLAP in str(clash.orig):
            raise SlotTaken from None
        raise


def _subjects(one: Placed) -> Iterable[Any]:
    yield one.serving.subject
    yield from one.serving.others
    yield from (room for room, _ in one.rooms)


def _pieces(one: Placed) -> Iterable[tuple[UUID, int, Spans]]:
    """All that a stage takes: its people on their only lane, its rooms each on one of theirs."""
    for subject in (one.serving.subject, *one.serving.others):
        yield subject.id, 0, [(one.start + begin, one.start + end) for begin, end in one.serving.shape.work]
    begin, end = one.serving.shape.room
    for room, lane in one.rooms:
        yield room.id, lane, [(one.start + begin, one.start + end)]


def _stretch(
    provider_id: UUID, lane: int, low: int, high: int, start: int, columns: dict[str, Any], slot_id: UUID | None = None
) -> dict[str, Any]:
    taken = {"provider_id": provider_id, "lane": lane, "blocked_from": low, "blocked_to": high, "starts": start, "slot_id": slot_id}
    return taken | columns


# ── sessions and their seats ─────────────────────────────


def _session(db: Session, row: Any, one: Placed, owner: Owner, wanted: int) -> tuple[UUID, UUID, Sequence[int]]:
    """The session to sit in, whose it is, and the seats: the one that is joined, or one opened for it."""
    if one.session is None:
        return open_session(db, row, one, owner.expires), one.serving.subject.id, range(wanted)
    keep_session(db, one.session.id, owner.expires)
    return one.session.id, one.session.provider_id, one.session.free[:wanted]


def open_session(db: Session, row: Any, one: Placed, expires: int | None, **more: Any) -> UUID:
    """Takes the people and the rooms for a session of that service; one that is only held lets go with the last of its holds."""
    columns = {"booking_type_id": row.id, "provider_id": one.serving.subject.id, "starts": one.start, "ends": one.end}
    slot_id = SLOTS.add(db, **columns | {"capacity": row.capacity} | more)
    occupy_session(db, one, slot_id, expires)
    return slot_id


def occupy_session(db: Session, one: Placed, slot_id: UUID, expires: int | None) -> None:
    """Takes the people and the rooms of a session."""
    columns = {"kind": OccupancyKind.slot, "booking_id": None, "hold_id": None, "expires": expires}
    insert(
        db,
        [_stretch(who, lane, low, high, one.start, columns, slot_id) for who, lane, spans in _pieces(one) for low, high in merged(spans)],
    )


def keep_session(db: Session, slot_id: UUID, expires: int | None) -> None:
    """Makes a session last at least until then, or for good."""
    mine = sa.update(Occupancy).where(col(Occupancy.slot_id) == slot_id, col(Occupancy.kind) == OccupancyKind.slot)
    if expires is not None:
        mine = mine.where(col(Occupancy.expires) < expires)
    db.exec(mine.values(expires=expires), execution_options={"synchronize_session": False})


def _seat(provider_id: UUID, seat: int, one: Placed, start: int, slot_id: UUID, owner: Owner) -> dict[str, Any]:
    return _stretch(provider_id, SEATS + seat, one.start, one.end, start, owner.columns, slot_id)


# ── giving back ──────────────────────────────────────────


def clear_expired(db: Session, provider_ids: Iterable[UUID], at: int) -> None:
    """Lets go of these providers' holds that have ended: an ended hold blocks nobody."""
    ENDED.run(db, providers=list(provider_ids), at=at)


def give_back(db: Session, booking_id: UUID) -> None:
    """Frees what a booking had taken; a session that nobody sits in any more is called off, unless it was published."""
    _free(db, col(Occupancy.booking_id) == booking_id)


def give_back_hold(db: Session, hold_id: UUID) -> None:
    """Frees what a hold kept."""
    _free(db, col(Occupancy.hold_id) == hold_id)


def _free(db: Session, mine: Any) -> None:
    sat_in = set(db.scalars(sa.select(col(Occupancy.slot_id)).where(mine, col(Occupancy.slot_id).is_not(None))))
    db.exec(sa.delete(Occupancy).where(mine), execution_options={"synchronize_session": False})
    for slot_id in sat_in:
        if slot_id is not None:
            leave_session(db, slot_id)


def leave_session(db: Session, slot_id: UUID) -> None:
    """Calls a session off that its first guest had opened and its last has left; while it is only held it ends with the last hold."""
    slot = db.scalars(sa.select(Slot).where(col(Slot.id) == slot_id).with_for_update()).one()
    if slot.published:
        return
    seats = sa.select(sa.func.count(), sa.func.max(col(Occupancy.expires)), sa.func.count(col(Occupancy.booking_id)))
    left, last_hold, booked = ask(db, seats.where(col(Occupancy.slot_id) == slot_id, col(Occupancy.lane) >= SEATS))[0]
    if left == 0:
        session = sa.delete(Occupancy).where(col(Occupancy.slot_id) == slot_id)
        db.exec(session, execution_options={"synchronize_session": False})
        slot.status = SlotStatus.cancelled
        db.flush()
    elif booked == 0:
        session = sa.update(Occupancy).where(col(Occupancy.slot_id) == slot_id, col(Occupancy.kind) == OccupancyKind.slot)
        db.exec(session.values(expires=last_hold), execution_options={"synchronize_session": False})
