"""Providers that fail in every way they know: each message arrives once, or is a dead letter; nothing is guessed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from careops.channels import actions as channels
from careops.channels import queries as accounts
from careops.channels.schemas import SendGridIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.inbox import queries
from careops.inbox.jobs import dispatching
from careops.inbox.jobs.dispatching import Dispatcher
from careops.inbox.schemas import DeliveryRow, Way
from careops.integrations.exchange import BOUNDS
from careops.integrations.faking import FakeServer, Mode, Reply
from careops.integrations.ports import Accepted
from careops.integrations.resend.fake import FakeResend, error
from careops.integrations.resend.gateway import ResendGateway
from careops.integrations.sendgrid.fake import FakeSendGrid
from careops.integrations.sendgrid.gateway import SendGridGateway
from careops.integrations.web.calling import Bounds
from tests.faults.posting import Post, resend

pytestmark = pytest.mark.slow

SHORT = replace(BOUNDS, connect=1, read=0.3, total=0.6)  # for one that hangs, and is asked again with its key however slow we were
DROPS: list[Mode | Reply] = ["drop"]
BUSY = error(429, "rate_limit_exceeded", retry_after="120")
BAD: tuple[Mode | Reply, ...] = (
    error(500, "internal_server_error"), error(429, "rate_limit_exceeded", retry_after="2"), error(409, "concurrent_idempotent_requests"),
    "down", "reset", "hang", "drop", "cut", "html", "garbage", "types",
)  # fmt: skip


@pytest.fixture
def first(tmp_path: Path) -> Iterator[FakeResend]:
    with FakeResend(tmp_path / "resend") as fake:
        yield fake


@pytest.fixture
def second(tmp_path: Path) -> Iterator[FakeSendGrid]:
    with FakeSendGrid(tmp_path / "sendgrid") as fake:
        yield fake


def arrived(*providers: FakeServer) -> Counter[str]:
    """How often each delivery arrived, at whichever provider."""
    return Counter(_key(entry) for provider in providers for entry in provider.accepted())


def _key(entry: dict[str, Any]) -> str:
    mail = entry["mail"]
    return mail["tags"][0]["value"] if "tags" in mail else mail["custom_args"]["delivery_id"]


def sendgrid(owner: Actor) -> UUID:
    """An account that knows no keys."""
    given = SendGridIn(kind="sendgrid", api_key="SG.secret", mail_from="hello@salon.example", per_minute=100_000)  # type: ignore[arg-type]
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given).id


@pytest.fixture
def later(first: FakeResend, second: FakeSendGrid) -> Callable[..., None]:
    """Everything that is due then leaves. `bounds` are the first provider's: who hangs need not be waited for as in earnest."""

    def opened(way: Way, bounds: Bounds) -> Any:
        if way.label.startswith("Resend"):
            return ResendGateway(api_key="re_secret", address="hello@salon.example", url=first.url, bounds=bounds)
        if way.label.startswith("SendGrid"):
            return SendGridGateway(api_key="SG.secret", address="hello@salon.example", url=second.url)
        return dispatching.LocalGateway()

    def go(began: Any, *minutes: float, bounds: Bounds = BOUNDS) -> None:
        for after in minutes:
            with time_machine.travel(began + timedelta(minutes=after)):
                dispatcher = Dispatcher(open=lambda _workspace, way: opened(way, bounds))
                while dispatcher.round():
                    pass
                dispatcher.close()

    return go


@pytest.fixture
def post(ana: Actor, database: sa.Engine) -> Post:
    return Post(ana, database, list)


def rows(owner: Actor) -> list[DeliveryRow]:
    with db.reading(owner) as session:
        return [row for row in queries.deliveries(session, owner, limit=200).items if row.message_id]


HALF_HOURS = [30 * step for step in range(44)]  # a key is known for a day


def test_three_calls_in_ten_go_wrong_and_each_message_arrives_once(
    ana: Actor, post: Post, first: FakeResend, later: Callable[..., None]
) -> None:
    resend(ana)
    dice, kinds = Random(4), cycle(BAD)
    script: list[Mode | Reply] = ["ok" if dice.random() > 0.3 else next(kinds) for _ in range(200)]
    first.plan(*script)
    post.queue(100)
    later(now(), *HALF_HOURS, bounds=SHORT)
    assert Counter(row.state for row in rows(ana)) == {"sent": 100}
    assert set(arrived(first).values()) == {1}


def test_a_provider_that_never_recovers_leaves_dead_letters_and_none_in_between(
    ana: Actor, post: Post, first: FakeResend, later: Callable[..., None]
) -> None:
    resend(ana)
    first.usual = error(500, "internal_server_error")
    post.queue(3)
    later(now(), *[60 * step for step in range(60)])
    assert Counter(row.state for row in rows(ana)) == {"dead": 3}
    assert not first.accepted()


def test_a_provider_that_is_down_is_left_alone_and_another_takes_all(
    ana: Actor, post: Post, first: FakeResend, second: FakeSendGrid, later: Callable[..., None]
) -> None:
    account = resend(ana)
    sendgrid(ana)
    first.usual = "down"
    post.queue(100)
    later(now(), 0)
    assert Counter(row.state for row in rows(ana)) == {"sent": 100}
    assert set(arrived(first, second).values()) == {1}
    assert len(first.requests) < 60, "the breaker never opened"
    with db.reading(ana) as session:
        assert accounts.get(session, ana, integration_id=account).breaker == "open"


def test_without_another_all_leave_once_it_is_back(ana: Actor, post: Post, first: FakeResend, later: Callable[..., None]) -> None:
    resend(ana)
    first.usual = "down"
    post.queue(100)
    began = now()
    later(began, 0, 3, 6, 9)
    asked = len(first.requests)
    assert asked < 60
    first.usual = "ok"
    later(began, *[10 + 5 * step for step in range(36)])
    assert Counter(row.state for row in rows(ana)) == {"sent": 100}
    assert set(arrived(first).values()) == {1}


def test_who_asks_to_wait_is_left_alone_for_that_long(ana: Actor, post: Post, first: FakeResend, later: Callable[..., None]) -> None:
    resend(ana)
    first.usual = BUSY
    post.queue(60)
    began = now()
    with time_machine.travel(began, tick=True):
        dispatcher = Dispatcher(open=lambda _workspace, _way: ResendGateway("re_secret", "hello@salon.example", first.url))
        for _ in range(20):
            dispatcher.round()
        dispatcher.close()
    asked = len(first.requests)
    assert 0 < asked <= dispatching.LANES * 2
    with time_machine.travel(began + timedelta(seconds=100)):
        dispatcher = Dispatcher(open=lambda _workspace, _way: ResendGateway("re_secret", "hello@salon.example", first.url))
        for _ in range(5):
            dispatcher.round()
        dispatcher.close()
    assert len(first.requests) == asked
    first.usual = "ok"
    later(began, 5, 10, 20, 40, 80)
    assert Counter(row.state for row in rows(ana)) == {"sent": 60}


def test_what_was_taken_without_an_answer_is_asked_again_with_its_key(
    ana: Actor, post: Post, first: FakeResend, second: FakeSendGrid, later: Callable[..., None]
) -> None:
    resend(ana)
    sendgrid(ana)
    lost: list[Mode | Reply] = ["drop", "cut", "html", "garbage"]
    first.plan(*lost * 10)
    post.queue(40)
    later(now(), *HALF_HOURS)
    assert Counter(row.state for row in rows(ana)) == {"sent": 40}
    assert set(arrived(first, second).values()) == {1}, "nobody else may try what the first may have"
    assert len(first.accepted()) >= 5


def test_without_keys_it_waits_for_news_and_nobody_guesses(
    ana: Actor, post: Post, first: FakeResend, second: FakeSendGrid, later: Callable[..., None]
) -> None:
    sendgrid(ana)
    resend(ana)
    second.plan(*DROPS * 20)
    post.queue(20)
    later(now(), 0, 60, 600)
    told = Counter(row.state for row in rows(ana))
    assert told["unknown"] == len(second.accepted()) > 0
    assert set(arrived(first, second).values()) == {1}


def test_the_harness_notices_who_guesses(
    ana: Actor, post: Post, first: FakeResend, second: FakeSendGrid, later: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whoever goes on to the next account after an unknown end sends some twice."""
    monkeypatch.setattr(dispatching, "goes_on", lambda outcome: not isinstance(outcome, Accepted))
    sendgrid(ana)
    resend(ana)
    second.plan(*DROPS * 5)
    post.queue(10)
    later(now(), 0)
    assert 2 in arrived(first, second).values()
