"""A year's public holidays where the business is, and on which of them it closes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from careops.business import rules
from careops.business.models import Business, Closure
from careops.business.queries.profile import mine
from careops.business.schemas import HolidayRow, HolidaysRow, RegionRow
from careops.core import clock
from careops.core.actor import Actor
from careops.core.db import everywhere


def holidays(db: Session, actor: Actor, *, year: int | None = None) -> HolidaysRow:
    """The public holidays of that year, or of this one, each closed or open; none where the country is not known."""
    actor.require_member()
    business = mine(db) or Business(version=0)
    year = year or clock.today(business.timezone).year
    closed, open_ = written(db), set(business.open_holidays)
    return HolidaysRow(
        country=business.country,
        regions=[RegionRow(code=code, name=name) for code, name in rules.regions(business.country)],
        region=business.holiday_region,
        observed=business.holidays_observed,
        open_days=[date.fromisoformat(day) for day in business.open_holidays],
        year=year,
        holidays=[
            HolidayRow(
                day=found.day,
                name=found.name,
                closed=found.key in closed or (business.holidays_observed and found.key not in open_),
            )
            for found in rules.public_holidays(business.country, business.holiday_region, year, business.locale)
        ],
        version=business.version,
    )


def written(db: Session) -> dict[str, Closure]:
    """The closures that stand for a public holiday, by its key."""
    found = db.exec(select(Closure).where(col(Closure.holiday_key).is_not(None)))
    return {closure.holiday_key: closure for closure in found if closure.holiday_key}


def observing(db: Session) -> Sequence[UUID]:
    """The workspaces, of all, that close on public holidays."""
    with everywhere(db):
        return db.exec(select(col(Business.workspace_id)).where(col(Business.holidays_observed))).all()
