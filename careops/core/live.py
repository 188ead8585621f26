"""The live bus: after a commit the topics an action touched are published, and every open tab of them reloads.

In one process it is a dictionary of subscribers; with Redis configured it reaches every process. It carries ids, never data,
and losing a message costs only the delay until a tab looks again by itself.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Self, TypeVar, cast

import redis
import redis.asyncio
import structlog

from careops.core.settings import settings

log = structlog.get_logger(__name__)
PREFIX = "careops:"

T = TypeVar("T")
REMEMBERED = 128  # answers; each is worth something for a moment only

_subs: "defaultdict[str, set[Sub]]" = defaultdict(set)
_answers: "dict[Hashable, tuple[float, asyncio.Future[Any]]]" = {}
# The Redis client's own types are partial: it is Any here, and only here.
_Bus: Any = redis.asyncio.Redis
_redis: Any = cast("Any", redis.Redis).from_url(settings.redis_url, socket_timeout=5) if settings.redis_url else None


class Sub:
    """One listener of one topic, on the event loop it was made on.

    `heard` is when the news it last took in arrived, as `shared` wants to know it: not when its turn came to take them, which is later
    for each of many tabs.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.heard = self.told = time.monotonic()
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)

    def __enter__(self) -> Self:
        _subs[self.topic].add(self)
        return self

    def __exit__(self, *_: object) -> None:
        _subs[self.topic].discard(self)
        if not _subs[self.topic]:
            del _subs[self.topic]

    def put(self, message: str | None) -> None:
        self.told = time.monotonic()
        if not self.queue.full():  # a full queue already means "reload"
            self.queue.put_nowait(message)

    async def news(self, timeout: float = 20) -> list[str | None]:
        """Everything that arrived, as one batch; empty after the timeout in seconds."""
        try:
            async with asyncio.timeout(timeout):  # `wait_for` would lose an end that comes with the news, before Python 3.12
                batch = [await self.queue.get()]
        except TimeoutError:
            self.heard = time.monotonic()
            return []
        while not self.queue.empty():
            batch.append(self.queue.get_nowait())
        self.heard = self.told
        return batch


async def shared(question: Hashable, since: float, ask: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The answer to a question that many tabs ask in the same moment, asked for once.

    An answer counts for whoever had their news (`since`) before it was asked for: it knows all they were woken for.
    """
    key = (asyncio.get_running_loop(), question)
    began, answer = _answers.get(key, (0.0, None))
    if answer is None or began <= since or (answer.done() and (answer.cancelled() or answer.exception())):
        while len(_answers) >= REMEMBERED:
            del _answers[next(iter(_answers))]
        _answers.pop(key, None)
        answer = asyncio.ensure_future(ask())
        _answers[key] = (time.monotonic(), answer)
    return await asyncio.shield(answer)


def _deliver(topic: str, message: str | None) -> None:
    """To all listeners of a loop in one go: when the first of them asks something, the others have their news as well."""
    listening: defaultdict[asyncio.AbstractEventLoop, list[Sub]] = defaultdict(list)
    for sub in tuple(_subs.get(topic, ())):
        listening[sub.loop].append(sub)
    for loop, subs in listening.items():
        try:
            loop.call_soon_threadsafe(_put, subs, message)
        except RuntimeError:  # that loop is closed
            continue


def _put(subs: list[Sub], message: str | None) -> None:
    for sub in subs:
        sub.put(message)


def publish(topic: str, message: str | None = None) -> None:
    """Wakes whoever listens to the topic; from any thread, after the commit; never raises."""
    if _redis is None:
        return _deliver(topic, message)
    try:
        _redis.publish(PREFIX + topic, json.dumps(message))
    except redis.RedisError:
        log.warning("live bus: not published, open tabs catch up by themselves", topic=topic, exc_info=True)


async def listen() -> None:
    """Brings what other processes publish to this one's listeners; one task a worker, ends when cancelled."""
    while settings.redis_url:
        try:
            async with _Bus.from_url(settings.redis_url).pubsub() as bus:
                await bus.psubscribe(PREFIX + "*")
                for topic in tuple(_subs):  # whatever was missed while away
                    _deliver(topic, None)
                async for news in bus.listen():
                    if news["type"] == "pmessage":
                        _deliver(news["channel"].decode().removeprefix(PREFIX), json.loads(news["data"]))
        except (redis.RedisError, OSError):
            log.warning("live bus: Redis is away, trying again", exc_info=True)
            await asyncio.sleep(1)
