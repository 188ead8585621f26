"""Reports: charts with the table each is drawn from."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel


class ReportName(StrEnum):
    """What is reported on."""

    bookings = "bookings"
    revenue = "revenue"
    messages = "messages"
    forms = "forms"
    inventory = "inventory"


class Unit(StrEnum):
    """What a figure counts: things, minor units of the report's currency, thousandths, whole seconds, whole minutes."""

    number = "number"
    money = "money"
    share = "share"
    seconds = "seconds"
    minutes = "minutes"


class Series(BaseModel):
    """One line, one colour of the bars, or one column beside them; a figure for each label, None where there is none.

    `look` says how it is drawn; `before` is the same of the days before; one that is not `drawn` stands in the table only.
    """

    key: str
    name: str
    unit: Unit
    values: list[int | None]
    look: str = ""
    before: bool = False
    drawn: bool = True


class Chart(BaseModel):
    """One chart. `bars` and `line` go along the days, whose first ones are in `days`; `shares` is a bar for each label."""

    key: str
    title: str
    finding: str = ""
    kind: str = "bars"
    heading: str = ""
    labels: list[str] = []
    days: list[date] = []
    series: list[Series] = []

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.series if series.drawn and not series.before for value in series.values)


class Report(BaseModel):
    """The charts of one subject from `first` to `last`, compared with as many days before when `compared` is said."""

    report: ReportName
    title: str
    first: date
    last: date
    step_days: int
    timezone: str
    currency: str
    compared: bool
    charts: list[Chart]


# ── as the page shows it ─────────────────────────────────


class Rect(BaseModel):
    """One bar, or one part of it."""

    x: str = ""
    y: str = ""
    w: str = ""
    h: str = ""
    look: str = ""
    said: str = ""


class Line(BaseModel):
    """One line through the chart."""

    path: str = ""
    look: str = ""


class Label(BaseModel):
    """Words in the chart."""

    x: str = ""
    y: str = ""
    words: str = ""
    look: str = ""
    anchor: str = "start"


class ShareRow(BaseModel):
    """One bar that lies, its name and what it says."""

    name: str = ""
    said: str = ""
    beside: str = ""
    width: str = ""


class Column(BaseModel):
    """A column's head."""

    title: str = ""
    number: bool = True


class Key(BaseModel):
    """What a colour means, with its sum."""

    name: str = ""
    look: str = ""
    said: str = ""


class Picture(BaseModel):
    """One chart ready to be drawn, with its table and the address of its file."""

    key: str = ""
    title: str = ""
    finding: str = ""
    told: str = ""
    shares: list[ShareRow] = []
    grid: list[str] = []
    rects: list[Rect] = []
    areas: list[Line] = []
    lines: list[Line] = []
    labels: list[Label] = []
    legend: list[Key] = []
    heads: list[Column] = []
    rows: list[list[str]] = []
    csv: str = ""
    empty: bool = False


class Part(BaseModel):
    """One subject of the page."""

    key: str = ""
    title: str = ""
    pictures: list[Picture] = []


class ReportPage(BaseModel):
    """The whole page. `range` is the number of days chosen, or "custom"."""

    said: str = ""
    range: str = "30"
    first: str = ""
    last: str = ""
    compared: bool = True
    parts: list[Part] = []
    links: dict[str, str] = {}
