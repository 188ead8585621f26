"""Choosing a time: the first free one, who, which day, which hour. Booking and moving a booking look the same here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import htpy as h
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.public.visit import Visit
from careops.booking.queries import Found
from careops.booking.rules import moment
from careops.booking.schemas import ProviderRow
from careops.core import when
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.ui.public import parts, times
from careops.ui.public.forms import hidden
from careops.ui.public.times import DayCell, Slot

SHOWN = 28  # days


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor looks at: a service, perhaps with somebody, from a day on, and one day of it."""

    service: UUID
    provider: UUID | None
    first: date
    day: date | None
    path: str
    query: dict[str, str]  # what the page's own links carry along

    @property
    def action(self) -> str:
        return self.path


def choice(visit: Visit, asked: dict[str, str], service: UUID, path: str, **query: str) -> Choice:
    """What the address says is looked at; nonsense is taken as nothing said."""
    today = visit.local(visit.now).date()
    first, day = _date(asked.get("from", "")), _date(asked.get("day", ""))
    begin = min(max(first or today, today), today + timedelta(days=730))
    if day and not begin <= day < begin + timedelta(days=SHOWN):
        begin = max(today, day) if day < today + timedelta(days=730) else begin
    return Choice(service, provider_of(asked.get("with", "")), begin, day, path, query)


def provider_of(text: str) -> UUID | None:
    """Whose chip was tapped; anyone where nobody is named."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def look(db: Session, visit: Visit, chosen: Choice) -> Found:
    """The free times of four weeks, on the visitor's clock."""
    last = chosen.first + timedelta(days=SHOWN - 1)
    return bookings.free_times(
        db, visit.actor, booking_type_id=chosen.service, from_=chosen.first, to=last, provider_id=chosen.provider, timezone=visit.timezone
    )


# ── what it looks like ───────────────────────────────────


def picker(visit: Visit, chosen: Choice, found: Found, people: Sequence[ProviderRow], carried: dict[str, str]) -> h.Fragment:
    """The whole choice: the first free time with its own button, who, the days, the hours of one day."""
    return h.fragment[
        _first(visit, chosen, found, carried),
        _who(visit, chosen, people),
        _days_and_times(visit, chosen, found, carried) if found.next else _full(visit),
    ]


def _carried(carried: dict[str, str], visit: Visit, provider: UUID | None) -> list[h.Node]:
    told = carried | visit.kept() | ({"with": str(provider)} if provider else {})
    return [hidden(name, value) for name, value in told.items()]


def _first(visit: Visit, chosen: Choice, found: Found, carried: dict[str, str]) -> h.Node:
    if found.next is None:
        return None
    start, provider, name = found.next
    at = moment(start)
    return times.next_free(
        chosen.action,
        at.isoformat(),
        visit.when(at),
        _("Take {time}", visit.locale, time=visit.time(at)),
        *_carried(carried, visit, provider),
        who=_("with {name}", visit.locale, name=name),
        locale=visit.locale,
    )


def _who(visit: Visit, chosen: Choice, people: Sequence[ProviderRow]) -> h.Node:
    if len(people) < 2:
        return None
    here = {"day": chosen.day.isoformat() if chosen.day else "", "from": chosen.first.isoformat()}
    anyone = parts.Chip(_("Anyone", visit.locale), visit.address(chosen.path, **chosen.query, **here), chosen.provider is None)
    named = [
        parts.Chip(one.name, visit.address(chosen.path, **chosen.query, **here, **{"with": one.id}), one.id == chosen.provider, one.id)
        for one in people
    ]
    title = _("With", visit.locale)
    return h.section(".tight", aria_labelledby="who")[
        h.h2(".s", id="who")[title], parts.chips(_("With whom", visit.locale), [anyone, *named])
    ]


def _days_and_times(visit: Visit, chosen: Choice, found: Found, carried: dict[str, str]) -> h.Node:
    free = [date.fromordinal(day) for day, _works, starts in found.days if starts]
    day = chosen.day if chosen.day in free or (chosen.day and not free) else (free[0] if free else None)
    starts = next((starts for ordinal, _works, starts in found.days if day and ordinal == day.toordinal()), [])
    title = when.long_date(day, visit.locale) if day else _("Nothing is free in these weeks", visit.locale)
    slots = [Slot(moment(start).isoformat(), visit.local(moment(start)), visit.time(moment(start))) for start, _free in starts]
    return times.pick(
        _strip(visit, chosen, found, day),
        times.times(chosen.action, slots, *_carried(carried, visit, chosen.provider), locale=visit.locale)
        if slots
        else parts.note(_("Nothing is free on this day. Choose another one.", visit.locale)),
        title=title,
        zone=times.zone_line(
            visit.timezone, visit.zones(), visit.zone_said(), action=chosen.path, kept=_kept(visit, chosen, day), locale=visit.locale
        ),
    )


def _kept(visit: Visit, chosen: Choice, day: date | None) -> dict[str, str]:
    """What the form that changes the zone carries along; the zone itself is what it asks for."""
    kept = chosen.query | {"with": str(chosen.provider or ""), "day": day.isoformat() if day else "", "from": chosen.first.isoformat()}
    return {name: value for name, value in (kept | visit.kept()).items() if value and name != "tz"}


def _strip(visit: Visit, chosen: Choice, found: Found, selected: date | None) -> h.Element:
    whom = {"with": str(chosen.provider or "")} | chosen.query
    cells = [_cell(visit, chosen, whom, ordinal, works, len(starts), selected) for ordinal, works, starts in found.days]
    today = visit.local(visit.now).date()
    later, earlier = chosen.first + timedelta(days=SHOWN), max(today, chosen.first - timedelta(days=SHOWN))
    goes_on = any(works for _ordinal, works, _starts in found.days[-7:])
    beyond = found.next is not None and moment(found.next[0]).date() >= later
    return times.day_strip(
        cells,
        later=visit.address(chosen.path, **whom, **{"from": later.isoformat()}) if goes_on or beyond else "",
        earlier=visit.address(chosen.path, **whom, **{"from": earlier.isoformat()}) if chosen.first > today else "",
        locale=visit.locale,
        week_of=visit.host.locale,
    )


def _cell(visit: Visit, chosen: Choice, whom: dict[str, str], ordinal: int, works: bool, free: int, selected: date | None) -> DayCell:
    day = date.fromordinal(ordinal)
    if not free:
        return DayCell(day, "full" if works else "closed")
    href = visit.address(chosen.path, **whom, **{"from": chosen.first.isoformat(), "day": day.isoformat()})
    return DayCell(day, "free", href + "#day", free, day == selected)


def _full(visit: Visit) -> h.Node:
    said = _("Nothing is free at the moment. Write to us and we will find a time.", visit.locale)
    return parts.note([said, " ", h.a(href=visit.host.contact_url)[_("Ask a question", visit.locale)]], "info")


def slot_of(said: dict[str, str]) -> str:
    """The start that a time's button sends; Invalid when it is no time."""
    slot = said.get("slot", "") or said.get("start", "")
    if not slot:
        raise Invalid.field("slot", "Choose a time")
    return slot


def first_of(db: Session, visit: Visit, service: UUID) -> str:
    """When the service is next free, in words; empty when nothing is."""
    today = visit.local(visit.now).date()
    found = bookings.free_times(
        db, visit.actor, booking_type_id=service, from_=today, to=today + timedelta(days=6), timezone=visit.timezone
    )
    return visit.when(moment(found.next[0])) if found.next else ""
