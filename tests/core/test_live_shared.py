"""A question many tabs ask in one moment is asked once, and never answered with what was known before their news."""

import asyncio
import time

import pytest

from careops.core import live


async def test_all_who_were_woken_by_the_same_news_share_one_answer() -> None:
    asked = 0

    async def ask() -> int:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return asked

    since = time.monotonic()
    answers = await asyncio.gather(*(live.shared("question", since, ask) for _tab in range(50)))
    assert set(answers) == {1}
    assert await live.shared("another", since, ask) == 2


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
    going = asyncio.Event()

    async def ask() -> str:
        await going.wait()
        return "there"

    since = time.monotonic()
    leaving = asyncio.create_task(live.shared("shield", since, ask))
    staying = asyncio.create_task(live.shared("shield", since, ask))
    await asyncio.sleep(0)
    leaving.cancel()
    going.set()
    assert await staying == "there"
