"""The calendar's page, whichever view it is: the head, the filters, and what is shown of the days."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import ProviderRow
from careops.booking.schemas.calendar import CalendarDay
from careops.booking.state.asked import STATUSES, Asked, week_of
from careops.booking.state.board import Axis, Look, Part, axis
from careops.booking.state.view_days import Sheet, Shows
from careops.booking.state.words import STATUS_WORDS, Choice
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.kit.calendar import Column, ListDay, MonthDay
from careops.ui.kit.rows import Day


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
    shows = Shows(days, look, asked, host)
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
