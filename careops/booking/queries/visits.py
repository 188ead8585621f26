"""A booking in full, for its own customer: each service of the visit, the seats taken with it, how it came to its time, where it may go."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity import queries as activity
from careops.booking.models import Booking, BookingLine, BookingType, Status, WaitlistWish
from careops.booking.queries.agreed import own
from careops.booking.queries.free import Found, free_times
from careops.booking.queries.rows import money_text
from careops.booking.rules import seconds, shaped
from careops.booking.rules.links import manage_url, private_part
from careops.booking.schemas.visits import LineRow, SeatRow, VisitRow
from careops.booking.schemas.wanted import Wanted
from careops.core import when
from careops.core.actor import Actor, Source
from careops.core.db import Prepared
from careops.core.errors import Forbidden

LINES = Prepared(
    sa.select(BookingLine, col(BookingType.slug), col(BookingType.customer_chooses), col(BookingType.active))
    .join(BookingType, col(BookingType.id) == col(BookingLine.booking_type_id))
    .where(col(BookingLine.booking_id) == sa.bindparam("booking"))
    .order_by(col(BookingLine.position))
)
PARTY = Prepared(
    sa.select(col(Booking.id), col(Booking.link_salt), col(Booking.status))
    .where(col(Booking.party_id) == sa.bindparam("party"))
    .order_by(col(Booking.created_at), col(Booking.id))
)
MOVED = "booking.rescheduled"
TOGETHER = timedelta(minutes=1)  # a customer and their booking are made in one go
BY_STAFF = (Source.app, Source.api)


def visit_of(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> VisitRow:
    """Everything a booking's own page says beside its head; for members, and for the customer it belongs to."""
    found = own(db, actor, booking_id)
    lines = [_line(line, slug, found, locale) for line, slug, _chooses, _active in LINES.ask(db, booking=found.id)]
    seats = [_seat(at, *one) for at, one in enumerate(PARTY.ask(db, party=found.party_id))] if found.party_id else []
    moves = activity.about(db, Actor.system(actor.workspace), subject=found.id)
    return VisitRow(
        lines=lines,
        seats=seats,
        deposit_text=money_text(found.deposit, found.currency, locale),
        was_at=[fact.data["old_starts_at"] for fact in moves if fact.kind == MOVED],
        series=found.series_id is not None,
    )


def _line(line: BookingLine, slug: str, head: Booking, locale: str) -> LineRow:
    return LineRow(
        booking_type_id=line.booking_type_id,
        slug=slug,
        name=f"{line.type_name}, {line.variant_name}" if line.variant_name else line.type_name,
        provider_name=line.provider_name,
        with_names=line.with_names,
        starts_at=line.starts_at,
        duration_text=when.minutes_text(line.duration, locale),
        price_text=money_text(line.price, head.currency, locale),
        add_ons=[one["name"] for one in line.add_ons],
    )


def _seat(at: int, id: UUID, salt: str, status: str) -> SeatRow:
    token = private_part(id, salt)
    return SeatRow(number=at + 1, booking_id=id, token=token, manage_url=manage_url(token), status=status)


def may_choose(db: Session, actor: Actor, *, booking_id: UUID) -> UUID | None:
    """The service of which the customer may choose who gives it when they move the booking; None where the business decides."""
    own(db, actor, booking_id)
    (line, _slug, chooses, active), *rest = LINES.ask(db, booking=booking_id)
    return line.booking_type_id if chooses and active and not rest else None


def free_to_move(
    db: Session,
    actor: Actor,
    *,
    booking_id: UUID,
    from_: date,
    to: date,
    provider_id: UUID | None = None,
    timezone: str = "",
) -> Found:
    """The free starts for a booking as it was agreed, with the same people or the one named; its own time is not in the way."""
    found = own(db, actor, booking_id)
    lines = [line for line, *_about in LINES.ask(db, booking=found.id)]
    wanted = provider_id or found.provider_id
    first, *rest = [_again(line, found.provider_id, wanted) for line in lines]
    free = free_times(
        db,
        Actor.system(actor.workspace),  # what was promised stays, even of a service that is no longer offered
        booking_type_id=first.booking_type_id,
        provider_id=first.provider_id,
        also=rest,
        from_=from_,
        to=to,
        timezone=timezone,
        but=found.id,
        promised=[shaped(one.duration, one.buffer_before, one.buffer_after, one.gap_after, one.gap_minutes) for one in lines],
    )
    if wanted == found.provider_id:  # where it is already is no move
        now_at = seconds(found.starts_at)
        free.days = [(day, works, [start for start in starts if start[0] != now_at]) for day, works, starts in free.days]
        if free.next and free.next[0] == now_at:
            others = (start for _day, _works, starts in free.days for start, _left in starts)
            free.next = next(((start, *free.next[1:]) for start in others), free.next if free.more else None)
    return free


def _again(line: BookingLine, before: UUID, wanted: UUID) -> Wanted:
    return Wanted(line.booking_type_id, wanted if line.provider_id == before else line.provider_id)


def made_known(db: Session, actor: Actor, *, booking_id: UUID, since: datetime) -> bool:
    """Whether whoever has the booking's link told us all that we know of its customer, whom we have known since then.

    Else anybody could book in the name of an address and look up whose it is. What staff book by themselves has its link in the mail
    alone; what they book for a wish has it on the page of whoever wished.
    """
    found = own(db, actor, booking_id)
    if abs(found.created_at - since) < TOGETHER:
        return True
    wished = sa.select(col(WaitlistWish.id)).where(col(WaitlistWish.booked_id) == booking_id).limit(1)
    return found.source in BY_STAFF and db.scalars(wished).first() is None


def last_visit(db: Session, actor: Actor, *, contact_id: UUID) -> Sequence[Wanted]:
    """What somebody had last, to be had again; nothing when they never came. Only for themselves."""
    if actor.contact_id != contact_id:
        raise Forbidden
    last = (
        sa.select(col(Booking.id))
        .where(col(Booking.contact_id) == contact_id, col(Booking.status) != Status.cancelled)
        .order_by(col(Booking.starts_at).desc(), col(Booking.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    lines = db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id) == last).order_by(col(BookingLine.position)))
    return [
        Wanted(line.booking_type_id, line.provider_id, line.variant_id, tuple(UUID(one["id"]) for one in line.add_ons)) for line in lines
    ]
