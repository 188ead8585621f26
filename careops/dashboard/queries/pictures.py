"""A chart of a report as the page draws it: geometry, words and the table beneath."""

from urllib.parse import urlencode

from careops.core.i18n import text as _
from careops.dashboard import rules
from careops.dashboard.schemas.reports import Chart, Column, Key, Label, Picture, Report, Series, ShareRow

FEW = 8  # bars that lie under each other; the table has them all


def picture(report: Report, chart: Chart) -> Picture:
    """The drawing with everything that is said about it."""
    columns = [Column(title=chart.heading, number=False), *(Column(title=one.name) for one in chart.series)]
    currency = report.currency
    said = {"from": report.first, "to": report.last, "compare": "true" if report.compared else "false", "chart": chart.key, "format": "csv"}
    made = Picture(
        key=chart.key,
        title=chart.title,
        finding=chart.finding,
        told=_told(chart, currency),
        heads=columns,
        rows=[_row(chart, number, currency) for number in range(len(chart.labels))],
        csv=f"/api/v1/reports/{report.report}?{urlencode(said)}",
        empty=chart.empty,
    )
    if chart.empty:
        return made
    if chart.kind == "shares":
        made.shares = _shares(chart, currency)
        return made
    drawn = [one for one in chart.series if one.drawn]
    if chart.kind == "line":
        _lines(made, chart, drawn, currency)
    else:
        _bars(made, chart, drawn, currency)
    made.labels += _days(chart)
    return made


def _row(chart: Chart, number: int, currency: str) -> list[str]:
    return [chart.labels[number], *(rules.figure(one.values[number], one.unit, currency) for one in chart.series)]


def _told(chart: Chart, currency: str) -> str:
    """The chart in words, for those who cannot see it: the finding, the highest figure and the last."""
    if chart.empty:
        return _("{title}: nothing in these days", title=chart.title)
    first = next(one for one in chart.series if one.drawn)
    figures = [(value, label) for value, label in zip(first.values, chart.labels, strict=True) if value is not None]
    if not figures:
        return chart.finding or chart.title
    most, where = max(figures)
    return _(
        "{title}. {finding}. {series} at most {figure}: {label}.",
        title=chart.title,
        finding=chart.finding or chart.heading,
        series=first.name,
        figure=rules.figure(most, first.unit, currency),
        label=where,
    )


def _shares(chart: Chart, currency: str) -> list[ShareRow]:
    share, *others = chart.series
    rows: list[ShareRow] = []
    for number, name in enumerate(chart.labels[:FEW]):
        value = share.values[number]
        beside = next((one for one in others if not one.before), None)
        rows.append(
            ShareRow(
                name=name,
                said=rules.figure(value, share.unit, currency),
                beside=rules.figure(beside.values[number], beside.unit, currency) if beside else "",
                width=f"{min(max((value or 0) / 10, 0), 100):.1f}%",
            )
        )
    return rows


def _lines(made: Picture, chart: Chart, drawn: list[Series], currency: str) -> None:
    unit = drawn[0].unit
    top = rules.round_top(max((value or 0 for one in drawn for value in one.values), default=0), unit)
    made.grid, made.labels = rules.scale(top, unit, currency)
    made.lines = [rules.line(one.values, one.look, top) for one in sorted(drawn, key=lambda one: not one.before)]
    made.labels += _ends([(one.values, one) for one in drawn], top, currency)
    made.legend = [Key(name=one.name, look=one.look) for one in drawn] if len(drawn) > 1 else []


def _bars(made: Picture, chart: Chart, drawn: list[Series], currency: str) -> None:
    parts, before = [one for one in drawn if not one.before], next((one for one in drawn if one.before), None)
    unit = parts[0].unit
    columns = [[one.values[number] or 0 for one in parts] for number in range(len(chart.labels))]
    sums = [sum(column) for column in columns]
    top = rules.round_top(max([*sums, *(value or 0 for value in (before.values if before else []))], default=0), unit)
    said = [
        f"{label}: "
        + ", ".join(f"{rules.figure(value, unit, currency)} {one.name}" for value, one in zip(column, parts, strict=True) if value)
        for label, column in zip(chart.labels, columns, strict=True)
    ]
    made.grid, made.labels = rules.scale(top, unit, currency)
    made.rects = rules.stacks(columns, [one.look for one in parts], said, top)
    if before:
        made.lines = [rules.line(before.values, "prev", top)]
    made.legend = [
        Key(name=one.name, look=one.look, said=rules.figure(sum(value or 0 for value in one.values), unit, currency))
        for one in drawn
        if one.before or any(one.values)
    ]


def _ends(those: list[tuple[list[int | None], Series]], top: int, currency: str) -> list[Label]:
    """The last figure of each line, written at its end; never on each other."""
    placed: list[Label] = []
    for values, one in those:
        last = next((value for value in reversed(values) if value is not None), None)
        if last is None or one.before:
            continue
        y = rules.height(last, top) + 4
        while any(abs(y - float(other.y)) < 13 for other in placed):
            y -= 13
        placed.append(Label(x="374", y=f"{y:.1f}", words=rules.figure(last, one.unit, currency), look="lab"))
    return placed


def _days(chart: Chart) -> list[Label]:
    """The first day, the middle one and the last, beneath."""
    count = len(chart.labels)
    wide = (rules.RIGHT - rules.LEFT) / max(count, 1)
    spots = sorted({0, count // 2, count - 1}) if count > 2 else range(count)
    found: list[Label] = []
    for spot in spots:
        first = spot == 0 and count > 2
        at = rules.LEFT if first else rules.LEFT + (spot + 0.5) * wide
        found.append(Label(x=f"{at:.1f}", y="140", words=chart.labels[spot], anchor="start" if first else "middle"))
    return found
