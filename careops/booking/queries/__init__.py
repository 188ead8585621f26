"""Asking about services, hours, free times and bookings."""

from careops.booking.queries.agreed import (
    appointment,
    between,
    by_link,
    get,
    history,
    ics,
    link_token,
    next_of_contact,
    next_visit,
    of_contact,
    public_booking,
    today,
    upcoming,
)
from careops.booking.queries.brought import standing
from careops.booking.queries.calendar import calendar
from careops.booking.queries.cards import cards
from careops.booking.queries.catalogue import (
    booking_type,
    booking_type_by_slug,
    booking_types,
    offered_types,
    provider,
    providers,
    public_types,
)
from careops.booking.queries.explain import explain, preview
from careops.booking.queries.feeds import due_to_note, export, feed_by_link, feed_tag, feeds, read_feed
from careops.booking.queries.figures import contact_figures, day_so_far, stats, unfinished
from careops.booking.queries.firsts import first_free
from careops.booking.queries.free import Found, available, available_json, free_times, suggestions
from careops.booking.queries.guards import GuardMissing, assert_guards
from careops.booking.queries.held import held
from careops.booking.queries.hours import schedule, time_off
from careops.booking.queries.imports import import_of, imports, plan_import
from careops.booking.queries.inside import inside
from careops.booking.queries.lately import LATELY
from careops.booking.queries.menu import menu, public_services
from careops.booking.queries.opening import opening_times
from careops.booking.queries.recipes import recipe, stock_of
from careops.booking.queries.rehearsal import rehearse
from careops.booking.queries.series import plan_series, public_series, series, series_of_visit
from careops.booking.queries.slots import minute_text, patterned, plan_pattern, plan_slots, seats, slot, slot_pattern, slot_patterns, slots
from careops.booking.queries.visits import free_to_move, last_visit, made_known, may_choose, visit_of
from careops.booking.queries.waiting import earlier, openings, public_wish, waiting_count, waitlist, wish, wish_by_link, wishes_of_contact
from careops.booking.queries.whose import kept_providers

__all__ = [
    "LATELY",
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
    "calendar",
    "cards",
    "contact_figures",
    "day_so_far",
    "due_to_note",
    "earlier",
    "explain",
    "export",
    "feed_by_link",
    "feed_tag",
    "feeds",
    "first_free",
    "free_times",
    "free_to_move",
    "get",
    "held",
    "history",
    "ics",
    "import_of",
    "imports",
    "inside",
    "kept_providers",
    "last_visit",
    "link_token",
    "made_known",
    "may_choose",
    "menu",
    "minute_text",
    "next_of_contact",
    "next_visit",
    "of_contact",
    "offered_types",
    "opening_times",
    "openings",
    "patterned",
    "plan_import",
    "plan_pattern",
    "plan_series",
    "plan_slots",
    "preview",
    "provider",
    "providers",
    "public_booking",
    "public_series",
    "public_services",
    "public_types",
    "public_wish",
    "read_feed",
    "recipe",
    "rehearse",
    "schedule",
    "seats",
    "series",
    "series_of_visit",
    "slot",
    "slot_pattern",
    "slot_patterns",
    "slots",
    "standing",
    "stats",
    "stock_of",
    "suggestions",
    "time_off",
    "today",
    "unfinished",
    "upcoming",
    "visit_of",
    "waiting_count",
    "waitlist",
    "wish",
    "wish_by_link",
    "wishes_of_contact",
]
