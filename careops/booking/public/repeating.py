"""Repeating a visit: how often, every date before anything is booked, and what becomes of those that cannot be had."""

from collections.abc import Mapping
from typing import Literal

import htpy as h
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.public.chosen import Chosen
from careops.booking.public.visit import Visit
from careops.booking.schemas import HoldRow
from careops.booking.schemas.series import Occurrence, OnConflict, RepeatIn, SeriesPlan
from careops.core.errors import Invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.public import forms, parts

Frequency = Literal["weekly", "monthly"]
WAYS: dict[str, tuple[Frequency, int, str]] = {
    "weekly": ("weekly", 1, _("Every week")),
    "fortnightly": ("weekly", 2, _("Every two weeks")),
    "every-four-weeks": ("weekly", 4, _("Every four weeks")),
    "monthly": ("monthly", 1, _("Every month")),
}
USUAL = 6  # visits


def most(chosen: Chosen) -> int:
    """How many visits may be booked at once; 0 where a visit cannot be repeated."""
    return min(line.type.recurring_max for line in chosen.lines)


def wanted(chosen: Chosen, said: Mapping[str, str]) -> RepeatIn | None:
    """How the visit shall repeat, if it shall; Invalid when it may not be so often."""
    way, times = WAYS.get(said.get("repeat", "")), said.get("times", "")
    if way is None or most(chosen) < 2:
        return None
    if not (times.isdecimal() and len(times) < 4 and 2 <= int(times) <= most(chosen)):
        raise Invalid.field("times", "Choose from 2 to {most} visits", most=most(chosen))
    return RepeatIn(frequency=way[0], every=way[1], count=int(times))


def plan(db: Session, visit: Visit, chosen: Chosen, held: HoldRow, repeat: RepeatIn) -> SeriesPlan:
    """Every date with its verdict; the first is held already."""
    asks = chosen.asks
    return bookings.plan_series(db, visit.actor, starts_at=held.starts_at, repeat=repeat, hold=held.token, locale=visit.locale, **asks)  # pyright: ignore[reportArgumentType]  (as they were read)


def on_conflict(said: Mapping[str, str]) -> OnConflict:
    """What becomes of dates that cannot be had."""
    choices: dict[str, OnConflict] = {"skip": "skip", "move": "move"}
    return choices.get(said.get("conflict", ""), "refuse")


# ── what it looks like ───────────────────────────────────


def step(visit: Visit, chosen: Chosen, said: Mapping[str, str], error: str, shown: SeriesPlan | None) -> h.Node:
    """The choice inside the form of one's details; nothing where visits are not repeated."""
    if most(chosen) < 2:
        return None
    locale = visit.locale
    ways = [forms.Option("", _("Just this once", locale)), *(forms.Option(key, _(way[2], locale)) for key, way in WAYS.items())]
    counts = [forms.Option(str(count), str(count)) for count in range(2, most(chosen) + 1)]
    usual = said.get("times", "") or str(min(USUAL, most(chosen)))
    return h.details(".fold", open=shown is not None or bool(error))[
        h.summary(".link")[_("Repeat this visit", locale)],
        h.div(".box.stack")[
            forms.pair(
                forms.select("repeat", _("How often", locale), ways, value=said.get("repeat", ""), required=False, locale=locale),
                forms.select("times", _("How many visits", locale), counts, value=usual, error=error, required=False, locale=locale),
            ),
            parts.button(_("Show the dates", locale), name="do", value="repeat", look="quiet", unchecked=True),
            _dates(visit, chosen, said, shown) if shown else None,
        ],
    ]


def _dates(visit: Visit, chosen: Chosen, said: Mapping[str, str], shown: SeriesPlan) -> h.Node:
    locale = visit.locale
    conflict = [
        forms.Choice("skip", _("Leave these dates out", locale)),
        forms.Choice("move", _("Take the nearest free time instead", locale)),
    ]
    count = plural("{count} visit", "{count} visits", shown.free, locale)
    price = chosen.price_text(shown.price.amount, locale)
    return h.fragment[
        h.h2(".h")[shown.sentence],
        h.ul(".rows")[[_date(visit, one) for one in shown.occurrences]],
        forms.choices(
            "conflict", _("What about the dates that are not free?", locale), conflict, chosen=said.get("conflict", "skip"), locale=locale
        )
        if shown.conflicts
        else None,
        parts.dim(" · ".join(part for part in (count, price) if part)),
        forms.hidden("version", shown.version),
    ]


def _date(visit: Visit, one: Occurrence) -> h.Element:
    locale = visit.locale
    if one.verdict == "free":
        return h.li(".row.between")[one.when, parts.badge(_("Free", locale), "ok", symbol="check")]
    other = _("nearest: {when}", locale, when=one.instead.when) if one.instead else ""
    return h.li(".row.between")[
        h.span[one.when, h.small[" · ".join(part for part in (_(one.says, locale), other) if part)]],
        parts.badge(_("Not free", locale), "warn", symbol="circle-alert"),
    ]
