"""Choosing a time: the first free one, who, which day, which hour. Booking and moving a booking look the same here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import htpy as h
from markupsafe import Markup
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.public.chosen import Chosen, Line
from careops.booking.public.visit import Visit
from careops.booking.queries import Found
from careops.booking.rules import moment
from careops.booking.schemas import PublicProviderRow
from careops.core import when
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.ui.public import parts, times
from careops.ui.public.forms import hidden
from careops.ui.public.times import DayCell, Slot

SHOWN = 28  # days
LEFT = Markup("{}<small>{}</small>")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor looks at: four weeks from a day on, and one day of them."""

    first: date
    day: date | None
    path: str
    query: Mapping[str, object]  # what the page's own links carry along
    seats: bool = False  # whether what is free are seats of a session
    waitlist: str = ""  # where one asks to be told when a time frees
    around: Mapping[str, object] | None = None  # the days on show, as the address says them

    def href(self, visit: Visit, **more: object) -> str:
        return visit.address(self.path, **{**self.query, **more})


def choice(
    visit: Visit, asked: Mapping[str, str], path: str, query: Mapping[str, object], *, seats: bool = False, waitlist: str = ""
) -> Choice:
    """What the address says is looked at; nonsense is taken as nothing said."""
    today = visit.local(visit.now).date()
    first, day = _date(asked.get("from", "")), _date(asked.get("day", ""))
    begin = min(max(first or today, today), today + timedelta(days=730))
    if day and not begin <= day < begin + timedelta(days=SHOWN):
        begin = max(today, day) if day < today + timedelta(days=730) else begin
    around = {"day": day.isoformat() if day else "", "from": begin.isoformat() if begin != today else ""}
    return Choice(begin, day, path, query, seats, waitlist, around)


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


def look(db: Session, visit: Visit, asks: Mapping[str, object], first: date, days: int = SHOWN) -> Found:
    """The free times of some days, on the visitor's clock."""
    last = first + timedelta(days=days - 1)
    return bookings.free_times(db, visit.actor, from_=first, to=last, timezone=visit.timezone, **asks)  # pyright: ignore[reportArgumentType]  (passed on as they came)


def slot_of(said: Mapping[str, str]) -> str:
    """The start that a time's button sends; Invalid when it is no time."""
    slot = said.get("slot", "") or said.get("start", "")
    if not slot:
        raise Invalid.field("slot", "Choose a time")
    return slot


# ── what it looks like ───────────────────────────────────


def picker(visit: Visit, at: Choice, found: Found, who: h.Node, carried: Mapping[str, str]) -> h.Fragment:
    """The whole choice: the first free time with its own button, who, the days, the hours of one day."""
    hiddens = [hidden(name, value) for name, value in carried.items()]
    return h.fragment[
        _first(visit, at, found, hiddens),
        who,
        _days_and_times(visit, at, found, hiddens) if found.next else _full(visit, at),
    ]


def _first(visit: Visit, at: Choice, found: Found, carried: list[h.VoidElement]) -> h.Node:
    if found.next is None:
        return None
    start, _provider, name = found.next
    first = moment(start)
    return times.next_free(
        at.href(visit),
        first.isoformat(),
        visit.when(first),
        _("Take {time}", visit.locale, time=visit.time(first)),
        *carried,
        who=_("with {name}", visit.locale, name=name),
        locale=visit.locale,
    )


def who(visit: Visit, at: Choice, chosen: Chosen) -> h.Node:
    """With whom each service is wanted, where there is a choice; whoever asks another price says so."""
    asked = [(place, line) for place, line in enumerate(chosen.lines) if len(line.people) > 1]
    return [_whom(visit, at, chosen, place, line) for place, line in asked]


def _whom(visit: Visit, at: Choice, chosen: Chosen, place: int, line: Line) -> h.Element:
    locale = visit.locale
    title = _("With", locale) if len(chosen.lines) == 1 else _("{service} with", locale, service=line.name)
    prices = {one.id: line.asked(one.id)[1] for one in line.people}
    differ = len(set(prices.values())) > 1

    def chip(one: PublicProviderRow | None) -> parts.Chip:
        href = chosen.put(place, line.given_by(one)).address(visit, **(at.around or {}))
        if one is None:
            return parts.Chip(_("Anyone", locale), href, line.provider is None)
        label = f"{one.name} · {chosen.price_text(prices[one.id], locale)}" if differ and prices[one.id] else one.name
        return parts.Chip(label, href, line.provider is not None and one.id == line.provider.id, one.id, one.name)

    return people(title, [chip(None), *(chip(one) for one in line.people)], id=f"who-{place}")


def people(title: str, chips: Sequence[parts.Chip], id: str = "who") -> h.Element:
    """A row to choose from, such as people."""
    return h.div(".tight")[h.h2(".s", id=id)[title], parts.chips(title, chips)]


def seats(visit: Visit, at: Choice, chosen: Chosen) -> h.Node:
    """For how many people, where seats are sold."""
    if chosen.most_seats < 2:
        return None
    title = _("How many seats?", visit.locale)
    chips = [
        parts.Chip(str(count), chosen.for_seats(count).address(visit, **(at.around or {})), count == chosen.seats)
        for count in range(1, chosen.most_seats + 1)
    ]
    return people(title, chips, id="seats")


def _days_and_times(visit: Visit, at: Choice, found: Found, carried: list[h.VoidElement]) -> h.Node:
    free = [date.fromordinal(day) for day, _works, starts in found.days if starts]
    day = at.day if at.day in free or (at.day and not free) else (free[0] if free else None)
    starts = next((starts for ordinal, _works, starts in found.days if day and ordinal == day.toordinal()), [])
    title = when.long_date(day, visit.locale) if day else _("Nothing is free in these weeks", visit.locale)
    slots = [_slot(visit, at, start, left) for start, left in starts]
    said = times.zone_line(
        visit.timezone, visit.zones(), visit.zone_said(), action=at.path, kept=_kept(visit, at, day), locale=visit.locale
    )
    return h.fragment[
        times.pick(
            [_strip(visit, at, found, day), _closed(visit, at, found)],
            times.times(at.href(visit), slots, *carried, locale=visit.locale)
            if slots
            else parts.note(_("Nothing is free on this day. Choose another one.", visit.locale)),
            title=title,
            zone=said,
        ),
        _waitlist(visit, at, _("Nothing that fits?", visit.locale)),
    ]


def _slot(visit: Visit, at: Choice, start: int, left: int) -> Slot:
    label = visit.time(moment(start))
    if at.seats:
        label = LEFT.format(label, _("{count} left", visit.locale, count=left))
    return Slot(moment(start).isoformat(), visit.local(moment(start)), label)


def _waitlist(visit: Visit, at: Choice, question: str) -> h.Node:
    if not at.waitlist:
        return None
    return parts.dim(
        [
            question,
            " ",
            h.a(href=at.waitlist)[_("Join the waitlist", visit.locale)],
            " ",
            _("and we tell you when a time frees.", visit.locale),
        ]
    )


def _kept(visit: Visit, at: Choice, day: date | None) -> dict[str, object]:
    """What the form that changes the zone carries along; the zone itself is what it asks for."""
    kept = {**at.query, "day": day.isoformat() if day else "", "from": at.first.isoformat(), **visit.kept()}
    return {name: value for name, value in kept.items() if value and name != "tz"}


# ── days ─────────────────────────────────────────────────


def _strip(visit: Visit, at: Choice, found: Found, selected: date | None) -> h.Element:
    cells = [_cell(visit, at, ordinal, works, len(starts), selected) for ordinal, works, starts in found.days]
    today = visit.local(visit.now).date()
    later, earlier = at.first + timedelta(days=SHOWN), max(today, at.first - timedelta(days=SHOWN))
    beyond = found.next is not None and moment(found.next[0]).date() >= later
    return times.day_strip(
        cells,
        later=at.href(visit, **{"from": later.isoformat()}) if found.more or beyond else "",
        earlier=at.href(visit, **{"from": earlier.isoformat()}) if at.first > today else "",
        locale=visit.locale,
        week_of=visit.host.locale,
    )


def _cell(visit: Visit, at: Choice, ordinal: int, works: bool, free: int, selected: date | None) -> DayCell:
    day = date.fromordinal(ordinal)
    if not free:
        return DayCell(day, "full" if works else "closed")
    href = at.href(visit, **{"from": at.first.isoformat(), "day": day.isoformat()})
    return DayCell(day, "free", href + "#day", free, day == selected)


def _closed(visit: Visit, at: Choice, found: Found) -> h.Node:
    """Why the business is closed on some of the days on show; nobody's time off is told."""
    first, last = at.first, at.first + timedelta(days=SHOWN - 1)
    shown = [one for one in found.closed if one.first <= last.toordinal() and one.last >= first.toordinal()]
    if not shown:
        return None
    today = visit.local(visit.now).date()

    def said(first: int, last: int, name: str) -> h.Element:
        begin, end = date.fromordinal(first), date.fromordinal(last)
        days = when.day_text(today, begin, visit.locale) if begin == end else when.days_text(today, begin, end, visit.locale)
        return h.li[_("Closed {days}: {why}", visit.locale, days=days, why=name)]

    return h.ul(".s.dim")[[said(*one) for one in sorted(shown)]]


def _full(visit: Visit, at: Choice) -> h.Node:
    if at.waitlist:
        said = _("Nothing is free at the moment.", visit.locale)
        link = parts.link_button(_("Join the waitlist", visit.locale), at.waitlist)
        more = _("Say when it would suit you, and we tell you when a time frees.", visit.locale)
        return parts.note(h.div(".tight")[h.p[said, " ", more], h.p[link]], "info")
    said = _("Nothing is free at the moment. Write to us and we will find a time.", visit.locale)
    return parts.note([said, " ", h.a(href=visit.host.contact_url)[_("Ask a question", visit.locale)]], "info")
