"""Picking a time: the answer first, then days, then times; holding it; what it comes to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

import htpy as h
from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup

from careops.core.i18n import text as _
from careops.ui.public.forms import hidden
from careops.ui.public.icons import icon
from careops.ui.public.parts import button, definitions, pager

NOON = 12
EVENING = 17

DayState = Literal["free", "full", "closed"]


@dataclass(frozen=True)
class DayCell:
    """One day of the list: how many times are free, or why there is none."""

    date: date
    state: DayState
    href: str = ""
    free: int = 0
    selected: bool = False


@dataclass(frozen=True)
class Slot:
    """One time to take: what the form sends, and the time that the visitor's clock shows."""

    value: str
    at: time | datetime
    label: str = ""


@dataclass(frozen=True)
class Zone:
    """One time zone to read times in: "Dublin, London 13:42"."""

    name: str
    label: str


@lru_cache(maxsize=64)
def _babel(locale: str) -> Locale:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


# ── the answer first ─────────────────────────────────────


def next_free(action: str, slot: str, when: str, take: str, *carried: h.Node, who: str = "", locale: str = "en") -> h.Element:
    """The first free time with its own button, above the calendar: "Next free: Today 15:30", "Take 15:30"."""
    return h.form(".next", method="post", action=action)[
        h.p[h.span(".s.dim")[_("Next free", locale)], h.br, h.b(".h")[when], [" ", h.span(".dim.nw")[who]] if who else None],
        carried,
        button(take, name="slot", value=slot, more=f"{when} {who}".strip()),
    ]


# ── days ─────────────────────────────────────────────────


# What a page repeats dozens of times is a template, not a tree of elements: half the page's cost. markupsafe escapes what is filled in.
HEAD = Markup('<span class="wd">{}</span><b>{}</b>')
CLOSED = Markup('<li><span class="day">{}<span class="vh"> {}</span></span></li>')
FULL = Markup('<li><span class="day">{}<span>{}</span></span></li>')
FREE = Markup('<li><a class="day" href="{}"{}>{}<span class="vh"> {}</span></a></li>')
CHOSEN = Markup(' aria-current="date"')
PAST = Markup('<li class="past"><span class="day"><b>{}</b><span class="vh"> {}</span></span></li>')
SLOT = Markup('<button class="t" name="slot" value="{}">{}</button>')


@lru_cache(maxsize=2048)
def _names(day: date, locale: Locale) -> tuple[str, str]:
    return format_date(day, "LLL" if day.day == 1 else "ccc", locale=locale), format_date(day, "MMMM", locale=locale)


def _day(cell: DayCell, locale: str, names: Locale) -> Markup:
    weekday, month = _names(cell.date, names)
    head = HEAD.format(weekday, cell.date.day)
    if cell.state == "full":
        return FULL.format(head, _("Full", locale))
    if cell.state == "closed":
        return CLOSED.format(head, _("closed", locale))
    said = _("{month}, {count} free", locale, month=month, count=cell.free) if cell.free else month
    return FREE.format(cell.href, CHOSEN if cell.selected else "", head, said)


def _before(first: date, names: Locale) -> Sequence[date]:
    offset = (first.weekday() - names.first_week_day) % 7
    return [first - timedelta(days=back) for back in range(offset, 0, -1)]


def _weekdays(week: Locale, spoken: Locale) -> Sequence[str]:
    short = spoken.days["stand-alone"]["short"]
    return [short[(week.first_week_day + at) % 7] for at in range(7)]


def day_strip(
    cells: Sequence[DayCell],
    *,
    later: str = "",
    earlier: str = "",
    title: str = "",
    id: str = "month",
    locale: str = "en",
    week_of: str = "",
) -> h.Element:
    """The bookable days: a strip on a phone, whole weeks on a desk; the same list. `week_of`: the locale whose week it follows."""
    week = _babel(week_of or locale)
    spoken = _babel(locale)
    head = title or (format_date(cells[0].date, "LLLL y", locale=spoken) if cells else "")
    return h.section(".tight", aria_labelledby=id)[
        h.div(".row.between")[
            h.h2(".s", id=id)[head],
            h.span(".row")[
                h.a(".link.s", href=earlier)[_("Earlier dates", locale)] if earlier else None,
                pager(_("Later dates", locale), later) if later else None,
            ],
        ],
        h.ol(".scroll.days")[
            [h.li(".wk", aria_hidden="true")[name] for name in _weekdays(week, spoken)],
            [PAST.format(day.day, _("past", locale)) for day in (_before(cells[0].date, week) if cells else ())],
            [_day(cell, locale, spoken) for cell in cells],
        ],
    ]


# ── times ────────────────────────────────────────────────


def _part(slot: Slot) -> int:
    return 0 if slot.at.hour < NOON else 1 if slot.at.hour < EVENING else 2


def times(action: str, slots: Sequence[Slot], *carried: h.Node, locale: str = "en") -> h.Element:
    """The free times of a day, by morning, afternoon and evening. Each is a submit button: a tap is the choice."""
    titles = (("am", _("Morning", locale)), ("pm", _("Afternoon", locale)), ("eve", _("Evening", locale)))
    parts = [(id, title, [slot for slot in slots if _part(slot) == at]) for at, (id, title) in enumerate(titles)]
    return h.form(".stack", method="post", action=action)[
        carried,
        [
            h.section(aria_labelledby=id)[
                h.h3(".s.dim", id=id)[title],
                h.div(".times")[[SLOT.format(s.value, s.label or s.at.strftime("%H:%M")) for s in held]],
            ]
            for id, title, held in parts
            if held
        ],
    ]


def zone_line(
    current: str, zones: Sequence[Zone], said: str, *, action: str, kept: Mapping[str, object] | None = None, locale: str = "en"
) -> h.Element:
    """The zone that the times are in ("Dublin time, now 13:42"), a form to change it, and with the script the visitor's own in one tap."""
    return h.div[
        h.details(".s")[
            h.summary(".link")[icon("globe", small=True), h.span[said], h.u[_("Change", locale)]],
            h.form(".row", action=action)[
                [hidden(name, value) for name, values in (kept or {}).items() for value in _each(values)],
                h.label(".vh", for_="tz")[_("Time zone", locale)],
                h.select("#tz.in.fit", name="tz")[[h.option(value=z.name, selected=z.name == current)[z.label] for z in zones]],
                button(_("Show", locale), look="quiet"),
            ],
        ],
        h.a(".link.s", href=_with(action, kept or {}), data_zone=current, data_text=_("Show in {zone} time", locale), hidden=True)[
            _("Show in my time", locale)
        ],
    ]


def _with(action: str, kept: Mapping[str, object]) -> str:
    return f"{action}?{urlencode(kept, doseq=True, safe=';=')}" if kept else action


def _each(values: object) -> Sequence[object]:
    return values if isinstance(values, list) else [values]


def pick(days: h.Node, *day: h.Node, title: str, zone: h.Node = None) -> h.Element:
    """Days and the chosen day's times: above each other on a phone, beside each other on a desk."""
    return h.div(".pick.stack")[h.div(".tight")[days], h.section(".tight", aria_labelledby="day")[h.div[h.h2("#day")[title], zone], day]]


# ── the held time ────────────────────────────────────────


def hold_bar(
    what: str,
    *,
    ends: datetime,
    now: datetime,
    until: str,
    form: str,
    again: Sequence[tuple[str, str]] = (),
    all_times: str = "",
    locale: str = "en",
) -> h.Fragment:
    """The time held for the visitor. Without script it says until when (`until`, local clock); with it, minutes left.

    "Hold longer" (do=hold) and, after the end, the times `again` (value, label) send the same form, so that what was typed stays.
    """
    say = {
        120: _("2 minutes left", locale),
        60: _("1 minute left", locale),
        30: _("30 seconds left", locale),
        0: _("The hold has ended. Pick a time again.", locale),
    }
    bar = h.div(
        ".note.hold",
        data_ends=str(_milliseconds(ends)),
        data_now=str(_milliseconds(now)),
        data_left=_("{time} left", locale),
        data_say=json.dumps(say, ensure_ascii=False),
    )
    return h.fragment[
        bar[
            icon("clock"),
            h.p(".grow")[h.b[what], h.br, _("Held for you,", locale), " ", h.span("#clock.num")[_("until {time}", locale, time=until)]],
            button(_("Hold longer", locale), name="do", value="hold", look="link", form=form, unchecked=True),
        ],
        h.div("#ended.note.warn", hidden=True)[
            icon("circle-alert"),
            h.div(".grow")[
                h.b[_("The hold has ended.", locale)],
                " ",
                _("What you typed is kept. Pick again:", locale),
                h.div(".row")[
                    [button(label, name="slot", value=value, look="quiet", form=form, unchecked=True) for value, label in again],
                    h.a(".link", href=all_times)[_("All times", locale)] if all_times else None,
                ],
            ],
        ],
        h.p("#live.vh", role="status"),
    ]


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


# ── what it comes to ─────────────────────────────────────


def summary(
    title: str,
    detail: str,
    price: str,
    lines: Sequence[tuple[h.Node, h.Node]],
    total: tuple[h.Node, h.Node] | None,
    *more: h.Node,
    label: str = "",
    locale: str = "en",
) -> h.Element:
    """What is being booked: a bar under the thumb on a phone, a column on a desk; its sum is always visible. Goes into `page(aside=…)`."""
    return h.aside(".sum", aria_label=label or _("Your booking", locale))[
        h.details[
            h.summary[h.span[title, h.small[detail]], h.b(".num")[price], icon("chevron-down", look="chev")],
            h.div(".more.stack")[definitions(lines, total=total), more],
        ]
    ]
