"""Asking about services, hours, free times and bookings."""

from careops.booking.queries.agreed import (
    appointment,
    between,
    by_link,
    day_view,
    get,
    history,
    ics,
    link_token,
    next_of_contact,
    of_contact,
    public_booking,
    stats,
    today,
    upcoming,
)
from careops.booking.queries.catalogue import (
    booking_type,
    booking_type_by_slug,
    booking_types,
    offered_types,
    provider,
    providers,
    public_types,
)
from careops.booking.queries.free import Found, available, available_json, free_times, suggestions
from careops.booking.queries.guards import GuardMissing, assert_guards
from careops.booking.queries.held import held
from careops.booking.queries.hours import schedule, time_off
from careops.booking.queries.visits import free_to_move, last_visit, may_choose, visit_of

__all__ = [
    "Found",
    "GuardMissing",
    "appointment",
    "assert_guards",
    "available",
    "available_json",
    "between",
    "booking_type",
    "booking_type_by_slug",
    "booking_types",
    "by_link",
    "day_view",
    "free_times",
    "free_to_move",
    "get",
    "held",
    "history",
    "ics",
    "last_visit",
    "link_token",
    "may_choose",
    "next_of_contact",
    "of_contact",
    "offered_types",
    "provider",
    "providers",
    "public_booking",
    "public_types",
    "schedule",
    "stats",
    "suggestions",
    "time_off",
    "today",
    "upcoming",
    "visit_of",
]
