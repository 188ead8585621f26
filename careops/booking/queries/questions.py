"""What the engine asks the database: each question built once and filled in each time.

Rows are dear and text is cheap: each group of rows comes as one text, which `ground` reads.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from careops.booking.models import (
    SEATS,
    AddOn,
    BookingType,
    HoursOverride,
    Occupancy,
    Provider,
    ProviderService,
    ProviderTerms,
    Slot,
    SlotStatus,
    StockUse,
    TimeOff,
    Variant,
    WeeklyHours,
)
from careops.booking.rules.walls import DAY
from careops.business.queries import closed_days
from careops.core.db import Gathered, Prepared, Worded

_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_TYPES: sa.BindParameter[Any] = sa.bindparam("types", expanding=True)

_ADDED = (
    sa.select(Gathered(col(AddOn.id), col(AddOn.name), col(AddOn.minutes), col(AddOn.price)))
    .where(col(AddOn.booking_type_id) == col(BookingType.id), col(AddOn.id).in_(sa.bindparam("add_ons", expanding=True)), col(AddOn.active))
    .scalar_subquery()
)
_TERMS = (
    sa.select(Worded(col(ProviderTerms.provider_id), col(ProviderTerms.variant_id), col(ProviderTerms.duration), col(ProviderTerms.price)))
    .where(col(ProviderTerms.booking_type_id) == col(BookingType.id))
    .scalar_subquery()
)
_USES = (
    sa.select(Worded(col(StockUse.item_id), col(StockUse.variant_id), col(StockUse.quantity)))
    .where(col(StockUse.booking_type_id) == col(BookingType.id))
    .scalar_subquery()
)
_STAFF = (
    sa.select(
        Worded(
            col(ProviderService.need),
            col(Provider.position),
            col(Provider.name),
            col(Provider.id),
            col(Provider.timezone),
            col(Provider.capacity),
            col(Provider.always_open),
            col(Provider.max_per_day),
            col(Provider.max_per_week),
            col(ProviderService.weight),
            col(ProviderService.assigned),
        )
    )
    .outerjoin(Provider, sa.and_(col(Provider.id) == col(ProviderService.provider_id), col(Provider.active)))
    .where(col(ProviderService.booking_type_id) == col(BookingType.id))
    .scalar_subquery()
)
SERVICES = Prepared(
    sa.select(
        col(BookingType.id),
        col(BookingType.name),
        col(BookingType.duration),
        col(BookingType.gap_after),
        col(BookingType.gap_minutes),
        col(BookingType.buffer_before),
        col(BookingType.buffer_after),
        col(BookingType.slot_interval),
        col(BookingType.slot_offset),
        col(BookingType.tidy),
        col(BookingType.min_notice),
        col(BookingType.window_days),
        col(BookingType.window_from),
        col(BookingType.window_to),
        col(BookingType.price),
        col(BookingType.deposit),
        col(BookingType.location_kind),
        col(BookingType.location),
        col(BookingType.assignment),
        col(BookingType.customer_chooses),
        col(BookingType.capacity),
        col(BookingType.offered),
        col(BookingType.customer_max_per_day),
        col(BookingType.customer_max_per_week),
        col(BookingType.auto_confirm),
        col(BookingType.cancel_hours),
        col(BookingType.reschedule_hours),
        col(BookingType.policy),
        col(BookingType.active),
        col(Variant.id).label("variant_id"),
        col(Variant.name).label("variant_name"),
        col(Variant.duration).label("variant_duration"),
        col(Variant.gap_after).label("variant_gap_after"),
        col(Variant.gap_minutes).label("variant_gap_minutes"),
        col(Variant.price).label("variant_price"),
        _ADDED.label("added"),
        _STAFF.label("staff"),
        _TERMS.label("terms"),
        _USES.label("uses"),
    )
    .select_from(BookingType)
    .outerjoin(
        Variant,
        sa.and_(
            col(Variant.booking_type_id) == col(BookingType.id),
            col(Variant.id).in_(sa.bindparam("variants", expanding=True)),
            col(Variant.active),
        ),
    )
    .where(col(BookingType.id).in_(_TYPES))
)

_column: Any = col  # labelled columns of a union lose their types anyway
_closures: Any = closed_days().subquery()
WEEK, DATES = 0, 1  # what the words of a row are about; those of nobody are the business's closed days
_hours: Any = sa.union_all(
    sa.select(
        _column(WeeklyHours.provider_id).label("who"),
        sa.literal(WEEK).label("about"),
        Worded(_column(WeeklyHours.weekday), _column(WeeklyHours.start_minute), _column(WeeklyHours.end_minute)).label("words"),
    )
    .where(_column(WeeklyHours.provider_id).in_(_IDS))
    .group_by(_column(WeeklyHours.provider_id)),
    sa.select(
        _column(HoursOverride.provider_id),
        sa.literal(DATES),
        Worded(_column(HoursOverride.day), _column(HoursOverride.start_minute), _column(HoursOverride.end_minute)),
    )
    .where(_column(HoursOverride.provider_id).in_(_IDS), _column(HoursOverride.day).between(sa.bindparam("first"), sa.bindparam("last")))
    .group_by(_column(HoursOverride.provider_id)),
    sa.select(
        sa.cast(sa.null(), sa.Uuid), sa.literal(DATES), Worded(_closures.c.first_day, _closures.c.last_day, _closures.c.name)
    ).select_from(_closures),
).subquery()
HOURS = Prepared(sa.select(_hours.c.who, _hours.c.about, _hours.c.words))

OFF, HAD, SAT = -1, -2, -3  # the lanes that stand for time off, for visits that limits count, and for sessions

_NOW: Any = sa.or_(_column(Occupancy.expires).is_(None), _column(Occupancy.expires) > sa.bindparam("at"))  # an ended hold takes nothing
# A booking that is to be moved is not in its own way, nor is the session that would end with it.
_mine, _theirs = aliased(Occupancy), aliased(Occupancy)
_still: Any = sa.or_(_column(_theirs.expires).is_(None), _column(_theirs.expires) > sa.bindparam("at"))
_elsewhose: Any = sa.or_(_column(_theirs.booking_id).is_(None), _column(_theirs.booking_id) != sa.bindparam("but"))
_ending: Any = (
    sa.select(_column(_mine.slot_id))
    .join(Slot, _column(Slot.id) == _column(_mine.slot_id))
    .where(_column(_mine.booking_id) == sa.bindparam("but"), sa.not_(_column(Slot.published)))
    .where(~sa.exists().where(_column(_theirs.slot_id) == _column(_mine.slot_id), _column(_theirs.lane) >= SEATS, _still, _elsewhose))
)
_OTHERS: Any = sa.and_(
    sa.or_(_column(Occupancy.booking_id).is_(None), _column(Occupancy.booking_id) != sa.bindparam("but")),
    sa.or_(_column(Occupancy.slot_id).is_(None), _column(Occupancy.slot_id).not_in(_ending)),
)


def _within(begins: Any, ends: Any) -> Any:
    return sa.and_(ends > sa.bindparam("low"), begins < sa.bindparam("high"))


# Lane by lane: to group by it as well would make the database sort what the index has in order.
_one_lane: Any = (
    sa.select(
        _column(Occupancy.provider_id).label("who"),
        sa.literal(0).label("lane"),
        Worded(_column(Occupancy.blocked_from)).label("begins"),
        Worded(_column(Occupancy.blocked_to)).label("ends"),
    )
    .where(_column(Occupancy.provider_id).in_(_IDS), _within(_column(Occupancy.blocked_from), _column(Occupancy.blocked_to)))
    .where(_column(Occupancy.lane) == 0, _NOW)
    .group_by(_column(Occupancy.provider_id))
)
_off: Any = (
    sa.select(_column(TimeOff.provider_id), sa.literal(OFF), Worded(_column(TimeOff.starts)), Worded(_column(TimeOff.ends)))
    .where(_column(TimeOff.provider_id).in_(_IDS), _within(_column(TimeOff.starts), _column(TimeOff.ends)))
    .group_by(_column(TimeOff.provider_id))
)
_more_lanes: Any = (
    sa.select(
        _column(Occupancy.provider_id),
        _column(Occupancy.lane),
        Worded(_column(Occupancy.blocked_from)),
        Worded(_column(Occupancy.blocked_to)),
    )
    .where(
        _column(Occupancy.provider_id).in_(sa.bindparam("wide", expanding=True)),
        _within(_column(Occupancy.blocked_from), _column(Occupancy.blocked_to)),
    )
    .where(_column(Occupancy.lane).between(1, SEATS - 1), _NOW, _OTHERS)
    .group_by(_column(Occupancy.provider_id), _column(Occupancy.lane))
)
_visits: Any = (
    sa.select(_column(Occupancy.provider_id), _column(Occupancy.starts))
    .distinct()
    .where(
        _column(Occupancy.provider_id).in_(sa.bindparam("limited", expanding=True)),
        _column(Occupancy.blocked_to) > sa.bindparam("low", type_=sa.BigInteger) - 7 * DAY,  # from the week before to the week after
        _column(Occupancy.blocked_from) < sa.bindparam("high", type_=sa.BigInteger) + 7 * DAY,
    )
    .where(_column(Occupancy.lane) < SEATS, _NOW, _OTHERS)
    .subquery()
)
_had: Any = sa.select(_visits.c.provider_id, sa.literal(HAD), sa.literal(""), Worded(_visits.c.starts)).group_by(_visits.c.provider_id)
_seats: Any = (
    sa.select(Gathered(_column(Occupancy.lane)))
    .where(_column(Occupancy.slot_id) == _column(Slot.id), _NOW, _OTHERS)
    .correlate(Slot)
    .scalar_subquery()
)
_sat: Any = (
    sa.select(
        _column(Slot.booking_type_id),
        sa.literal(SAT),
        sa.literal(""),
        Worded(_column(Slot.id), _column(Slot.provider_id), _column(Slot.starts), _column(Slot.ends), _column(Slot.capacity), _seats),
    )
    .where(
        _column(Slot.booking_type_id).in_(_TYPES),
        _column(Slot.starts) >= sa.bindparam("low"),
        _column(Slot.starts) < sa.bindparam("high"),
        _column(Slot.status) == SlotStatus.open,
    )
    .group_by(_column(Slot.booking_type_id))
)


def _taken(*parts: Any) -> Prepared[*tuple[Any, ...]]:
    all_of_it = sa.union_all(*parts).subquery()
    return Prepared(sa.select(all_of_it.c.who, all_of_it.c.lane, all_of_it.c.begins, all_of_it.c.ends))


# Mostly it is about people with one lane each; the rest is asked only where there are rooms, limits, sessions or a booking to be moved.
TAKEN = _taken(_one_lane, _off)
TAKEN_AND_MORE = _taken(_one_lane.where(_OTHERS), _off, _more_lanes, _had, _sat)
