"""A forecast drawn: lines through the levels of the days before and ahead, as ready paths, and the same days as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from careops.core.i18n import text as _
from careops.core.when import date_text, short_days
from careops.inventory.schemas import ForecastRow

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 480, 170, 34, 12, 474, 146


@dataclass(frozen=True)
class Mark:
    """Words at a place of the drawing."""

    words: str
    x: str
    anchor: str


@dataclass(frozen=True)
class DayLine:
    """One day of the table: what there was or will be at its end, what was used or is booked, what came or is to come."""

    day: str
    level: str
    used: str
    came: str


@dataclass(frozen=True)
class Chart:
    """Everything the drawing needs; without `ahead` there is nothing to draw."""

    sentence: str = ""
    tone: str = ""
    pace: str = ""
    before: str = ""
    ahead: str = ""
    ordered: str = ""
    limit: str = ""
    limit_y: str = "0"
    limit_words: str = ""
    now: str = "0"
    most: str = ""
    end_x: str = "0"
    end_y: str = "0"
    ends: bool = False
    marks: list[Mark] = field(default_factory=list[Mark])
    days: list[DayLine] = field(default_factory=list[DayLine])


def chart(row: ForecastRow) -> Chart:
    """The forecast as a drawing."""
    today = row.ahead[0].day
    first = row.before[0].day if row.before else today
    last = row.ahead[-1].day
    ahead = [(today, row.quantity), *((one.day, one.level) for one in row.ahead[1:])]
    ordered = [(today, row.quantity), *((one.day, one.with_orders) for one in row.ahead[1:])] if row.incoming else []
    before = [(one.day, one.level) for one in row.before]
    most = max(row.threshold, 1, *(level for _day, level in (*before, *ahead, *ordered)))
    scale = _Scale(first, last, most)
    ends = row.runs_out_on is not None and row.runs_out_on <= last
    return Chart(
        sentence=row.sentence,
        tone="" if row.days_left is None or row.days_left > 7 else "c-danger" if row.days_left <= 2 else "c-warn",
        pace=_pace(row),
        before=scale.path(before),
        ahead=scale.path(ahead),
        ordered=scale.path(ordered),
        limit=scale.path([(first, row.threshold), (last, row.threshold)]) if row.threshold else "",
        limit_y=_point(scale.y(row.threshold) - 4),
        limit_words=_("reorder at {count}", count=row.threshold) if row.threshold else "",
        now=_point(scale.x(today)),
        most=str(most),
        end_x=_point(scale.x(row.runs_out_on)) if ends and row.runs_out_on else "0",
        end_y=_point(scale.y(0)),
        ends=ends,
        marks=_marks(scale, first, today, last),
        days=_days(row),
    )


def _pace(row: ForecastRow) -> str:
    if not row.daily_thousandths and not row.reserved:
        return _("Nothing was used lately, and nothing is booked that uses it.")
    tenths = (row.daily_thousandths + 50) // 100
    rate = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return _("About {rate} {unit} a day lately; {count} promised to bookings.", rate=rate, unit=row.unit, count=row.reserved)


def _marks(scale: "_Scale", first: date, today: date, last: date) -> list[Mark]:
    ends = [] if (today - first) < timedelta(days=7) else [Mark(short_days(first, first), _point(scale.x(first)), "start")]
    at = "start" if not ends else "middle"
    return [*ends, Mark(_("Today"), _point(scale.x(today)), at), Mark(short_days(last, last), _point(scale.x(last)), "end")]


def _days(row: ForecastRow) -> list[DayLine]:
    before = [DayLine(date_text(one.day), str(one.level), str(one.used or ""), str(one.received or "")) for one in row.before[:-1]]
    ahead = [DayLine(date_text(one.day), str(one.level), str(one.booked or ""), str(one.incoming or "")) for one in row.ahead]
    return [*before, *ahead]


class _Scale:
    """Where a day and a level lie."""

    def __init__(self, first: date, last: date, most: int) -> None:
        self.first, self.days, self.most = first, max((last - first).days, 1), most

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days

    def y(self, level: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * max(level, 0) / self.most

    def path(self, points: Sequence[tuple[date, int]]) -> str:
        if len(points) < 2:
            return ""
        return "M" + "L".join(f"{_point(self.x(day))} {_point(self.y(level))}" for day, level in points)


def _point(at: float) -> str:
    return f"{at:.1f}"
