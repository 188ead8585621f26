"""The reports: which charts there are for the days asked, for those who may see them."""

from datetime import date, timedelta

from sqlmodel import Session

from careops.business import queries as businesses
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.clock import today
from careops.core.days import Days
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.dashboard import rules
from careops.dashboard.queries.charts import MAKERS
from careops.dashboard.queries.pictures import picture
from careops.dashboard.schemas.reports import Chart, Part, Report, ReportName, ReportPage, Unit

LONGEST = 731
BY_WEEK = 92  # longer stretches are counted in weeks
RANGES = (7, 30, 90, 365)
TITLES = {
    ReportName.bookings: _("Bookings"),
    ReportName.revenue: _("Revenue"),
    ReportName.messages: _("Answers"),
    ReportName.forms: _("Forms"),
    ReportName.inventory: _("Stock"),
}
SEES = {
    ReportName.bookings: Permission.bookings_view,
    ReportName.revenue: Permission.bookings_view,
    ReportName.messages: Permission.inbox,
    ReportName.forms: Permission.forms_view,
    ReportName.inventory: Permission.inventory_view,
}

CENTURY = (2000, 2200)


def stretch(db: Session, actor: Actor, *, first: date | None = None, last: date | None = None) -> Days:
    """The days asked for on the business's calendar: the last thirty where nothing is said; weeks where they are many."""
    timezone = businesses.profile(db, actor).timezone
    last = last or today(timezone)
    if not CENTURY[0] <= last.year <= CENTURY[1] or (first and not CENTURY[0] <= first.year <= CENTURY[1]):
        raise Invalid.field("from", "Give a day of this century")
    first = first or last - timedelta(days=29)
    if not 1 <= (last - first).days + 1 <= LONGEST:
        raise Invalid.field("to", f"Ask for 1 to {LONGEST} days that end after they begin")
    return Days(first, last, timezone, 7 if (last - first).days + 1 > BY_WEEK else 1)


def report(db: Session, actor: Actor, *, name: ReportName, days: Days, compare: bool = True) -> Report:
    """One subject's charts."""
    actor.require(Permission.reports)
    actor.require(SEES[name])
    here = businesses.profile(db, actor)
    return Report(
        report=name,
        title=TITLES[name],
        first=days.first,
        last=days.last,
        step_days=days.step,
        timezone=days.timezone,
        currency=here.currency,
        compared=compare,
        charts=MAKERS[name](db, actor, days, days.before() if compare else None, here),
    )


def report_page(db: Session, actor: Actor, *, first: date | None = None, last: date | None = None, compare: bool = True) -> ReportPage:
    """Every report the caller may see, ready to be drawn."""
    actor.require(Permission.reports)
    days = stretch(db, actor, first=first, last=last)
    seen = [report(db, actor, name=name, days=days, compare=compare) for name in ReportName if actor.can(SEES[name])]
    ends_today = days.last == today(days.timezone)
    said = when.days_text(today(days.timezone), days.first, days.last)
    return ReportPage(
        said=said,
        range=str(days.count) if ends_today and days.count in RANGES else "custom",
        first=days.first.isoformat(),
        last=days.last.isoformat(),
        compared=compare,
        parts=[Part(key=one.report, title=one.title, pictures=[picture(one, chart) for chart in one.charts]) for one in seen],
        links=_links(days, compare),
    )


def _links(days: Days, compare: bool) -> dict[str, str]:
    said = "" if compare else "&compare=no"
    found = {str(many): f"/app/reports?days={many}{said}" for many in RANGES}
    found["compare"] = f"/app/reports?from={days.first}&to={days.last}{'&compare=no' if compare else ''}"
    return found


def chart_table(chart: Chart, currency: str) -> tuple[list[str], list[list[str]]]:
    """A chart's table as a file holds it: its labels, or the ISO days it goes along, and each series' figures."""
    labels = [day.isoformat() for day in chart.days] or chart.labels
    units = {Unit.money: currency, Unit.share: "%", Unit.seconds: _("seconds"), Unit.minutes: _("minutes")}
    heads = [f"{one.name} ({units[one.unit]})" if one.unit in units else one.name for one in chart.series]
    rows = [[label, *(rules.cell(one.values[row], one.unit, currency) for one in chart.series)] for row, label in enumerate(labels)]
    return [chart.heading, *heads], rows
