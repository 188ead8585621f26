"""Closing on public holidays: each observed one is written down as a closure, so that whoever asks for closed days finds it."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from careops.activity.actions import record
from careops.business import queries, rules
from careops.business.actions.row import locked
from careops.business.events import HolidaysChanged
from careops.business.models import Business, Closure
from careops.business.queries.holidays import written
from careops.business.schemas import HolidaysRow
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, Stale


def observe_holidays(
    db: Session,
    actor: Actor,
    *,
    observed: bool,
    region: str | None = None,
    open_days: Sequence[date] | None = None,
    expected: int | None = None,
) -> HolidaysRow:
    """Closes on public holidays from now on, or stops doing so; a region and open days that are left out stay as they are.

    Days gone by stay what they were. NoHolidays where the country is not known.
    """
    actor.require(Permission.settings)
    business = locked(db)
    if expected is not None and expected != business.version:
        raise Stale
    if observed and not rules.ahead(business.country, "", "en", today=_today(business)):
        raise rules.NoHolidays
    business.holidays_observed = observed
    if region is not None:
        business.holiday_region = _region(business, region)
    if open_days is not None:
        business.open_holidays = _open(business, open_days)
    return _changed(db, actor, business, year=None)


def keep_holiday(db: Session, actor: Actor, *, day: date, closed: bool) -> HolidaysRow:
    """Closes on one public holiday, or stays open on it, also after the next ones have been written down."""
    actor.require(Permission.settings)
    business = locked(db)
    others = [date.fromisoformat(known) for known in business.open_holidays if known != day.isoformat()]
    business.open_holidays = _open(business, others if closed else [*others, day])
    return _changed(db, actor, business, year=day.year)


def top_up(db: Session, actor: Actor) -> int:
    """Writes down what a new year, or better knowledge of the old ones, adds; returns how many closures came or went."""
    actor.require(Permission.settings)
    business = locked(db)
    added, removed = write_holidays(db, business)
    if added or removed:
        _tell(db, actor, business, added, removed)
    return added + removed


def write_holidays(db: Session, business: Business) -> tuple[int, int]:
    """Makes the closures to come agree with what is observed; how many came and went.

    A closure that the owner has changed is theirs: it goes only when they say they are open that day.
    """
    today = _today(business)
    coming = rules.ahead(business.country, business.holiday_region, business.locale, today=today) if business.holidays_observed else ()
    wanted = {holiday.key: holiday for holiday in coming if holiday.key not in business.open_holidays}
    there = written(db)
    gone = [found for key, found in there.items() if key not in wanted and _may_go(found, business, today)]
    for found in gone:
        db.delete(found)
    for key, found in there.items():
        if key in wanted and found.source == "holiday" and found.name != wanted[key].name:
            found.name, found.version = wanted[key].name, found.version + 1
    new = [holiday for key, holiday in wanted.items() if key not in there]
    db.add_all(
        Closure(first_day=holiday.day, last_day=holiday.day, name=holiday.name, source="holiday", holiday_key=holiday.key)
        for holiday in new
    )
    db.flush()
    return len(new), len(gone)


def _may_go(found: Closure, business: Business, today: date) -> bool:
    return found.last_day >= today and (found.source == "holiday" or found.holiday_key in business.open_holidays)


def _changed(db: Session, actor: Actor, business: Business, *, year: int | None) -> HolidaysRow:
    business.version += 1
    added, removed = write_holidays(db, business)
    _tell(db, actor, business, added, removed)
    return queries.holidays(db, actor, year=year)


def _tell(db: Session, actor: Actor, business: Business, added: int, removed: int) -> None:
    observed, region = business.holidays_observed, business.holiday_region
    record(db, actor, HolidaysChanged(subject=actor.workspace, observed=observed, region=region, added=added, removed=removed))


def _region(business: Business, region: str) -> str:
    if region and region not in {code for code, _name in rules.regions(business.country)}:
        raise Invalid.field("region", "Choose a region from the list")
    return region


def _open(business: Business, days: Sequence[date]) -> list[str]:
    """The days as they are kept: this year's and later ones, each a holiday or one that had been when it was said."""
    for day in days:
        if day.isoformat() not in business.open_holidays and not rules.is_holiday(business.country, business.holiday_region, day):
            raise Invalid.field("open_days", "{day} is no public holiday there", day=day.isoformat())
    return sorted({day.isoformat() for day in days if day.year >= _today(business).year})


def _today(business: Business) -> date:
    return clock.today(business.timezone)
