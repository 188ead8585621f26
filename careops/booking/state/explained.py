"""Explain this day: for a service, each time with whoever could and why the others cannot."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.state.asked import read_day, read_one
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.frame.state import requires


@dataclass(frozen=True)
class TimeLine:
    """A time of the grid, or several in a row for which the same holds."""

    time: str
    offered: bool
    by: str
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Why:
    """A day of a service, rule by rule."""

    types: list[Choice]
    providers: list[Choice]
    type_id: str = ""
    provider_id: str = ""
    day: str = ""
    day_words: str = ""
    said: str = ""
    notes: list[str] = field(default_factory=list)
    times: list[TimeLine] = field(default_factory=list)


def why(db: Session, actor: Actor, *, type_id: str, provider_id: str, day: date | None) -> Why:
    """What is told of the day; of the first service where none is chosen."""
    types = bookings.booking_types(db, actor, active=True)
    row = next((one for one in types if str(one.id) == type_id), types[0] if types else None)
    host = business.profile(db, actor)
    day = day or clock.today(host.timezone)
    words = when.long_date(day, host.spoken())
    choices = [Choice(str(one.id), one.name) for one in types]
    if row is None:
        return Why(choices, [], day=day.isoformat(), day_words=words)
    doing = [one for one in bookings.providers(db, actor, active=True) if one.id in row.provider_ids]
    provider = next((one for one in doing if str(one.id) == provider_id), None)
    found = bookings.explain(db, actor, booking_type_id=row.id, day=day, provider_id=provider.id if provider else None)
    lines = [
        TimeLine(one.time, one.offered, ", ".join(dict.fromkeys(one.by)), list(dict.fromkeys(reason.text for reason in one.reasons)))
        for one in found.times
    ]
    offered = sum(one.offered for one in lines)
    said = plural("{count} of {all} times is offered.", "{count} of {all} times are offered.", offered, all=len(lines)) if lines else ""
    return Why(
        types=choices,
        providers=[Choice("", _("Anyone")), *(Choice(str(one.id), one.name) for one in doing)],
        type_id=str(row.id),
        provider_id=str(provider.id) if provider else "",
        day=day.isoformat(),
        day_words=words,
        said=said or _("No time of that day can be offered."),
        notes=[one.text for one in found.notes],
        times=_in_a_row(lines),
    )


def _in_a_row(lines: list[TimeLine]) -> list[TimeLine]:
    """Times in a row that are not offered for the same reasons, as one line."""
    told: list[tuple[TimeLine, str]] = []
    for line in lines:
        if told and not line.offered and not told[-1][0].offered and told[-1][0].reasons == line.reasons:
            told[-1] = (told[-1][0], line.time)
        else:
            told.append((line, ""))
    return [TimeLine(f"{line.time}–{last}" if last else line.time, line.offered, line.by, line.reasons) for line, last in told]


class Explained(rx.State):
    """What the panel shows."""

    open: bool = False
    shown: Why = Why([], [])

    @rx.event
    @requires(Permission.bookings_view)
    async def start(self, actor: Actor, day: str) -> None:
        """Opens the panel for that day."""
        self.shown = await look(actor, why, type_id=self.shown.type_id, provider_id=self.shown.provider_id, day=read_day(day))
        self.open = True

    @rx.event
    @requires(Permission.bookings_view)
    async def choose(self, actor: Actor, what: str, value: Any) -> None:
        """Another service, person or day."""
        if what not in ("type_id", "provider_id", "day"):
            raise NotFound
        told = {"type_id": self.shown.type_id, "provider_id": self.shown.provider_id, "day": read_day(self.shown.day)}
        told[what] = read_day(value) if what == "day" else str(read_one(value) or "")
        self.shown = await look(actor, why, **told)

    @rx.event
    @requires(Permission.bookings_view)
    async def close(self, actor: Actor) -> None:
        """Puts the panel away."""
        self.open = False
