"""The screen of closed days, called the way a browser calls it: by those who may, by staff, by strangers, by nobody."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, ClosureIn, ClosureRow
from careops.business.state import ClosedDays
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from careops.frame.state import Frame
from tests import cast
from tests.screens import said

Tab = Callable[..., Any]
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """It is 21 November 2026."""
    with time_machine.travel("2026-11-21T12:00:00Z", tick=True):
        yield


@pytest.fixture
def lisbon(ana: Actor) -> Actor:
    """Ana, whose business is in Portugal."""
    with db.transaction(ana) as session:
        business.update(session, ana, business=BusinessIn(country="PT", timezone="Europe/Lisbon"))
    return ana


def closed(actor: Actor, first: date, last: date, name: str) -> str:
    with db.transaction(actor) as session:
        return str(business.add_closure(session, actor, closure=ClosureIn(first_day=first, last_day=last, name=name)).id)


def rows(actor: Actor) -> list[ClosureRow]:
    with db.reading(actor) as session:
        return businesses.closures(session, actor)


async def page_of(root: Any) -> Any:
    page = await root.get_state(ClosedDays)
    await page.load()
    return page


async def test_ones_own_closures_are_shown_in_words(tab: Tab, lisbon: Actor) -> None:
    closed(lisbon, date(2026, 11, 20), date(2026, 11, 21), "Moving")
    closed(lisbon, date(2027, 8, 2), date(2027, 8, 15), "Summer")
    page = await page_of(tab(cast.entered(cast.ANA).token))
    assert page.loaded
    assert [(line.name, line.days.replace("\u2009", " "), line.how_many, line.now) for line in page.closures] == [
        ("Moving", "Fri 20 Nov – Sat 21 Nov", "2 days", True),
        ("Summer", "Mon, 2 Aug – Sun, 15 Aug 2027", "14 days", False),
    ]
    assert (page.closures[1].to_edit, page.closures[1].to_remove) == ("Edit Summer", "Remove Summer")


async def test_a_closure_is_made_changed_and_says_what_is_wrong(tab: Tab, lisbon: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await page_of(root)
    await page.start()
    await page.save({"name": " ", "first_day": "", "last_day": ""})
    assert set(page.errors) == {"name", "first_day"}
    await page.save({"name": "Summer", "first_day": "2027-08-15", "last_day": "2027-08-02"})
    assert (set(page.errors), page.editing) == ({"last_day"}, "new")
    await page.save({"name": "Summer", "first_day": "2027-08-02", "last_day": "2027-08-15"})
    (line,) = page.closures
    assert (page.editing, line.how_many) == ("", "14 days")
    await page.edit(line.id)
    assert (page.said, page.errors) == ({"name": "Summer", "first_day": "2027-08-02", "last_day": "2027-08-15"}, {})
    await page.save({"name": "One day", "first_day": "2027-08-02", "last_day": ""})
    assert [(row.name, row.days, row.version) for row in rows(lisbon)] == [("One day", 1, 2)]
    await page.start()
    await page.cancel()
    assert page.editing == ""
    assert await said(root) == ["Closed: Summer", "Closed: One day"]


async def test_a_removal_is_undone_from_its_notice(tab: Tab, lisbon: Actor) -> None:
    id = closed(lisbon, date(2027, 8, 2), date(2027, 8, 15), "Summer")
    root = tab(cast.entered(cast.ANA).token)
    page = await page_of(root)
    await page.remove(id)
    assert (page.closures, rows(lisbon)) == ([], [])
    frame = await root.get_state(Frame)
    (_where, handler, removed) = frame._undos[frame.notices[-1].id]
    assert (frame.notices[-1].text, handler) == ("Open again: Summer", "put_back")
    await page.put_back(removed)
    assert [line.name for line in page.closures] == ["Summer"]


async def test_public_holidays_are_switches(tab: Tab, lisbon: Actor) -> None:
    page = await page_of(tab(cast.entered(cast.ANA).token))
    assert (page.holidays.country, page.holidays.known, page.holidays.observed) == ("Portugal", True, False)
    assert page.years == ["2026", "2027", "2028"]
    await page.observe(True)
    assert page.closures == []
    assert [(line.day, line.on, line.closed) for line in page.holidays.lines] == [
        ("2026-12-01", "Tue 1 Dec", True),
        ("2026-12-08", "Tue 8 Dec", True),
        ("2026-12-25", "Fri 25 Dec", True),
    ]
    await page.keep("2026-12-08", False)
    assert [line.closed for line in page.holidays.lines] == [True, False, True]
    assert page.holidays.lines[0].label == "Closed on Tue 1 Dec, Restoration of Independence Day"
    await page.choose_year("1")
    assert page.holidays.lines[0].day == "2027-01-01"
    await page.choose_year("12")
    assert page.ahead == "0"
    await page.choose_region("08")
    assert page.holidays.region == "08"
    await page.observe(False)
    assert rows(lisbon) == []


async def test_a_changed_holiday_stands_among_ones_own(tab: Tab, lisbon: Actor) -> None:
    page = await page_of(tab(cast.entered(cast.ANA).token))
    await page.observe(True)
    christmas = next(row for row in rows(lisbon) if row.holiday == CHRISTMAS)
    await page.edit(str(christmas.id))
    await page.save({"name": "Between the years", "first_day": "2026-12-24", "last_day": "2026-12-31"})
    assert [line.name for line in page.closures] == ["Between the years"]


async def test_without_a_country_there_is_nothing_to_switch(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await page_of(root)
    assert (page.holidays.country, page.holidays.known, page.holidays.lines) == ("", False, [])
    await page.observe(True)
    assert await said(root) == ["No public holidays are known for this business; say in the settings which country it is in"]


async def test_nonsense_is_refused_in_words(tab: Tab, lisbon: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await page_of(root)
    for act in (page.edit("x"), page.remove(str(new_id())), page.put_back("{}"), page.keep("Christmas", True)):
        await act
    assert await said(root) == ["Not found"] * 4
    await page.choose_region("XX")
    await page.keep("2026-12-24", False)
    assert (await said(root))[-2:] == ["Choose a region from the list", "2026-12-24 is no public holiday there"]
    page.editing = "x"
    await page.save({"name": "Summer", "first_day": "2027-08-02"})
    assert rows(lisbon) == []


@pytest.mark.parametrize("who", ["", cast.BEN, cast.SAM])
async def test_nobody_else_closes_anything(tab: Tab, lisbon: Actor, ben: Actor, stranger: Actor, who: str) -> None:
    id = closed(lisbon, date(2027, 8, 2), date(2027, 8, 15), "Summer")
    before = rows(lisbon)
    page = await (tab(cast.entered(who).token if who else "")).get_state(ClosedDays)
    await page.load()
    await page.edit(id)
    page.editing = id
    await page.save({"name": "Mine", "first_day": "2027-08-02", "last_day": "2027-08-15"})
    await page.remove(id)
    await page.observe(True)
    await page.keep("2026-12-25", True)
    await page.put_back(before[0].model_dump_json())
    assert rows(lisbon) == before
    assert page.closures == [] or who == cast.SAM
