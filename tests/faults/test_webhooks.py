"""kill -9 while webhooks are on their way, on both databases: every event arrives, again only what was in flight, under the same id."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from careops.automation import actions as automation
from careops.automation import jobs
from careops.automation.jobs.webhooks import LANES
from careops.automation.schemas.webhooks import WebhookIn
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.settings import settings
from tests.automation.receiver import Receiver, receiving
from tests.faults.telling import send
from tests.faults.warm import WARM, given
from tests.servers import eventually

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("warm"), pytest.mark.usefixtures("both_engines")]
EVENTS, KILLS = 120, 3


def test_a_kill_loses_no_webhook(
    ana: Actor, database: sa.Engine, engine_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)
    with receiving(204) as receiver:
        receiver.pause = 0.05
        with db.transaction(ana) as session:
            made = automation.add_webhook(session, ana, given=WebhookIn(url=receiver.url, events=["contact.created"]))
            for number in range(EVENTS):
                contacts.register(session, ana, name=f"Person {number}", email=f"person{number}@example.org")
        while jobs.react():
            pass
        for _ in range(KILLS):
            _killed_while_sending(engine_url, receiver)
            _let_leases_run_out(database)
        with _sending(engine_url):
            eventually(lambda: _states(database) == {"delivered": EVENTS}, within=60)
        arrived = Counter(receiver.ids())
        assert len(arrived) == EVENTS
        again = sum(arrived.values()) - EVENTS
        assert again <= KILLS * LANES
        for post in receiver.posts:
            post.proven(made.secret)
    with capsys.disabled():
        print(f"\n  {EVENTS} webhooks, {KILLS} kills: none lost, {again} sent twice")  # noqa: T201


def _killed_while_sending(url: str, receiver: Receiver) -> None:
    """Dies with calls on their way: at least one has come in and has not been answered."""
    wanted = len(receiver.posts) + random.randint(1, 20)
    with _sending(url):
        eventually(lambda: len(receiver.posts) >= wanted and receiver.at_once > 0, within=30)


@contextmanager
def _sending(url: str) -> Iterator[None]:
    """Somebody sends until the end of the block, and is killed there."""
    process = WARM.Process(target=send, args=(given(url, CAREOPS_ALLOW_PRIVATE_WEBHOOKS="true"),))
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _let_leases_run_out(engine: sa.Engine) -> None:
    with engine.begin() as wire:
        wire.execute(
            sa.text("UPDATE webhookcall SET due_at = :past WHERE state = 'leased'").bindparams(
                sa.bindparam("past", now() - timedelta(seconds=1), sa.DateTime(timezone=True))
            )
        )


def _states(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as wire:
        counted = wire.execute(sa.text("SELECT state, count(*) FROM webhookcall GROUP BY state"))
        return {row[0]: row[1] for row in counted}
