"""When a job is due: pure functions of the moment and of whose clock it goes by.

An occurrence has a name of its own, the `key`: for what goes by a local clock the local date, so that a time of day that does not exist
on that day, or exists twice, is still one occurrence. One that does not exist is due as long after the jump as it lay behind the jump's
beginning, one that exists twice at the first of the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from careops.core.actor import PLATFORM
from careops.core.clock import now, zone
from careops.core.i18n import plural
from careops.core.i18n import text as _

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


@dataclass(frozen=True, slots=True)
class Place:
    """Whose clock it is, and the minute of the day they chose for what they may choose one for (none: never)."""

    workspace_id: UUID = PLATFORM
    timezone: str = "UTC"
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a job is due: its name, and the moment."""

    key: str
    at: datetime


class Schedule(Protocol):
    """Answers when; `trigger` is what wakes APScheduler for it."""

    @property
    def trigger(self) -> dict[str, Any]: ...

    @property
    def often(self) -> bool:
        """Whether it is due so often that its uneventful runs are not worth keeping long."""
        ...

    def last(self, moment: datetime, place: Place) -> Occurrence | None:
        """The latest occurrence at or before the moment."""
        ...

    def next(self, moment: datetime, place: Place) -> Occurrence | None:
        """The first occurrence after the moment."""
        ...

    def sentence(self, place: Place) -> str: ...


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, by everybody's clock; `offset` seconds after each full period."""

    seconds: int
    offset: int = 0

    @property
    def trigger(self) -> dict[str, Any]:
        begin = self.next(now(), Place()).at
        return {"trigger": "interval", "seconds": self.seconds, "start_date": begin}

    @property
    def often(self) -> bool:
        return self.seconds < 3600

    def last(self, moment: datetime, place: Place) -> Occurrence:
        full = (int(moment.timestamp()) - self.offset) // self.seconds
        return self._at(full)

    def next(self, moment: datetime, place: Place) -> Occurrence:
        return self._at((int(moment.timestamp()) - self.offset) // self.seconds + 1)

    def _at(self, number: int) -> Occurrence:
        at = datetime.fromtimestamp(number * self.seconds + self.offset, UTC)
        return Occurrence(f"{at:%Y-%m-%dT%H:%M:%SZ}", at)

    def sentence(self, place: Place) -> str:
        if self.seconds == 3600:
            return _("Every hour at :{minute}", minute=f"{self.offset // 60:02}")
        if self.seconds % 60:
            return plural("Every second", "Every {count} seconds", self.seconds)
        return plural("Every minute", "Every {count} minutes", self.seconds // 60)


def hourly(minute: int) -> Every:
    """Every hour at that minute."""
    return Every(3600, minute * 60)


def _moment(day: date, minute: int, timezone: str) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), zone(timezone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Daily:
    """Once on each day of the place, or on one weekday (Monday is 0); at that minute, or at the one the place chose."""

    minute: int | None = None
    weekday: int | None = None
    local: bool = True

    @property
    def trigger(self) -> dict[str, Any]:
        if self.local or self.minute is None:  # it is that time somewhere
            return {"trigger": "cron", "minute": "*", "second": 0}
        on = {} if self.weekday is None else {"day_of_week": self.weekday}
        return {"trigger": "cron", "hour": self.minute // 60, "minute": self.minute % 60, **on}

    @property
    def often(self) -> bool:
        return False

    def last(self, moment: datetime, place: Place) -> Occurrence | None:
        today = moment.astimezone(zone(place.timezone)).date()
        for back in range(-1, 9):  # a day ahead too: where a day was left out, tomorrow's moment may have come
            found = self._on(today - timedelta(days=back), place)
            if found and found.at <= moment:
                return found
        return None

    def next(self, moment: datetime, place: Place) -> Occurrence | None:
        today = moment.astimezone(zone(place.timezone)).date()
        for ahead in range(-1, 9):
            found = self._on(today + timedelta(days=ahead), place)
            if found and found.at > moment:
                return found
        return None

    def _on(self, day: date, place: Place) -> Occurrence | None:
        minute = place.minute if self.minute is None else self.minute
        if minute is None or (self.weekday is not None and day.weekday() != self.weekday):
            return None
        at, next_at = (_moment(one, minute, place.timezone) for one in (day, day + timedelta(days=1)))
        return Occurrence(day.isoformat(), at) if at < next_at else None  # else the zone left that day out

    def sentence(self, place: Place) -> str:
        minute = place.minute if self.minute is None else self.minute
        if minute is None:
            return _("Switched off")
        at = f"{minute // 60:02}:{minute % 60:02}"
        if self.weekday is not None:
            return _("{weekday} at {time}", weekday=DAYS[self.weekday], time=at)
        return _("Every day at {time}", time=at)
