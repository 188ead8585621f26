"""How charts are drawn: pure geometry in a field of 420 by 150, and figures as people read them."""

from collections.abc import Sequence

from careops.core.i18n import text as _
from careops.core.money import amount_text, format_money
from careops.dashboard.schemas.reports import Label, Line, Rect, Unit

LEFT, RIGHT, TOP, FLOOR = 44, 368, 16, 120  # what the scale says stands before, the lines' last figures behind


def round_top(most: int, unit: Unit) -> int:
    """The least round number above: where a chart's scale ends. Minutes and seconds are round on the clock."""
    if unit is Unit.share:
        return next(top for top in (50, 100, 200, 500, 1000, 10**9) if top >= most)
    if unit in (Unit.seconds, Unit.minutes):
        clock = (60, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400)
        scale = 60 if unit is Unit.minutes else 1
        found = next((top // scale for top in clock if top // scale >= max(most, 1)), None)
        if found:
            return found
    step = 1
    while True:
        for times in (1, 2, 3, 5):
            if step * times >= max(most, 4 if unit is Unit.number else 1):
                return step * times
        step *= 10


def height(value: int, top: int) -> float:
    """How far down a value lies."""
    return FLOOR - (FLOOR - TOP) * min(value, top) / top


def _at(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def stacks(columns: Sequence[Sequence[int]], looks: Sequence[str], said: Sequence[str], top: int) -> list[Rect]:
    """Bars side by side, each of its parts on the one before."""
    wide = (RIGHT - LEFT) / max(len(columns), 1)
    drawn: list[Rect] = []
    for number, parts in enumerate(columns):
        under, left = 0, LEFT + number * wide
        for part, look in zip(parts, looks, strict=True):
            if part:
                high = height(under + part, top)
                drawn.append(
                    Rect(
                        x=_at(left + wide * 0.15),
                        y=_at(high),
                        w=_at(wide * 0.7),
                        h=_at(height(under, top) - high),
                        look=look,
                        said=said[number],
                    )
                )
            under += part
    return drawn


def line(values: Sequence[int | None], look: str, top: int) -> Line:
    """A line through the middles of the steps; it breaks where there is no figure, and a figure alone is a dot."""
    wide = (RIGHT - LEFT) / max(len(values), 1)
    path, drawing = "", False
    for number, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        spot = f"{_at(LEFT + (number + 0.5) * wide)} {_at(height(value, top))}"
        path += f"L{spot}" if drawing else f"M{spot}h.01"
        drawing = True
    return Line(path=path, look=look)


def scale(top: int, unit: Unit, currency: str) -> tuple[list[str], list[Label]]:
    """The grid's lines, and what they stand for."""
    middle = top // 2 if top % 2 == 0 or top > 10 else None
    marks = [0, *([middle] if middle is not None else []), top]
    grid = [f"M0 {_at(height(mark, top))}H420" for mark in marks]
    return grid, [Label(x="0", y=_at(height(mark, top) - 4), words=figure(mark, unit, currency)) for mark in marks]


def figure(value: int | None, unit: Unit, currency: str) -> str:
    """A figure in words."""
    if value is None:
        return "–"
    if unit is Unit.money:
        return format_money(value, currency)
    if unit is Unit.share:
        return f"{round(value / 10)} %"
    if unit is Unit.seconds:
        return lasting(value)
    if unit is Unit.minutes:
        return lasting(value * 60)
    return f"{value:,}"


def lasting(seconds: int) -> str:
    """How long, in its two largest parts."""
    minutes = seconds // 60
    if seconds < 60:
        return _("{count} s", count=seconds)
    if minutes < 60:
        return _("{count} min", count=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return _("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else _("{count} h", count=hours)
    return _("{days} d {hours} h", days=hours // 24, hours=hours % 24) if hours % 24 else _("{count} d", count=hours // 24)


def cell(value: int | None, unit: Unit, currency: str) -> str:
    """A figure in a file that other programs read: plain numbers, money with its decimals, shares in percent."""
    if value is None:
        return ""
    if unit is Unit.money:
        return amount_text(value, currency)
    if unit is Unit.share:
        return f"{value // 10}.{value % 10}"
    return str(value)


def change(now: int, before: int) -> str:
    """How a figure moved: "12 % more", "as many"; from three times on told in times, since nobody pictures 900 %."""
    if not before:
        return ""
    if now >= 3 * before > 0:
        return _("{times} times as many as before", times=round(now / before))
    moved = round(100 * (now - before) / before)
    if moved == 0:
        return _("as many as before")
    return _("{percent} % more than before", percent=moved) if moved > 0 else _("{percent} % fewer than before", percent=-moved)


def share(part: int, whole: int) -> int | None:
    """So many thousandths; None of nothing."""
    return round(1000 * part / whole) if whole else None
