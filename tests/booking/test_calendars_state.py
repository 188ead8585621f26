"""The screen of calendars, called the way a browser calls it: by the owner, by staff for themselves, and with nonsense."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas.calendars import FeedIn
from careops.booking.state.calendar_links import Asking, Made, screen
from careops.booking.state.calendars import Calendars
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.booking.test_calendars import Elsewhere, elsewhere, local_event, provider_of
from tests.screens import behind, opened, said, until
from tests.worlds import Shop, workday

__all__ = ["elsewhere"]

Tab = Callable[..., Any]
PLACE = "/app/settings/calendars"


@pytest.fixture
def root(tab: Tab, shop: Shop) -> Any:
    """Ana's tab."""
    return tab(cast.entered(cast.ANA).token)


async def test_the_owner_makes_a_link_sees_it_once_renews_it_and_takes_it_back(root: Any, shop: Shop) -> None:
    async with opened(root, Calendars, PLACE) as page:
        await until(lambda: page.loaded)
        assert [choice.label for choice in page.shared] == ["Everybody: the whole business", "Provider 1", "Provider 2"]
        await page.start("feed")
        await page.make({"shared": str(shop.providers[0]), "called": "", "with_names": "on"})
        assert (page.form, page.made.name) == ("", "Provider 1")
        first = page.made.url
        assert page.made.google_url.endswith("webcal%3A%2F%2F" + first.partition("://")[2].replace("/", "%2F").replace(":", "%3A"))
        (line,) = page.feeds
        assert (line.about, line.read) == ("Provider 1 · with customers’ names", "Not read yet")
        await page.close("made")
        assert page.made == Made()
        await page.ask("renew", line.id)
        assert page.asked.question == "Give “Provider 1” a new address?"
        await page.go_on()
        assert page.made.url not in ("", first)
        await page.ask("revoke", line.id)
        await page.go_on()
        assert (page.feeds, page.asked) == ([], Asking())


async def test_the_owner_adds_a_calendar_reads_it_switches_it_and_removes_it(root: Any, shop: Shop, elsewhere: Elsewhere) -> None:
    elsewhere.says(local_event(workday(3), 10, 12))
    async with opened(root, Calendars, PLACE) as page:
        await until(lambda: page.loaded)
        await page.start("import")
        form = {"kept": str(shop.providers[0]), "url": "https://127.0.0.1:8443/a", "name": ""}
        await behind(page, "add", {**form, "url": "ftp://x"})
        assert "https://" in page.errors["url"]
        assert (page.form, page.imports, page.reading) == ("import", [], "")
        await behind(page, "add", {**form, "url": elsewhere.link})
        assert (page.form, page.errors, page.reading) == ("", {}, "")
        assert await said(root) == ["calendar.example is read: 1 busy time ahead"]
        (line,) = page.imports
        assert (line.state, line.busy, line.about) == ("Read", "1 busy time ahead", "Provider 1, from calendar.example")
        elsewhere.status = "410 Gone"
        await behind(page, "refresh", line.id)
        (line,) = page.imports
        assert (line.state, line.error, line.busy) == (
            "Cannot be read",
            "There is nothing at this address any more. Its last busy times stand until it can be read again.",
            "1 busy time ahead",
        )
        await page.switch(line.id, False)
        assert page.imports[0].state == "Switched off"
        await page.ask("remove", line.id)
        await page.go_on()
        assert page.imports == []


async def test_staff_see_and_keep_their_own_calendar_only(tab: Tab, shop: Shop, ben: Actor) -> None:
    mine = provider_of(shop, ben)
    with db.transaction(shop.owner) as session:
        theirs = booking.make_feed(session, shop.owner, given=FeedIn())
        booking.make_feed(session, shop.owner, given=FeedIn(provider_id=mine))
    with db.reading(ben) as session:
        found = screen(session, ben)
    assert [choice.value for choice in found.shared] == [choice.value for choice in found.kept] == [str(mine)]
    assert [line.name for line in found.feeds] == ["Provider 1"]
    root = tab(cast.entered(cast.BEN).token)
    async with opened(root, Calendars, PLACE) as page:
        await until(lambda: page.loaded)
        for nonsense in (str(theirs.id), "x", "\0"):
            await page.ask("revoke", nonsense)
            page.asked = Asking("revoke", nonsense)
            await page.go_on()
            await page.switch(nonsense, True)
            await behind(page, "refresh", nonsense)
        await page.ask("burn", page.feeds[0].id)
        await page.make({"shared": ""})
        await page.make({"shared": str(shop.providers[1])})
        await page.span("loaded", "x")
    with db.reading(shop.owner) as session:
        assert len(bookings.feeds(session, shop.owner)) == 2


async def test_the_file_is_of_the_chosen_days(root: Any, shop: Shop) -> None:
    async with opened(root, Calendars, PLACE) as page:
        await until(lambda: page.loaded)
        await page.span("first_day", "2026-12-01")
        await page.span("last_day", "2026-12-31")
        assert page.export_href == "/api/v1/calendar/export.ics?from=2026-12-01&to=2026-12-31"
