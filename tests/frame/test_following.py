"""What a page shows when several of its readings are under way: the newest of what it asks now, whatever the order they end in."""

import asyncio
from collections.abc import Callable

import reflex as rx

from careops.frame.state import Following

Tab = Callable[..., rx.State]


class Slow(Following, rx.State):
    """A page whose readings end when the test says so."""

    asked: str = "all"


class Readings:
    """The readings of a page that are under way, the first begun first."""

    def __init__(self, page: Slow) -> None:
        self.page, self.begun, self.shown = page, list[tuple[str, asyncio.Future[str]]](), list[str]()

    async def _read(self, asked: str) -> str:
        answer = asyncio.get_running_loop().create_future()
        self.begun.append((asked, answer))
        return await answer

    async def begin(self) -> asyncio.Task[None]:
        """One more; it is under way when this comes back."""
        many = len(self.begun)
        task = asyncio.create_task(self.page._show_newest(lambda: self.page.asked, self._read, self.shown.append))
        while len(self.begun) == many:
            await asyncio.sleep(0)
        return task

    def end(self, at: int, found: str) -> None:
        self.begun[at][1].set_result(found)


async def slow(tab: Tab) -> tuple[Slow, Readings]:
    page = await tab().get_state(Slow)
    return page, Readings(page)


async def test_an_older_reading_that_ends_later_is_not_shown(tab: Tab) -> None:
    _page, readings = await slow(tab)
    old, new = await readings.begin(), await readings.begin()
    readings.end(1, "new")
    await new
    readings.end(0, "old")
    await old
    assert readings.shown == ["new"]


async def test_readings_that_end_in_order_are_all_shown(tab: Tab) -> None:
    _page, readings = await slow(tab)
    old, new = await readings.begin(), await readings.begin()
    for at, task in enumerate((old, new)):
        readings.end(at, str(at))
        await task
    assert readings.shown == ["0", "1"]


async def test_it_is_read_again_when_something_else_is_asked_by_then(tab: Tab) -> None:
    page, readings = await slow(tab)
    task = await readings.begin()
    page.asked = "mine"
    readings.end(0, "everybody")
    while len(readings.begun) == 1:
        await asyncio.sleep(0)
    readings.end(1, "me")
    await task
    assert ([asked for asked, _ in readings.begun], readings.shown) == (["all", "mine"], ["me"])


async def test_what_was_read_before_a_change_of_the_tab_itself_is_not_shown_and_what_comes_after_is(tab: Tab) -> None:
    page, readings = await slow(tab)
    before = await readings.begin()
    page._outdate()
    readings.end(0, "before")
    await before
    after = await readings.begin()
    readings.end(1, "after")
    await after
    assert readings.shown == ["after"]


async def test_what_an_earlier_visit_asked_is_not_shown_in_the_next(tab: Tab) -> None:
    page, readings = await slow(tab)
    first = [await readings.begin() for _ in range(2)]
    page.reset()
    now = await readings.begin()
    readings.end(2, "now")
    await now
    for at, task in enumerate(first):
        readings.end(at, "then")
        await task
    assert readings.shown == ["now"]
