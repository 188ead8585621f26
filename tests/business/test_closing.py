"""Closing for some days and on public holidays, and taking it back, on both engines."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from careops.activity.models import Event
from careops.business import actions as business
from careops.business import jobs
from careops.business import queries as businesses
from careops.business.models import Closure
from careops.business.rules import NoHolidays
from careops.business.schemas import BusinessIn, ClosureChange, ClosureIn, ClosureRow, HolidaysRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from careops.core.ids import new_id

pytestmark = pytest.mark.usefixtures("both_engines", "database")

CHRISTMAS, FREEDOM, IMMACULATE = date(2026, 12, 25), date(2027, 4, 25), date(2026, 12, 8)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """It is 21 November 2026."""
    with time_machine.travel("2026-11-21T12:00:00Z", tick=True):
        yield


@pytest.fixture
def lisbon(ana: Actor) -> Actor:
    """Ana, whose business is in Portugal."""
    said(ana, country="PT", timezone="Europe/Lisbon")
    return ana


def said(actor: Actor, **what: object) -> None:
    with db.transaction(actor) as session:
        business.update(session, actor, business=BusinessIn.model_validate(what))


def closed(actor: Actor, first: date, last: date | None = None, name: str = "Summer") -> ClosureRow:
    with db.transaction(actor) as session:
        return business.add_closure(session, actor, closure=ClosureIn(first_day=first, last_day=last, name=name))


def edited(actor: Actor, row: ClosureRow, expected: int | None = None, **change: object) -> ClosureRow:
    with db.transaction(actor) as session:
        changes = ClosureChange.model_validate(change)
        return business.edit_closure(session, actor, closure_id=row.id, change=changes, expected=expected)


def removed(actor: Actor, row: ClosureRow, expected: int | None = None) -> ClosureRow:
    with db.transaction(actor) as session:
        return business.remove_closure(session, actor, closure_id=row.id, expected=expected)


def back(actor: Actor, row: ClosureRow) -> ClosureRow:
    with db.transaction(actor) as session:
        return business.put_back(session, actor, removed=row)


def observed(actor: Actor, on: bool = True, **more: object) -> HolidaysRow:
    with db.transaction(actor) as session:
        return business.observe_holidays(session, actor, observed=on, **more)  # type: ignore[arg-type]


def kept(actor: Actor, day: date, *, closed: bool) -> HolidaysRow:
    with db.transaction(actor) as session:
        return business.keep_holiday(session, actor, day=day, closed=closed)


def rows(actor: Actor) -> list[ClosureRow]:
    with db.reading(actor) as session:
        return businesses.closures(session, actor, from_=date(2000, 1, 1))


def on(actor: Actor, day: date) -> ClosureRow:
    return next(row for row in rows(actor) if row.first_day <= day <= row.last_day)


def days(actor: Actor) -> set[date]:
    return {row.first_day for row in rows(actor)}


def facts(actor: Actor, prefix: str) -> list[Event]:
    with db.reading(actor) as session:
        return [e for e in session.exec(select(Event).order_by(col(Event.id))).all() if e.kind.startswith(prefix)]


# ── one's own closures ───────────────────────────────────


def test_a_closure_is_added_and_told(ana: Actor) -> None:
    row = closed(ana, date(2027, 8, 2), date(2027, 8, 15))
    assert (row.days, row.source, row.version) == (14, "owner", 1)
    assert rows(ana) == [row]
    (fact,) = facts(ana, "closure.")
    assert (fact.kind, fact.subject, fact.data["first_day"], fact.data["name"]) == ("closure.added", row.id, "2027-08-02", "Summer")


def test_without_a_last_day_it_is_one_day(ana: Actor) -> None:
    assert closed(ana, date(2027, 8, 2)).days == 1


def test_what_cannot_be_is_refused_at_its_field(ana: Actor) -> None:
    for last in (date(2027, 8, 1), date(2028, 8, 2)):
        with pytest.raises(Invalid) as refused:
            closed(ana, date(2027, 8, 2), last)
        assert [p.field for p in refused.value.problems] == ["last_day"]
    row = closed(ana, date(2027, 8, 2), date(2027, 8, 15))
    with pytest.raises(Invalid):
        edited(ana, row, first_day="2027-08-16")
    assert rows(ana) == [row]


def test_an_edit_changes_what_was_said_and_tells_it_once(ana: Actor) -> None:
    row = closed(ana, date(2027, 8, 2), date(2027, 8, 15))
    assert edited(ana, row, name="Summer") == row
    longer = edited(ana, row, expected=1, last_day="2027-08-22", name="Long summer")
    assert (longer.id, longer.days, longer.name, longer.version) == (row.id, 21, "Long summer", 2)
    assert [fact.data["changed"] for fact in facts(ana, "closure.changed")] == [["last_day", "name"]]
    with pytest.raises(Stale):
        edited(ana, row, expected=1, name="Short summer")
    with pytest.raises(Stale):
        removed(ana, row, expected=1)
    assert rows(ana) == [longer]


def test_a_removal_can_be_undone(ana: Actor) -> None:
    row = closed(ana, date(2027, 8, 2), date(2027, 8, 15))
    assert removed(ana, row) == row
    assert rows(ana) == []
    assert [fact.kind for fact in facts(ana, "closure.")] == ["closure.added", "closure.removed"]
    again = back(ana, row)
    assert again.model_dump(exclude={"id"}) == row.model_dump(exclude={"id"})
    with pytest.raises(NotFound):
        removed(ana, row)


def test_only_those_who_may_close_do(ana: Actor, ben: Actor, stranger: Actor) -> None:
    row = closed(ana, date(2027, 8, 2))
    for actor, refusal in ((ben, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            edited(actor, row, name="Mine")
        with pytest.raises(refusal):
            removed(actor, row)
    for act in (lambda: closed(ben, CHRISTMAS), lambda: back(ben, row), lambda: observed(ben), lambda: kept(ben, CHRISTMAS, closed=True)):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        business.top_up(session, ben)
    assert rows(ana) == [row]
    assert rows(stranger) == []


# ── public holidays ──────────────────────────────────────


def test_observing_writes_what_lies_ahead_down_once(lisbon: Actor) -> None:
    row = observed(lisbon)
    there = days(lisbon)
    assert (row.observed, row.version) == (True, 3)
    assert {day.year for day in there} == {2026, 2027, 2028}
    assert min(there) == date(2026, 12, 1)
    assert on(lisbon, CHRISTMAS).model_dump(exclude={"id"}) == {
        "first_day": CHRISTMAS, "last_day": CHRISTMAS, "name": "Christmas Day", "source": "holiday",
        "holiday": CHRISTMAS, "version": 1, "days": 1,
    }  # fmt: skip
    before = rows(lisbon)
    observed(lisbon)
    assert rows(lisbon) == before
    assert [fact.data["added"] for fact in facts(lisbon, "business.holidays")] == [len(before), 0]


def test_at_once_they_are_written_down_once(lisbon: Actor) -> None:
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda _: observed(lisbon), range(6)))
    assert len(rows(lisbon)) == len(days(lisbon)) > 25


def test_no_longer_observing_opens_what_is_to_come_and_keeps_what_was(lisbon: Actor) -> None:
    observed(lisbon)
    with time_machine.travel("2026-12-10T12:00:00Z"):
        observed(lisbon, False)
        assert days(lisbon) == {date(2026, 12, 1), IMMACULATE}


@pytest.mark.parametrize("country", ["", "BV"])
def test_where_none_are_known_none_can_be_observed(ana: Actor, country: str) -> None:
    said(ana, country=country)
    with pytest.raises(NoHolidays):
        observed(ana)
    assert not observed(ana, False).observed


def test_a_region_brings_its_own_and_takes_them_along(ana: Actor) -> None:
    said(ana, country="DE")
    observed(ana, region="BY")
    assert date(2027, 1, 6) in days(ana)
    row = observed(ana, region="")
    assert row.region == ""
    assert date(2027, 1, 6) not in days(ana)
    with pytest.raises(Invalid) as refused:
        observed(ana, region="XX")
    assert [p.field for p in refused.value.problems] == ["region"]


def test_one_holiday_can_be_an_ordinary_day(lisbon: Actor) -> None:
    observed(lisbon)
    row = kept(lisbon, FREEDOM, closed=False)
    assert (row.year, row.open_days) == (2027, [FREEDOM])
    assert [holiday.day for holiday in row.holidays if not holiday.closed] == [FREEDOM]
    assert FREEDOM not in days(lisbon)
    row = kept(lisbon, FREEDOM, closed=True)
    assert (row.open_days, FREEDOM in days(lisbon)) == ([], True)


def test_an_ordinary_day_is_no_holiday_to_be_open_on(lisbon: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        kept(lisbon, date(2027, 4, 26), closed=False)
    assert [p.field for p in refused.value.problems] == ["open_days"]


def test_open_days_are_said_all_at_once(lisbon: Actor) -> None:
    row = observed(lisbon, open_days=[FREEDOM, CHRISTMAS, FREEDOM])
    assert row.open_days == [CHRISTMAS, FREEDOM]
    assert days(lisbon).isdisjoint({CHRISTMAS, FREEDOM})
    assert observed(lisbon).open_days == [CHRISTMAS, FREEDOM]
    assert observed(lisbon, open_days=[]).open_days == []
    assert {CHRISTMAS, FREEDOM} <= days(lisbon)


def test_a_stale_choice_is_refused(lisbon: Actor) -> None:
    observed(lisbon, expected=2)
    with pytest.raises(Stale):
        observed(lisbon, False, expected=2)
    assert rows(lisbon)


def test_a_removed_holiday_stays_removed(lisbon: Actor) -> None:
    observed(lisbon)
    gone = removed(lisbon, on(lisbon, CHRISTMAS))
    jobs.top_up_holidays()
    assert CHRISTMAS not in days(lisbon)
    with db.reading(lisbon) as session:
        assert businesses.holidays(session, lisbon).open_days == [CHRISTMAS]
    again = back(lisbon, gone)
    assert back(lisbon, gone) == again
    assert (again.source, again.holiday) == ("holiday", CHRISTMAS)
    with db.reading(lisbon) as session:
        assert businesses.holidays(session, lisbon).open_days == []


def test_a_changed_holiday_is_the_owners_own(lisbon: Actor) -> None:
    observed(lisbon)
    longer = edited(lisbon, on(lisbon, CHRISTMAS), first_day="2026-12-24", last_day="2026-12-31", name="Between the years")
    assert (longer.source, longer.holiday) == ("owner", CHRISTMAS)
    jobs.top_up_holidays()
    observed(lisbon, False)
    assert rows(lisbon) == [longer]
    gone = removed(lisbon, longer)
    observed(lisbon)
    assert back(lisbon, gone).model_dump(exclude={"id", "version"}) == gone.model_dump(exclude={"id", "version"})
    kept(lisbon, CHRISTMAS, closed=False)
    assert CHRISTMAS not in {row.holiday for row in rows(lisbon)}


def test_every_night_the_next_year_is_known(lisbon: Actor, stranger: Actor) -> None:
    said(stranger, country="DE")
    observed(lisbon)
    assert jobs.top_up_holidays() == 0
    with time_machine.travel("2027-01-01T03:30:00Z"):
        new = jobs.top_up_holidays()
        assert new > 10
        assert jobs.top_up_holidays() == 0
    assert {day.year for day in days(lisbon)} == {2026, 2027, 2028, 2029}
    assert rows(stranger) == []
    assert [fact.data["added"] for fact in facts(lisbon, "business.holidays")][1:] == [new]


def test_one_business_in_trouble_does_not_keep_the_others(lisbon: Actor, stranger: Actor) -> None:
    said(stranger, country="DE")
    for actor in (lisbon, stranger):
        observed(actor)
        with db.transaction(actor) as session:
            session.exec(sa.delete(Closure))
    with db.transaction(lisbon) as session:
        found = businesses.mine(session)
        assert found
        found.timezone = "Mars/Olympus"
    assert jobs.top_up_holidays() == len(rows(stranger)) > 0
    assert rows(stranger)


def test_another_country_brings_other_holidays(lisbon: Actor) -> None:
    observed(lisbon, open_days=[CHRISTMAS])
    said(lisbon, country="DE", locale="de")
    assert on(lisbon, CHRISTMAS).name == "Erster Weihnachtstag"
    assert IMMACULATE not in days(lisbon)
    said(lisbon, locale="en")
    assert on(lisbon, CHRISTMAS).name == "Christmas Day"
    said(lisbon, country="")
    assert rows(lisbon) == []


def test_an_undo_of_what_never_was_closes_nothing_it_should_not(lisbon: Actor) -> None:
    made_up = ClosureRow(
        id=new_id(), first_day=CHRISTMAS, last_day=date(2028, 12, 25), name="X", source="owner", holiday=CHRISTMAS, version=1
    )
    with pytest.raises(Invalid):
        back(lisbon, made_up)
    assert rows(lisbon) == []
