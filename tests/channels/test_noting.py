"""How accounts do: their hour, their breaker, the facts told about it, and how many messages they take."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlmodel import select

from careops.activity.models import Event
from careops.channels import actions as channels
from careops.channels import queries
from careops.channels.rules import local_id
from careops.channels.rules.breaking import MOST_FAILURES
from careops.channels.schemas import IntegrationChange, IntegrationRow, ResendIn, SmtpIn
from careops.core import clock, db
from careops.core.actor import Actor

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def time(database: object) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as travelling:
        yield travelling


def add(owner: Actor, label: str = "First") -> IntegrationRow:
    given = SmtpIn(label=label, host="smtp.example.com", mail_from="hello@example.com")
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given)


def note(owner: Actor, row: IntegrationRow, **how: object) -> IntegrationRow:
    with db.transaction(owner) as session:
        channels.note(session, owner, integration_id=row.id, **how)  # type: ignore[arg-type]
    with db.reading(owner) as session:
        return queries.get(session, owner, integration_id=row.id)


def admit(owner: Actor, row: IntegrationRow, wanted: int = 10) -> int:
    with db.transaction(owner) as session:
        return channels.admit(session, owner, integration_id=row.id, wanted=wanted)


def ready(owner: Actor) -> list[str]:
    with db.reading(owner) as session:
        return [row.label for row in queries.ready(session, owner, channel="email")]


def told(owner: Actor) -> list[tuple[str, dict[str, object]]]:
    with db.reading(owner) as session:
        events = session.exec(select(Event).where(Event.kind.in_(["integration.down", "integration.recovered"])).order_by(Event.id))  # type: ignore[union-attr]
        return [(event.kind, event.data) for event in events]


def test_an_account_that_fails_steps_aside_tries_once_and_comes_back(ana: Actor, time: time_machine.Traveller) -> None:
    first = add(ana)
    add(ana, "Second")
    down = note(ana, first, failed=MOST_FAILURES, problem="It did not answer in time")
    assert (down.breaker, down.health, down.last_error) == ("open", "down", "It did not answer in time")
    assert (ready(ana), admit(ana, first)) == (["Second"], 0)

    time.shift(timedelta(minutes=2))
    assert ready(ana) == ["First", "Second"]
    assert (admit(ana, first), admit(ana, first)) == (1, 0)
    assert note(ana, first, failed=1, problem="Still nothing").breaker == "open"
    time.shift(timedelta(minutes=20))
    assert admit(ana, first) == 1
    up = note(ana, first, sent=1)
    assert (up.breaker, up.health, up.failures) == ("closed", "working", 0)
    assert admit(ana, first) == 10
    assert told(ana) == [
        ("integration.down", {"label": "First", "channel": "email", "reason": "It did not answer in time", "configuration": False}),
        ("integration.recovered", {"label": "First", "channel": "email", "by": "sending"}),
    ]


def test_a_trial_nobody_reports_on_is_given_to_another_later(ana: Actor, time: time_machine.Traveller) -> None:
    first = add(ana)
    note(ana, first, failed=MOST_FAILURES, problem="down")
    time.shift(timedelta(minutes=2))
    assert (admit(ana, first), admit(ana, first)) == (1, 0)
    time.shift(timedelta(minutes=2))
    assert admit(ana, first) == 1


def test_many_that_ask_at_once_get_one_trial(ana: Actor) -> None:
    first = add(ana)
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        note(ana, first, failed=MOST_FAILURES, problem="down")
    together = Barrier(6, timeout=20)

    def ask(_lane: int) -> int:
        together.wait()
        return admit(ana, first)

    with ThreadPoolExecutor(6) as lanes:
        assert sorted(lanes.map(ask, range(6))) == [0, 0, 0, 0, 0, 1]


def test_a_wrong_key_opens_at_once_and_its_owners_change_lets_it_try(ana: Actor, time: time_machine.Traveller) -> None:
    first = add(ana)
    assert note(ana, first, failed=1, problem="535 wrong", configuration=True).breaker == "open"
    with db.transaction(ana) as session:
        changed = channels.update(session, ana, integration_id=first.id, change=IntegrationChange(host="mail.example.com"))
    assert (changed.breaker, changed.last_error) == ("trying", "")
    assert note(ana, first, sent=1, test=True).breaker == "closed"
    assert [kind for kind, _ in told(ana)] == ["integration.down", "integration.recovered"]


def test_an_account_nobody_sends_through_is_not_down(ana: Actor, time: time_machine.Traveller) -> None:
    first, second = add(ana), add(ana, "Second")
    for row in (first, second):
        note(ana, row, failed=1, configuration=True, problem="535")
    with db.transaction(ana) as session:
        off = channels.update(session, ana, integration_id=first.id, change=IntegrationChange(enabled=False))
        channels.remove(session, ana, integration_id=second.id)
    assert off.breaker == "closed"
    assert [data["by"] for kind, data in told(ana) if kind == "integration.recovered"] == ["switched_off", "removed"]


def test_the_hour_is_counted_and_then_begins_anew(ana: Actor, time: time_machine.Traveller) -> None:
    first = add(ana)
    note(ana, first, sent=3)
    row = note(ana, first, failed=1, problem="busy")
    assert (row.hour_sent, row.hour_failed, row.error_rate) == (3, 1, 0.25)
    time.shift(timedelta(minutes=61))
    with db.reading(ana) as session:
        row = queries.get(session, ana, integration_id=first.id)
    assert (row.hour_sent, row.hour_failed, row.error_rate) == (0, 0, 0)
    assert note(ana, first, sent=2).hour_sent == 2


def test_an_account_keeps_to_its_rate_and_to_the_pause_its_provider_asks_for(ana: Actor, time: time_machine.Traveller) -> None:
    given = ResendIn.model_validate({"kind": "resend", "api_key": "re_1", "mail_from": "hello@example.com"})
    with db.transaction(ana) as session:
        row = channels.add(session, ana, integration=given)
    assert (admit(ana, row), admit(ana, row)) == (5, 0)
    time.shift(1)
    assert admit(ana, row, 2) == 2
    note(ana, row, pause=30)
    time.shift(5)
    assert admit(ana, row) == 0
    time.shift(26)
    assert admit(ana, row) == 5


def test_the_local_outbox_takes_everything_and_a_removed_account_nothing(ana: Actor) -> None:
    with db.transaction(ana) as session:
        assert channels.admit(session, ana, integration_id=local_id(ana.workspace), wanted=40) == 40
        channels.note(session, ana, integration_id=local_id(ana.workspace), sent=40)
        assert channels.admit(session, ana, integration_id=local_id(ana.workspace), wanted=40) == 40
    row = add(ana)
    with db.transaction(ana) as session:
        channels.remove(session, ana, integration_id=row.id)
    assert admit(ana, row) == 0
    with db.transaction(ana) as session:
        channels.note(session, ana, integration_id=row.id, sent=1)
