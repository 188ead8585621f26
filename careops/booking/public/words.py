"""Sentences that several pages say: the policy with its date, the summary, facts about a booking."""

from datetime import datetime

import htpy as h

from careops.booking.public.visit import Visit, book_path
from careops.booking.rules import free_until
from careops.booking.schemas import BookingTypeRow, PublicBookingRow
from careops.core import when
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.public import parts, times
from careops.ui.public.parts import Fact


def rule(visit: Visit, cancel_hours: int) -> str:
    """The policy before a time is known: "Free to move or cancel up to 24 hours before."."""
    if not cancel_hours:
        return _("You can move or cancel it any time before.", visit.locale)
    days, locale = cancel_hours // 24, visit.locale
    if cancel_hours % 24 == 0:
        return plural("Free to move or cancel up to {count} day before.", "Free to move or cancel up to {count} days before.", days, locale)
    return plural(
        "Free to move or cancel up to {count} hour before.", "Free to move or cancel up to {count} hours before.", cancel_hours, locale
    )


def until(visit: Visit, last: datetime) -> str:
    """The policy once a time is known: with its own date."""
    if last <= visit.now:
        return _("It can no longer be moved or cancelled online.", visit.locale)
    return _("You can move or cancel it until {when}.", visit.locale, when=visit.when(last))


def span(visit: Visit, starts: datetime, ends: datetime) -> str:
    return when.range_text(starts, ends, visit.timezone, visit.locale, visit.host.hour_cycle)


def day_and_span(visit: Visit, starts: datetime, ends: datetime) -> str:
    """ "Wednesday, November 18, 14:00–14:30"."""
    day = when.long_date(visit.local(starts).date(), visit.locale)
    return _("{day}, {time}", visit.locale, day=day, time=span(visit, starts, ends))


def summary(visit: Visit, service: BookingTypeRow, *, detail: str, title: str = "", policy: str = "") -> h.Element:
    """What is being booked, beside the task."""
    locale = visit.locale
    more: list[h.Node] = [
        parts.policy(policy or rule(visit, service.cancel_hours), small=True),
        h.p(".s")[service.policy] if service.policy else None,
        parts.dim(_("Nothing to pay now.", locale)) if service.price_text else None,
        h.p(".s")[h.a(href=visit.address(book_path(visit.host)))[_("Change service", locale)]],
    ]
    lines: list[tuple[h.Node, h.Node]] = [(service.name, when.minutes_text(service.duration, locale))]
    total: tuple[h.Node, h.Node] | None = (_("Total", locale), service.price_text) if service.price_text else None
    return times.summary(title or service.name, detail, service.price_text, lines, total, *more, locale=locale)


def facts(visit: Visit, row: PublicBookingRow) -> h.Element:
    """When, what and with whom, where, how much."""
    locale = visit.locale
    length = when.minutes_text(row.duration, locale)
    place = {"phone": "phone", "video": "video"}.get(row.location_kind, "map-pin")
    found = [
        Fact("calendar", h.b[day_and_span(visit, row.starts_at, row.ends_at)], _zones(visit, row)),
        Fact(
            "user",
            row.type_name,
            _("with {name} · {length}", locale, name=row.provider_name, length=length),
        ),
        Fact(place, row.location) if row.location else None,
        Fact("banknote", row.price_text) if row.price_text else None,
    ]
    return parts.facts([fact for fact in found if fact])


def _zones(visit: Visit, row: PublicBookingRow) -> str:
    """Whose clock that is; and the time there, where the business's clock shows another."""
    mine = _("{zone} time", visit.locale, zone=when.zone_text(visit.timezone, visit.locale))
    there = when.time_text(row.starts_at, row.timezone, visit.locale, visit.host.hour_cycle)
    if there == visit.time(row.starts_at):
        return mine
    return _("{mine}, {time} in {zone}", visit.locale, mine=mine, time=there, zone=when.zone_text(row.timezone, visit.locale))


def last_change(starts: datetime, hours: int) -> datetime:
    """The last moment at which the customer may change a booking that begins then."""
    return free_until(starts, hours)
