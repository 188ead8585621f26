"""What each domain's stretch of days came to, put into charts; a fixed number of statements for each report."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlmodel import Session

from careops.booking.queries import reports as bookings
from careops.booking.schemas.reports import BookingTally, ProviderUse
from careops.business.schemas import BusinessRow
from careops.core import when
from careops.core.actor import Actor
from careops.core.days import Days
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.dashboard import rules
from careops.dashboard.schemas.reports import Chart, ReportName, Series, Unit
from careops.forms.queries import reports as forms
from careops.inbox.queries import reports as inbox
from careops.inventory import queries as stock
from careops.inventory.queries import reports as shelves

STATUSES = {
    "completed": _("Completed"),
    "confirmed": _("Confirmed"),
    "pending": _("To confirm"),
    "no_show": _("No-show"),
    "cancelled": _("Cancelled"),
}
SOURCES = {
    "public": _("Booking page"),
    "app": _("Staff"),
    "api": _("API"),
    "job": _("By itself"),
    "import": _("Imported"),
    "demo": _("Demonstration"),
}


# ── along the days ───────────────────────────────────────


def _along(key: str, title: str, days: Days, series: Sequence[Series], *, finding: str = "", kind: str = "bars") -> Chart:
    begins = [days.begins(number) for number in range(days.steps)]
    labels = [when.date_text(day) for day in begins]
    heading = _("Week from") if days.step > 1 else _("Day")
    return Chart(key=key, title=title, finding=finding, kind=kind, heading=heading, labels=labels, days=begins, series=list(series))


def _counted(
    key: str, name: str, values: Counter[int], days: Days, *, look: str = "", unit: Unit = Unit.number, before: bool = False
) -> Series:
    return Series(key=key, name=name, unit=unit, values=[values[number] for number in range(days.steps)], look=look, before=before)


def _shared(key: str, name: str, part: Counter[int], whole: Counter[int], days: Days, *, look: str, before: bool = False) -> Series:
    values = [rules.share(part[number], whole[number]) for number in range(days.steps)]
    return Series(key=key, name=name, unit=Unit.share, values=values, look=look, before=before)


def _sum(tallies: Sequence[BookingTally], *statuses: str, worth: bool = False) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in tallies:
        if one.status in statuses:
            found[one.step] += one.worth if worth else one.count
    return found


LIVE = ("completed", "confirmed", "pending", "no_show")


def _bookings(db: Session, actor: Actor, days: Days, before: Days | None, _here: BusinessRow) -> list[Chart]:
    now, then = bookings.tallies(db, actor, days=days), bookings.tallies(db, actor, days=before) if before else []
    use, used = bookings.utilisation(db, actor, days=days), bookings.utilisation(db, actor, days=before) if before else []
    total, earlier = _sum(now, *LIVE).total(), _sum(then, *LIVE).total()
    series = [_counted(key, name, _sum(now, key), days, look=key) for key, name in STATUSES.items()]
    missed, was_missed = _sum(now, "no_show"), _sum(then, "no_show")
    due, was_due = _sum(now, "no_show", "completed"), _sum(then, "no_show", "completed")
    rate = [_shared("rate", _("No-show rate"), missed, due, days, look="main")]
    if before:
        series.append(_counted("before", _("Before, cancelled left out"), _sum(then, *LIVE), days, look="prev", before=True))
        rate.append(_shared("before", _("Before"), was_missed, was_due, days, look="prev", before=True))
    rate += [_counted("missed", _("No-shows"), missed, days).model_copy(update={"drawn": False})]
    rate += [_counted("due", _("Came or stayed away"), due, days).model_copy(update={"drawn": False})]
    return [
        _along(
            "bookings",
            _("Bookings"),
            days,
            series,
            finding=_told(plural("{count} booking", "{count} bookings", total), rules.change(total, earlier)),
        ),
        _along("no_show", _("No-shows"), days, rate, kind="line", finding=_no_shows(missed.total(), due.total())),
        _sources(now, then if before else None),
        _utilisation(use, used if before else None),
    ]


def _told(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _no_shows(missed: int, due: int) -> str:
    rate = rules.share(missed, due)
    return (
        _("Nobody was due")
        if rate is None
        else _("{missed} of {due} did not come, {rate}", missed=missed, due=due, rate=rules.figure(rate, Unit.share, ""))
    )


def _sources(now: Sequence[BookingTally], then: Sequence[BookingTally] | None) -> Chart:
    counts, earlier = Counter[str](), Counter[str]()
    for tally, found in ((now, counts), (then or (), earlier)):
        for one in tally:
            if one.status in LIVE:
                found[one.source] += one.count
    keys = [key for key, _many in counts.most_common()] + [key for key in earlier if key not in counts]
    whole = counts.total()
    series = [
        Series(key="share", name=_("Share"), unit=Unit.share, values=[rules.share(counts[key], whole) for key in keys]),
        Series(key="bookings", name=_("Bookings"), unit=Unit.number, values=[counts[key] for key in keys], drawn=False),
    ]
    if then is not None:
        series.append(
            Series(key="before", name=_("Before"), unit=Unit.number, values=[earlier[key] for key in keys], before=True, drawn=False)
        )
    best = SOURCES.get(keys[0], keys[0]) if keys else ""
    return Chart(
        key="sources",
        title=_("Where bookings come from"),
        kind="shares",
        heading=_("Source"),
        labels=[SOURCES.get(key, key) for key in keys],
        series=series,
        finding=_("Most from: {source}", source=best) if best else "",
    )


def _utilisation(use: Sequence[ProviderUse], used: Sequence[ProviderUse] | None) -> Chart:
    earlier = {one.provider_id: rules.share(one.booked_minutes, one.open_minutes) for one in used or ()}
    series = [
        Series(key="share", name=_("Booked"), unit=Unit.share, values=[rules.share(one.booked_minutes, one.open_minutes) for one in use]),
        Series(key="booked", name=_("Booked time"), unit=Unit.minutes, values=[one.booked_minutes for one in use], drawn=False),
        Series(key="open", name=_("Open time"), unit=Unit.minutes, values=[one.open_minutes for one in use], drawn=False),
    ]
    if used is not None:
        series.append(
            Series(
                key="before",
                name=_("Before"),
                unit=Unit.share,
                values=[earlier.get(one.provider_id) for one in use],
                before=True,
                drawn=False,
            )
        )
    whole = rules.share(sum(one.booked_minutes for one in use), sum(one.open_minutes for one in use))
    told = "" if whole is None else _("{share} of all open hours are booked", share=rules.figure(whole, Unit.share, ""))
    return Chart(
        key="utilisation",
        title=_("How full everybody is"),
        kind="shares",
        heading=_("Who"),
        labels=[one.name for one in use],
        series=series,
        finding=told,
    )


def _revenue(db: Session, actor: Actor, days: Days, before: Days | None, here: BusinessRow) -> list[Chart]:
    now, then = bookings.tallies(db, actor, days=days), bookings.tallies(db, actor, days=before) if before else []
    came, earlier = _sum(now, "completed", worth=True), _sum(then, "completed", worth=True)
    series = [_counted("revenue", _("Completed bookings"), came, days, look="completed", unit=Unit.money)]
    if before:
        series.append(_counted("before", _("Before"), earlier, days, look="prev", unit=Unit.money, before=True))
    total = rules.figure(came.total(), Unit.money, here.currency)
    return [_along("revenue", _("Revenue"), days, series, finding=_told(total, rules.change(came.total(), earlier.total())))]


def _messages(db: Session, actor: Actor, days: Days, before: Days | None, _here: BusinessRow) -> list[Chart]:
    now, then = inbox.answer_times(db, actor, days=days), inbox.answer_times(db, actor, days=before) if before else []
    by, was = {one.step: one for one in now}, {one.step: one for one in then}
    steps = range(days.steps)
    series = [
        Series(
            key="median", name=_("Half within"), unit=Unit.seconds, values=[by[n].median if n in by else None for n in steps], look="main"
        ),
        Series(
            key="p90",
            name=_("Nine of ten within"),
            unit=Unit.seconds,
            values=[by[n].slowest_tenth if n in by else None for n in steps],
            look="dash",
        ),
        Series(key="answers", name=_("Answers"), unit=Unit.number, values=[by[n].answers if n in by else 0 for n in steps], drawn=False),
    ]
    if before:
        values = [was[n].median if n in was else None for n in steps]
        series.append(Series(key="before", name=_("Half within, before"), unit=Unit.seconds, values=values, look="prev", before=True))
    whole = by.get(None)
    told = ""
    if whole:
        told = _(
            "Half are answered within {median}, nine of ten within {slow}",
            median=rules.lasting(whole.median),
            slow=rules.lasting(whole.slowest_tenth),
        )
    return [_along("answers", _("How long people wait for an answer"), days, series, kind="line", finding=told)]


def _forms(db: Session, actor: Actor, days: Days, before: Days | None, _here: BusinessRow) -> list[Chart]:
    now, then = forms.steps(db, actor, days=days), forms.steps(db, actor, days=before) if before else []
    each = forms.turnaround(db, actor, days=days)
    sent = Counter({one.step: one.sent for one in now})
    in_time, done = Counter({one.step: one.on_time for one in now}), Counter({one.step: one.completed for one in now})
    late, waiting = done - in_time, sent - done
    series = [
        _counted("on_time", _("Filled in in time"), in_time, days, look="completed"),
        _counted("late", _("Filled in late"), late, days, look="pending"),
        _counted("missing", _("Not filled in"), waiting, days, look="cancelled"),
    ]
    if before:
        series.append(_counted("before", _("Sent before"), Counter({one.step: one.sent for one in then}), days, look="prev", before=True))
    rate = rules.share(in_time.total(), sent.total())
    told = "" if rate is None else _("{share} of {count} came back in time", share=rules.figure(rate, Unit.share, ""), count=sent.total())
    columns = [
        Series(key="share", name=_("In time"), unit=Unit.share, values=[rules.share(one.on_time, one.sent) for one in each]),
        Series(key="median", name=_("Half within"), unit=Unit.seconds, values=[one.median for one in each], drawn=False),
        Series(key="sent", name=_("Sent"), unit=Unit.number, values=[one.sent for one in each], drawn=False),
        Series(key="completed", name=_("Filled in"), unit=Unit.number, values=[one.completed for one in each], drawn=False),
        Series(key="overdue", name=_("Overdue"), unit=Unit.number, values=[one.overdue for one in each], drawn=False),
    ]
    return [
        _along("forms", _("Forms sent"), days, series, finding=told),
        Chart(
            key="turnaround",
            title=_("Which forms come back"),
            kind="shares",
            heading=_("Form"),
            labels=[one.name for one in each],
            series=columns,
        ),
    ]


def _inventory(db: Session, actor: Actor, days: Days, before: Days | None, here: BusinessRow) -> list[Chart]:
    worth, flows = stock.value(db, actor), shelves.flow(db, actor, days=before or days)
    most = shelves.most_used(db, actor, days=days)
    used, earlier = Counter[int](), Counter[int]()
    for one in flows:
        if one.day > days.last:
            continue
        found, since = (used, days) if one.day >= days.first else (earlier, before or days)
        found[(one.day - since.first).days // days.step] += one.used
    ends = [min(days.begins(number) + timedelta(days=days.step - 1), days.last) for number in range(days.steps)]
    told_back = [worth - sum(one.received - one.used - one.lost for one in flows if one.day > end) for end in ends]
    value = Series(key="value", name=_("Value on the shelf"), unit=Unit.money, values=list(told_back), look="main")
    use = [_counted("used", _("Used"), used, days, look="completed", unit=Unit.money)]
    if before:
        use.append(_counted("before", _("Used before"), earlier, days, look="prev", unit=Unit.money, before=True))
    whole = sum(one.worth for one in most)
    items = [
        Series(key="share", name=_("Share of use"), unit=Unit.share, values=[rules.share(max(one.worth, 0), whole) for one in most]),
        Series(key="worth", name=_("Worth"), unit=Unit.money, values=[one.worth for one in most], drawn=False),
        Series(key="quantity", name=_("Units"), unit=Unit.number, values=[one.used for one in most], drawn=False),
        Series(key="lost", name=_("Lost"), unit=Unit.number, values=[one.lost for one in most], drawn=False),
    ]
    total = rules.figure(used.total(), Unit.money, here.currency)
    shelf = _("{worth} at what it costs now", worth=rules.figure(told_back[-1], Unit.money, here.currency))
    labels = [f"{one.name} ({one.unit})" for one in most]
    return [
        _along("value", _("Stock value"), days, [value], kind="line", finding=shelf),
        _along("used", _("Stock used"), days, use, finding=_told(total, rules.change(used.total(), earlier.total()))),
        Chart(key="items", title=_("What is used most"), kind="shares", heading=_("Item"), labels=labels, series=items),
    ]


MAKERS: dict[ReportName, Callable[[Session, Actor, Days, Days | None, BusinessRow], list[Chart]]] = {
    ReportName.bookings: _bookings,
    ReportName.revenue: _revenue,
    ReportName.messages: _messages,
    ReportName.forms: _forms,
    ReportName.inventory: _inventory,
}
