"""What the calendar is asked for, in its address and its fields: everything in them is somebody's text until it is read here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from careops.core.errors import Invalid
from careops.core.i18n import text as _

VIEWS = ("day", "week", "month", "list")
STATUSES = ("pending", "confirmed", "completed", "no_show")
LISTED = 14  # days of the list
MOST = 40  # providers one may name


@dataclass(frozen=True)
class Asked:
    """A view of some days, narrowed to some people, a service, a state; and which booking is open in it."""

    view: str = "day"
    day: date = date.min
    who: tuple[UUID, ...] = ()
    service: UUID | None = None
    status: str = ""
    rooms: bool = True
    booking: UUID | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any], today: date, kept: str = "") -> Self:
        """The address, with what was chosen last where it names no view; what cannot be is left out."""
        if "view" not in query:
            query = {**dict(parse_qsl(kept[:3000])), **{key: str(value) for key, value in query.items() if key in ("date", "booking")}}
        view = str(query.get("view", ""))
        status = str(query.get("status", ""))
        who = (read_one(part) for part in str(query.get("who", ""))[:3000].split(",")[:MOST])
        return cls(
            view=view if view in VIEWS else "day",
            day=read_day(query.get("date", "")) or today,
            who=tuple(dict.fromkeys(one for one in who if one)),
            service=read_one(query.get("service", "")),
            status=status if status in STATUSES else "",
            rooms=query.get("rooms", "") != "0",
            booking=read_one(query.get("booking", "")),
        )

    def but(self, **changes: Any) -> "Asked":
        """The same with something else about it."""
        return replace(self, **changes)

    @property
    def chosen(self) -> str:
        """What is remembered: how one looks at days, not at which."""
        told = {
            "view": self.view,
            "who": ",".join(map(str, self.who)),
            "service": str(self.service or ""),
            "status": self.status,
            "rooms": "" if self.rooms else "0",
        }
        return urlencode({key: value for key, value in told.items() if value}, safe=",")

    @property
    def address(self) -> str:
        """Where exactly this is seen."""
        booking = f"&booking={self.booking}" if self.booking else ""
        return f"/app/calendar?{self.chosen}&date={self.day.isoformat()}{booking}"

    @property
    def narrowed(self) -> int:
        """How many filters are on."""
        return bool(self.who) + bool(self.service) + bool(self.status) + (not self.rooms)

    def days(self, first_weekday: int) -> tuple[date, date]:
        """The first and last day that are seen."""
        if self.view == "week":
            monday = week_of(self.day, first_weekday)
            return monday, monday + timedelta(days=6)
        if self.view == "month":
            first = week_of(self.day.replace(day=1), first_weekday)
            return first, first + timedelta(days=41)
        return self.day, self.day + timedelta(days=LISTED - 1 if self.view == "list" else 0)

    def step(self, way: int) -> "Asked":
        """One further, or one back."""
        if self.view == "month":
            months = self.day.year * 12 + self.day.month - 1 + way
            return self.but(day=date(months // 12, months % 12 + 1, 1), booking=None)
        far = {"week": 7, "list": LISTED}.get(self.view, 1)
        return self.but(day=self.day + timedelta(days=far * way), booking=None)


def week_of(day: date, first_weekday: int) -> date:
    """The day the week of that day begins on."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def read_day(text: Any) -> date | None:
    """A day within reach, or none."""
    try:
        found = date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None


def needed_day(text: Any) -> date:
    """The same of a field that must hold one."""
    found = read_day(text)
    if found is None:
        raise Invalid.field("day", _("Choose a day"))
    return found


def needed_moment(text: str) -> datetime:
    """A moment within reach, in UTC, of a field that must hold one."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2199:
        raise Invalid.field("time", _("Choose a time"))
    return found.astimezone(UTC)


def read_one(text: Any) -> UUID | None:
    """An id, or none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
