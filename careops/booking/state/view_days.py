"""The days of the calendar as the kit draws them: columns, a month, a list, a sheet of paper."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from careops.booking.schemas.calendar import CalendarDay, CalendarEntry
from careops.booking.state.asked import Asked
from careops.booking.state.board import Axis, Look, Part, by_day, by_provider
from careops.booking.state.words import STATUS_WORDS, state_of
from careops.business.schemas import BusinessRow
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.kit.calendar import Chip, Column, Entry, ListDay, MonthDay, SheetLine, SheetPart

CHIPS = 3


@dataclass(frozen=True)
class Sheet:
    """The day on paper."""

    title: str = ""
    about: str = ""
    parts: list[SheetPart] = field(default_factory=list)


@dataclass(frozen=True)
class Shows:
    """The days in each of the shapes they are seen in."""

    days: list[CalendarDay]
    look: Look
    asked: Asked
    host: BusinessRow

    def columns(self, drawn: Axis) -> tuple[list[Column], dict[str, Part]]:
        """The board's columns: people on one day, or days."""
        if self.asked.view == "day":
            return by_provider(self.days[0], self.look, drawn)
        return by_day(self.days, self.look, drawn) if self.asked.view == "week" and any(day.columns for day in self.days) else ([], {})

    def month(self) -> list[MonthDay]:
        """Six weeks."""
        return [self._month_day(day) for day in self.days]

    def _month_day(self, day: CalendarDay) -> MonthDay:
        entries = [entry for entry, _who in _once(day)]
        said = plural("{day}, {count} booking", "{day}, {count} bookings", len(entries), day=when.long_date(day.date, self.host.spoken()))
        more = len(entries) - CHIPS
        return MonthDay(
            iso=day.date.isoformat(),
            number=str(day.date.day),
            full_name=f"{said}, {day.closed}" if day.closed else said,
            href=self.look.day(day.date),
            chips=[self._chip(entry) for entry in entries[:CHIPS]],
            more=_("+{count} more", count=more) if more > 0 else "",
            count=str(len(entries)) if entries else "",
            today=day.date == clock.today(self.host.timezone),
            outside=day.date.month != self.asked.day.month,
            closed=day.closed,
        )

    def _chip(self, entry: CalendarEntry) -> Chip:
        state = state_of(entry, self.look.moment)
        return Chip(str(entry.id), self._leads(entry), self.look.clock(entry.starts_at), entry.title, state, STATUS_WORDS.get(state, state))

    def agenda(self) -> list[ListDay]:
        """The days on which something is booked."""
        today = clock.today(self.host.timezone)
        return [
            ListDay(day.date.isoformat(), self._day_title(today, day.date), [self._line(entry, who) for entry, who in entries])
            for day in self.days
            if (entries := list(_once(day)))
        ]

    def _day_title(self, today: date, day: date) -> str:
        near = when.day_text(today, day, self.host.spoken()) if abs((day - today).days) < 2 else ""
        full = when.long_date(day, self.host.spoken(), year=day.year != today.year)
        return _("{near}, {day}", near=near, day=full) if near else full

    def _line(self, entry: CalendarEntry, who: str) -> Entry:
        state = state_of(entry, self.look.moment)
        seats = _("{taken} of {seats}", taken=entry.seats_taken, seats=entry.seats) if entry.seats else ""
        service = ", ".join(filter(None, (entry.service, seats)))
        return Entry(
            f"{entry.id}",
            self._leads(entry),
            entry.time_range,
            entry.title,
            service,
            who,
            state,
            STATUS_WORDS.get(state, state),
            str(entry.id) == self.look.current,
        )

    def sheet(self) -> Sheet:
        """The day by provider, to be written on."""
        (day,) = self.days
        parts = [
            SheetPart(one.provider.name, [self._written(entry) for entry in one.entries if entry.kind != "hold"]) for one in day.columns
        ]
        count = len(list(_once(day)))
        about = _("{business}, {count} bookings", business=self.host.name, count=count)
        return Sheet(when.long_date(day.date, self.host.spoken(), year=True), about, [part for part in parts if part.lines])

    def _written(self, entry: CalendarEntry) -> SheetLine:
        seats = _("{taken} of {seats}", taken=entry.seats_taken, seats=entry.seats) if entry.seats else ""
        state = "" if entry.status in ("confirmed", "open") else STATUS_WORDS.get(entry.status, "")
        phone = shown_phone(entry.phone) if entry.phone else ""
        return SheetLine(entry.time_range, entry.title, ", ".join(filter(None, (entry.service, seats))), phone, entry.notes, state)

    def _leads(self, entry: CalendarEntry) -> str:
        return self.look.booking(entry.id) if entry.kind == "booking" else self.look.session(entry.id)


def _once(day: CalendarDay) -> Iterator[tuple[CalendarEntry, str]]:
    """What is booked that day in order of time, each once, with whoever gives it; holds are nobody's yet."""
    found: dict[UUID, tuple[CalendarEntry, list[str]]] = {}
    for column in sorted(day.columns, key=lambda one: one.provider.kind != "person"):
        for entry in column.entries:
            if entry.kind != "hold":
                found.setdefault(entry.id, (entry, []))[1].append(column.provider.name)
    for entry, who in sorted(found.values(), key=lambda one: (one[0].starts_at, str(one[0].id))):
        yield entry, ", ".join(who)
