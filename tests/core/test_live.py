"""The live bus wakes who listens, and nobody else."""

import asyncio

from careops.core import live


async def test_news_reach_the_topic_only() -> None:
    with live.Sub("ws:1") as mine, live.Sub("ws:2") as other:
        await asyncio.to_thread(live.publish, "ws:1", "a")
        await asyncio.to_thread(live.publish, "ws:1", "b")
        got = await mine.news(1)
        while len(got) < 2:
            got += await mine.news(1)
        assert got == ["a", "b"]
        assert await other.news(0.01) == []


async def test_a_closed_listener_is_forgotten() -> None:
    with live.Sub("ws:3"):
        pass
    live.publish("ws:3")
    assert "ws:3" not in live._subs  # pyright: ignore[reportPrivateUsage]


async def test_a_flood_costs_a_bounded_queue() -> None:
    with live.Sub("ws:4") as sub:
        for _ in range(1000):
            live.publish("ws:4")
        assert len(await sub.news(1)) == 100
        assert await sub.news(0.01) == []


async def test_a_listener_that_is_ended_while_news_come_ends() -> None:
    """A page that was left in that moment listened for ever: `asyncio.wait_for` forgets the end when what it waits for has come."""

    async def listens() -> None:
        with live.Sub("ws:5") as sub:
            while True:
                await sub.news(1)

    for _ in range(20):
        page = asyncio.create_task(listens())
        await asyncio.sleep(0)
        live.publish("ws:5")
        await asyncio.sleep(0)
        page.cancel()
        await asyncio.wait([page], timeout=5)
        assert page.cancelled()
    assert "ws:5" not in live._subs  # pyright: ignore[reportPrivateUsage]
