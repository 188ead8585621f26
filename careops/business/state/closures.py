"""The screen of closed days: one's own, and public holidays as switches."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessRow, ClosureChange, ClosureIn, ClosureRow, HolidaysRow
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say

YEARS = 3  # this one and the two that are already written down
NEW = "new"


@dataclass(frozen=True)
class ClosureLine:
    """One of one's own closures, as the list shows it."""

    id: str = ""
    name: str = ""
    days: str = ""
    how_many: str = ""
    now: bool = False
    to_edit: str = ""
    to_remove: str = ""


@dataclass(frozen=True)
class HolidayLine:
    """A public holiday with its switch."""

    day: str
    name: str
    on: str
    label: str
    closed: bool


@dataclass(frozen=True)
class RegionChoice:
    """A part of the country."""

    value: str
    label: str


@dataclass(frozen=True)
class Holidays:
    """A year's public holidays where the business is; without a country none are known."""

    country: str = ""
    known: bool = False
    observed: bool = False
    region: str = ""
    regions: list[RegionChoice] = field(default_factory=list[RegionChoice])
    lines: list[HolidayLine] = field(default_factory=list[HolidayLine])


@dataclass(frozen=True)
class Screen:
    """Everything the page shows."""

    closures: list[ClosureLine]
    holidays: Holidays
    years: list[str]


def screen(db: Session, actor: Actor, *, ahead: int) -> Screen:
    """What lies ahead; the holidays are those of the year that lies so many years ahead."""
    here = businesses.profile(db, actor)
    today = clock.today(here.timezone)
    rows = businesses.closures(db, actor)
    return Screen(
        closures=[line(row, today, here.spoken()) for row in rows if row.source == "owner"],
        holidays=_holidays(businesses.holidays(db, actor, year=today.year + ahead), here, today),
        years=[str(today.year + more) for more in range(YEARS)],
    )


def line(row: ClosureRow, today: date, locale: str) -> ClosureLine:
    """A closure in words."""
    return ClosureLine(
        id=str(row.id),
        name=row.name,
        days=when.days_text(today, row.first_day, row.last_day, locale),
        how_many=plural("{count} day", "{count} days", row.days),
        now=row.first_day <= today,
        to_edit=_("Edit {name}", name=row.name),
        to_remove=_("Remove {name}", name=row.name),
    )


def _holidays(row: HolidaysRow, here: BusinessRow, today: date) -> Holidays:
    locale = here.spoken()
    return Holidays(
        country=when.babel_locale("en").territories.get(row.country, row.country),
        known=bool(row.holidays),
        observed=row.observed,
        region=row.region,
        regions=[RegionChoice("", _("The whole country")), *(RegionChoice(region.code, region.name) for region in row.regions)],
        lines=[
            HolidayLine(
                day=holiday.day.isoformat(),
                name=holiday.name,
                on=when.date_text(holiday.day, locale),
                label=_("Closed on {day}, {name}", day=when.date_text(holiday.day, locale), name=holiday.name),
                closed=holiday.closed,
            )
            for holiday in row.holidays
            if holiday.day >= today
        ],
    )


class ClosedDays(rx.State):
    """What is closed, which year's holidays are shown, and the form for one closure."""

    closures: list[ClosureLine] = []
    holidays: Holidays = Holidays()
    years: list[str] = [""] * YEARS
    ahead: str = "0"
    editing: str = ""
    said: dict[str, str] = {}
    errors: dict[str, str] = {}
    form_key: int = 0
    loaded: bool = False

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows what lies ahead, this year's holidays first."""
        self.ahead, self.editing = "0", ""
        await self._show(actor)

    async def _show(self, actor: Actor) -> None:
        found = await look(actor, screen, ahead=int(self.ahead))
        self.closures, self.holidays, self.years, self.loaded = found.closures, found.holidays, found.years, True

    # ── one's own closures ─────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def start(self, actor: Actor) -> None:
        """An empty form."""
        self._open(NEW, {})

    @rx.event
    @requires(Permission.settings)
    async def edit(self, actor: Actor, id: str) -> None:
        """The form with what is there."""
        row = await look(actor, businesses.closure, closure_id=read_id(id))
        self._open(str(row.id), {"name": row.name, "first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()})

    def _open(self, editing: str, said: dict[str, str]) -> None:
        self.editing, self.said, self.errors, self.form_key = editing, said, {}, self.form_key + 1

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing changed."""
        self.editing = ""

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps the closure; what was typed stays while something is wrong."""
        said = {name: form[name] for name in ("name", "first_day", "last_day") if form.get(name)}
        try:
            row = await self._keep(actor, said)
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        self.editing = ""
        await say(self, _("Closed: {name}", name=row.name))
        await self._show(actor)

    async def _keep(self, actor: Actor, said: dict[str, Any]) -> ClosureRow:
        closure = ClosureIn.model_validate(said)
        if self.editing == NEW:
            return await perform(actor, business.add_closure, closure=closure)
        change = ClosureChange(name=closure.name, first_day=closure.first_day, last_day=closure.last_day or closure.first_day)
        return await perform(actor, business.edit_closure, closure_id=read_id(self.editing), change=change)

    @rx.event
    @requires(Permission.settings)
    async def remove(self, actor: Actor, id: str) -> None:
        """Makes them ordinary days again, at once; it can be undone for a while."""
        row = await perform(actor, business.remove_closure, closure_id=read_id(id))
        await self._show(actor)
        await say(self, _("Open again: {name}", name=row.name), undo=(ClosedDays.put_back, row.model_dump_json(exclude={"days"})))

    @rx.event
    @requires(Permission.settings)
    async def put_back(self, actor: Actor, removed: str) -> None:
        """Undoes a removal."""
        try:
            row = ClosureRow.model_validate_json(removed)
        except ValidationError:
            raise NotFound from None
        await perform(actor, business.put_back, removed=row)
        await self._show(actor)

    # ── public holidays ────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def choose_year(self, actor: Actor, ahead: str) -> None:
        """Another year's holidays."""
        self.ahead = ahead if ahead in {str(more) for more in range(YEARS)} else "0"
        await self._show(actor)

    @rx.event
    @requires(Permission.settings)
    async def observe(self, actor: Actor, on: bool) -> None:
        """Closes on public holidays, or on none of them."""
        await perform(actor, business.observe_holidays, observed=bool(on))
        await self._show(actor)

    @rx.event
    @requires(Permission.settings)
    async def choose_region(self, actor: Actor, region: str) -> None:
        """Goes by that region's holidays."""
        await perform(actor, business.observe_holidays, observed=self.holidays.observed, region=str(region))
        await self._show(actor)

    @rx.event
    @requires(Permission.settings)
    async def keep(self, actor: Actor, day: str, closed: bool) -> None:
        """Closes on one holiday, or opens on it."""
        try:
            asked = date.fromisoformat(str(day))
        except ValueError:
            raise NotFound from None
        await perform(actor, business.keep_holiday, day=asked, closed=bool(closed))
        await self._show(actor)
