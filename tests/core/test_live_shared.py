"""A question many tabs ask in one moment is asked once, and never answered with what was known before their news."""

import asyncio
import time
from contextlib import ExitStack

import pytest

from careops.core import live


class Answer:
    """What is told to everybody who comes, once all of them have; it counts how often it is asked for."""

    def __init__(self, everybody: int) -> None:
        self.everybody, self.came, self.asked = everybody, 0, 0
        self.all_here = asyncio.Event()

    async def tell(self, question: str, since: float) -> int:
        self.came += 1
        if self.came == self.everybody:
            self.all_here.set()
        return await live.shared(question, since, self._ask)

    async def _ask(self) -> int:
        self.asked += 1
        now = self.asked
        await self.all_here.wait()
        return now


async def test_all_who_were_woken_by_the_same_news_share_one_answer() -> None:
    since, answer = time.monotonic(), Answer(50)
    assert set(await asyncio.gather(*(answer.tell("question", since) for _tab in range(50)))) == {1}
    assert await answer.tell("another", since) == 2


async def test_fifty_tabs_that_one_commit_wakes_ask_once_for_each_commit() -> None:
    async def tab(sub: live.Sub, answer: Answer) -> int:
        await sub.news()
        return await answer.tell("woken", sub.heard)

    with ExitStack() as listening:
        subs = [listening.enter_context(live.Sub("ws:woken")) for _ in range(50)]
        for commit in (1, 2):
            answer = Answer(50)
            tabs = [asyncio.create_task(tab(sub, answer)) for sub in subs]
            await asyncio.to_thread(live.publish, "ws:woken")
            assert await asyncio.gather(*tabs) == [1] * 50, commit
            assert answer.asked == 1, commit


async def test_later_news_is_never_answered_by_an_earlier_answer() -> None:
    async def ask() -> float:
        return time.monotonic()

    first = await live.shared("news", time.monotonic(), ask)
    second = await live.shared("news", time.monotonic(), ask)
    assert second > first


async def test_a_failure_is_told_to_those_who_asked_and_not_kept() -> None:
    async def fail() -> None:
        raise ValueError("once")

    async def ask() -> str:
        return "well"

    since = time.monotonic()
    with pytest.raises(ValueError, match="once"):
        await live.shared("failing", since, fail)
    assert await live.shared("failing", since, ask) == "well"


async def test_one_tab_that_leaves_does_not_take_the_answer_away() -> None:
    asked, going = asyncio.Event(), asyncio.Event()

    async def ask() -> str:
        asked.set()
        await going.wait()
        return "there"

    since = time.monotonic()
    leaving = asyncio.create_task(live.shared("shield", since, ask))
    staying = asyncio.create_task(live.shared("shield", since, ask))
    await asked.wait()  # both have come by then: they were made before it could be asked
    leaving.cancel()
    going.set()
    assert await staying == "there"
