"""The calendar's page, whichever view it is: the head, the filters, and the days as the kit draws them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import ProviderRow
from careops.booking.schemas.calendar import CalendarDay, CalendarEntry
from careops.booking.state.asked import STATUSES, Asked, week_of
from careops.booking.state.board import Axis, Look, Part, axis, by_day, by_provider
from careops.booking.state.words import STATUS_WORDS, Choice, state_of
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.kit.calendar import Chip, Column, Entry, ListDay, MonthDay, SheetLine, SheetPart
from careops.ui.kit.rows import Day

CHIPS = 3


@dataclass(frozen=True)
class Head:
    """The line over the days, and where it leads."""

    view: str = "day"
    iso: str = ""
    title: str = ""
    short_title: str = ""
    is_today: bool = False
    before: str = ""
    after: str = ""
    before_words: str = ""
    after_words: str = ""
    today: str = ""
    day: str = ""
    week: str = ""
    month: str = ""
    list: str = ""
    plain: str = ""  # the same without the open booking
    empty: str = ""  # "nobody" can be booked, "none" of what was asked for


@dataclass(frozen=True)
class Person:
    """Somebody, or a resource, one may look at alone."""

    id: str
    name: str
    initials: str
    tint: int
    on: bool


@dataclass(frozen=True)
class Filters:
    """What narrows the view."""

    people: list[Person] = field(default_factory=list)
    services: list[Choice] = field(default_factory=list)
    statuses: list[Choice] = field(default_factory=list)
    service: str = ""
    status: str = ""
    rooms: bool = True
    has_rooms: bool = False
    count: int = 0
    words: str = ""
    clear: str = ""


@dataclass(frozen=True)
class Sheet:
    """The day on paper."""

    title: str = ""
    about: str = ""
    parts: list[SheetPart] = field(default_factory=list)


@dataclass(frozen=True)
class Screen:
    """A view, ready to be drawn; `parts` stay on the server."""

    head: Head = field(default_factory=Head)
    filters: Filters = field(default_factory=Filters)
    strip: list[Day] = field(default_factory=list)
    axis: Axis = field(default_factory=Axis)
    columns: list[Column] = field(default_factory=list)
    weekdays: list[str] = field(default_factory=list)
    month: list[MonthDay] = field(default_factory=list)
    agenda: list[ListDay] = field(default_factory=list)
    sheet: Sheet = field(default_factory=Sheet)
    parts: dict[str, Part] = field(default_factory=dict)


def screen(db: Session, actor: Actor, *, asked: Asked) -> Screen:
    """The view that is asked for, in a fixed number of statements."""
    host = business.profile(db, actor)
    people = bookings.providers(db, actor, kind=None)
    wanted = [one for one in people if _wanted(one, asked)]
    first, last = asked.days(host.first_weekday)
    phones = asked.view == "day" and actor.can(Permission.contacts_view)
    days = bookings.calendar(
        db,
        actor,
        from_=first,
        to=last,
        provider_ids=[one.id for one in wanted] or [NOBODY],
        booking_type_id=asked.service,
        status=asked.status,
        with_phones=phones,
    )
    look = _look(actor, host, asked)
    shows = _Shows(days, look, asked, host)
    drawn = axis(days, look)
    columns, parts = shows.columns(drawn)
    agenda = shows.agenda() if asked.view == "list" else []
    return Screen(
        head=_head(host, asked, first, last, _empty(people, days, agenda, asked)),
        filters=_filters(db, actor, people, asked),
        strip=_strip(host, asked),
        axis=drawn if columns else Axis(),
        columns=columns,
        weekdays=[when.weekday_name(one, host.spoken(), short=True) for one in when.weekdays(host.first_weekday)],
        month=shows.month() if asked.view == "month" else [],
        agenda=agenda,
        sheet=shows.sheet() if asked.view == "day" else Sheet(),
        parts=parts,
    )


NOBODY = UUID(int=0)


def _wanted(one: ProviderRow, asked: Asked) -> bool:
    if asked.who:
        return one.id in asked.who
    return one.kind == "person" or (asked.rooms and asked.view == "day")


def _look(actor: Actor, host: BusinessRow, asked: Asked) -> Look:
    return Look(
        host=host,
        moment=clock.now(),
        member_id=actor.member_id,
        current=str(asked.booking or ""),
        may_change=actor.can(Permission.bookings_manage),
        booking=lambda id: asked.but(booking=id).address,
        session=lambda id: f"/app/slots/{id}",
        day=lambda day: asked.but(view="day", day=day, booking=None).address,
    )


# ── around the days ──────────────────────────────────────


def _head(host: BusinessRow, asked: Asked, first: date, last: date, empty: str) -> Head:
    today = clock.today(host.timezone)
    titles = {
        "day": (when.long_date(first, host.spoken(), year=first.year != today.year), when.date_text(first, host.spoken())),
        "month": (when.month_text(asked.day, host.spoken()),) * 2,
    }
    span = when.days_text(today, first, last, host.spoken())
    title, short = titles.get(asked.view, (span, when.short_days(first, last, host.spoken())))
    steps = {"week": (_("Previous week"), _("Next week")), "month": (_("Previous month"), _("Next month"))}
    before, after = steps.get(asked.view, (_("Earlier"), _("Later")) if asked.view == "list" else (_("Previous day"), _("Next day")))
    plain = asked.but(booking=None)
    return Head(
        view=asked.view,
        iso=asked.day.isoformat(),
        title=title,
        short_title=short,
        is_today=first <= today <= last,
        before=asked.step(-1).address,
        after=asked.step(1).address,
        before_words=before,
        after_words=after,
        today=plain.but(day=today).address,
        day=plain.but(view="day").address,
        week=plain.but(view="week").address,
        month=plain.but(view="month").address,
        list=plain.but(view="list").address,
        plain=plain.address,
        empty=empty,
    )


def _empty(people: list[ProviderRow], days: list[CalendarDay], agenda: list[ListDay], asked: Asked) -> str:
    if not any(one.active for one in people):
        return "nobody"
    if asked.view == "list" and not agenda:
        return "none"
    return "none" if asked.view in ("day", "week") and not any(day.columns for day in days) else ""


def _filters(db: Session, actor: Actor, people: list[ProviderRow], asked: Asked) -> Filters:
    types = bookings.booking_types(db, actor)
    return Filters(
        people=[Person(str(one.id), one.name, one.initials, one.tint, one.id in asked.who) for one in people if one.active],
        services=[Choice("", _("Every service")), *(Choice(str(one.id), one.name) for one in types)],
        statuses=[Choice("", _("Any state")), *(Choice(key, STATUS_WORDS[key]) for key in STATUSES)],
        service=str(asked.service or ""),
        status=asked.status,
        rooms=asked.rooms,
        has_rooms=any(one.kind != "person" for one in people),
        count=asked.narrowed,
        words=plural("{count} filter is on", "{count} filters are on", asked.narrowed) if asked.narrowed else "",
        clear=Asked(view=asked.view, day=asked.day).address,
    )


def _strip(host: BusinessRow, asked: Asked) -> list[Day]:
    """The week a phone walks through."""
    first = week_of(asked.day, host.first_weekday)
    days = [first + timedelta(days=ahead) for ahead in range(7)]
    return [
        Day(
            when.weekday_name(day.weekday(), host.spoken(), short=True),
            str(day.day),
            asked.but(day=day, booking=None).address,
            day == asked.day,
        )
        for day in days
    ]


# ── the days ─────────────────────────────────────────────


@dataclass(frozen=True)
class _Shows:
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
