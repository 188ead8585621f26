"""Events are told to other people's machines: signed, once while all is well, again while it is not, never into our own network."""

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, select
from standardwebhooks.webhooks import WebhookVerificationError

import careops.booking.events
import careops.contacts.events
import careops.forms.events
import careops.inbox.events
import careops.inventory.events  # noqa: F401  (the facts of every domain that tells any)
from careops.activity.events import Fact
from careops.activity.schemas import EventRow
from careops.automation import actions as automation
from careops.automation import jobs, queries
from careops.automation.jobs import webhooks as sender
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import AttemptRow, CallRow, MadeWebhookRow, ReplayIn, WebhookChange, WebhookIn, WebhookRow
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.settings import settings
from careops.inbox.models import Delivery
from careops.integrations.web.calling import Bounds
from careops.integrations.webhooks.sending import Sender
from tests.automation.receiver import Receiver, receiving
from tests.integrations.webserver import canary
from tests.servers import eventually

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def wanted(owner: Actor, url: str, *events: str) -> MadeWebhookRow:
    with db.transaction(owner) as session:
        return automation.add_webhook(
            session, owner, given=WebhookIn(url=url, label="Website", events=list(events or ("contact.created",)))
        )


def somebody(owner: Actor, name: str = "Cleo Marsh") -> UUID:
    """A new customer, and what automation makes of that."""
    with db.transaction(owner) as session:
        id = contacts.register(session, owner, name=name, email=f"{name.split()[0].lower()}@example.org").id
    while jobs.react():
        pass
    return id


def calls(owner: Actor, webhook: WebhookRow) -> list[CallRow]:
    with db.reading(owner) as session:
        return queries.calls(session, owner, webhook_id=webhook.id).items


def attempts(owner: Actor, webhook: WebhookRow) -> list[AttemptRow]:
    with db.reading(owner) as session:
        return queries.attempts(session, owner, webhook_id=webhook.id).items


def test_an_event_is_told_once_and_signed(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    contact = somebody(ana)
    assert sender.send_all() == 1
    (post,) = receiver.posts
    told = post.proven(made.secret)
    assert told["type"] == "contact.created"
    assert told["data"] == {"contact_id": str(contact), "name": "Cleo Marsh", "origin": told["data"]["origin"]}
    assert datetime.fromisoformat(told["timestamp"]) <= now()
    (call,) = calls(ana, made)
    assert (call.state, call.status, call.tries) == ("delivered", 204, 1)
    assert post.id == str(call.event_id)
    assert sender.send_all() == 0


# ── what is told, and to whom ────────────────────────────


def test_only_those_who_asked_hear_of_it(ana: Actor, stranger: Actor, receiver: Receiver) -> None:
    asked, other, off = (wanted(ana, receiver.url + path, *kinds) for path, kinds in (
        ("/asked", ("contact.created",)), ("/other", ("booking.created",)), ("/off", ("contact.created",)),
    ))  # fmt: skip
    wanted(stranger, receiver.url + "/stranger")
    with db.transaction(ana) as session:
        automation.change_webhook(session, ana, webhook_id=off.id, change=WebhookChange(enabled=False))
    somebody(ana)
    sender.send_all()
    assert [post.path for post in receiver.posts] == ["/hooks/asked"]
    assert (len(calls(ana, asked)), calls(ana, other), calls(ana, off)) == (1, [], [])


def test_reacting_again_owes_nothing_twice(ana: Actor, receiver: Receiver) -> None:
    wanted(ana, receiver.url)
    contact = somebody(ana)
    with db.reading(ana) as session:
        (event,) = queries.events(session, ana, kind="contact.created", subject=contact).items
    with db.transaction(ana) as session:
        automation.tell_webhooks(session, event)
    assert sender.send_all() == 1


def test_what_is_told_names_what_the_facts_have() -> None:
    """A name that no fact has would be told as nothing for ever."""
    facts = {fact.kind: {field.name for field in dataclasses.fields(fact)} for fact in _facts(Fact)}
    for offer in rules.OFFERS:
        assert set(offer.fields) <= facts[offer.kind], offer.kind
        assert "link_salt" not in offer.fields


def _facts(fact: type[Fact]) -> Iterator[type[Fact]]:
    for child in fact.__subclasses__():
        if "kind" in vars(child) and isinstance(vars(child)["kind"], str):
            yield child
        yield from _facts(child)


def test_a_body_never_grows_past_what_the_standard_allows() -> None:
    data = {"booking_id": "1", "contact_id": None} | {f"text{n}": "ü" * 1000 for n in range(30)}
    body = rules.body_of("booking.created", now(), data)
    assert len(body) <= rules.LARGEST
    assert json.loads(body)["data"] == {"booking_id": "1", "contact_id": None, "shortened": True}


# ── when it does not work ────────────────────────────────


def test_what_fails_is_tried_for_three_days_with_the_same_bytes(ana: Actor) -> None:
    with receiving(500, says=b"down for a moment") as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        begun, waits = now(), list[float]()
        with time_machine.travel(begun, tick=False) as clock:
            assert sender.send_all() == 1
            while (call := calls(ana, made)[0]).due_at:
                waits.append((call.due_at - now()).total_seconds())
                clock.move_to(call.due_at - timedelta(seconds=1))
                assert sender.send_all() == 0
                clock.move_to(call.due_at)
                assert sender.send_all() == 1
            assert timedelta(days=2.7) < now() - begun < timedelta(days=3.6)
    for wait, planned in zip(waits, rules.SCHEDULE[1:], strict=True):
        assert abs(wait - planned) <= planned * 0.1 + 1
    assert (call.state, call.tries, call.status, call.reason) == ("failed", 10, 500, "It answered with the error 500")
    assert len(set(receiver.ids())) == 1
    assert len({post.body for post in receiver.posts}) == 1
    assert len({post.headers["webhook-timestamp"] for post in receiver.posts}) == 10
    log = attempts(ana, made)
    assert [attempt.number for attempt in log] == list(range(10, 0, -1))
    assert {attempt.answer for attempt in log} == {"down for a moment"}
    assert log[0].headers["webhook-id"] == receiver.ids()[0]
    assert json.loads(log[0].body)["type"] == "contact.created"


def test_an_address_that_takes_nothing_for_days_is_switched_off_and_its_owner_told(ana: Actor) -> None:
    with receiving(503) as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        with time_machine.travel(now(), tick=False) as clock:
            assert sender.send_all() == 1
            clock.shift(timedelta(hours=60))
            somebody(ana, "Dora Lind")
            while due := [call.due_at for call in calls(ana, made) if call.due_at]:
                clock.move_to(min(due) + timedelta(minutes=2))
                sender.send_all()
            while jobs.react():
                pass
            row = _row(ana, made)
            assert (row.enabled, row.disabled_reason) == (False, "It answered with the error 503")
            assert {call.state for call in calls(ana, made)} == {"failed"}
            assert {call.reason for call in calls(ana, made)} == {"It answered with the error 503", "The webhook was switched off"}
            told = [event.kind for event in _events(ana, made.id)]
            assert told.count("webhook.disabled") == 1
            letter = _account_letter()
            assert (letter.recipient, letter.subject) == (ana.email, "A webhook of Salon Ana was switched off")
            assert "127.0.0.1" in str(letter.letter)
            somebody(ana, "Eva Holm")
            assert sender.send_all() == 0
            assert len(calls(ana, made)) == 2


def test_one_success_makes_an_address_well_again(ana: Actor) -> None:
    with receiving(500, 200) as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        with time_machine.travel(now(), tick=False) as clock:
            sender.send_all()
            assert _row(ana, made).failing_since == now()
            clock.shift(timedelta(seconds=10))
            sender.send_all()
            row = _row(ana, made)
            assert (row.failing_since, row.last_success_at) == (None, now())


def test_gone_switches_it_off_at_once(ana: Actor) -> None:
    with receiving(410) as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        somebody(ana, "Dora Lind")
        assert sender.send_all() == 1
    assert not _row(ana, made).enabled
    assert {call.state for call in calls(ana, made)} == {"failed"}


@pytest.mark.parametrize(("status", "after", "seconds"), [(429, "120", 120), (503, "", 60), (429, "soon", 60), (500, "90", 90)])
def test_an_address_that_asks_for_patience_is_left_in_peace(ana: Actor, status: int, after: str, seconds: int) -> None:
    with receiving(status, 200, Retry_After=after) as receiver, time_machine.travel(now(), tick=False) as clock:
        made = wanted(ana, receiver.url)
        somebody(ana)
        somebody(ana, "Dora Lind")
        assert sender.send_all() == 1
        clock.shift(timedelta(seconds=seconds - 1))
        assert sender.send_all() == 0
        clock.shift(timedelta(seconds=1))
        assert sender.send_all() == 2
        assert {call.state for call in calls(ana, made)} == {"delivered"}


def test_a_redirect_is_no_success_and_leads_nowhere(ana: Actor) -> None:
    with canary() as (port, called), receiving(302, Location=f"http://127.0.0.1:{port}/latest/meta-data") as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        sender.send_all()
        assert not called()
    (call,) = calls(ana, made)
    assert (call.state, call.status, call.reason) == ("waiting", 302, "It answered with a redirect, which is not followed")


@pytest.mark.parametrize(
    ("mood", "status", "reason"),
    [
        ("reset", 0, "The connection broke off"),
        ("hang", 0, "It did not answer in time"),
        ("huge", 200, ""),
        ("drip", 200, ""),
    ],
)
def test_what_a_server_may_do_ends_in_time(ana: Actor, mood: str, status: int, reason: str) -> None:
    quick = Sender(bounds=Bounds(connect=2, read=1, total=2, size=2_000, glance=True))
    with receiving(mood) as receiver:
        made, begun = wanted(ana, receiver.url), time.monotonic()
        somebody(ana)
        assert sender.send_all(quick) == 1
        assert time.monotonic() - begun < 8
    (attempt,) = attempts(ana, made)
    assert (attempt.status, attempt.reason, attempt.taken) == (status, reason, status == 200)
    assert len(attempt.answer) <= 1_000


def test_an_answer_no_database_could_keep_is_kept_as_far_as_it_can(ana: Actor) -> None:
    with receiving(400, says=b"\x00\xff\xfe<script>\xf0\x9f\x98\x80\n" + "‮evil".encode()) as receiver:
        made = wanted(ana, receiver.url)
        somebody(ana)
        sender.send_all()
    assert attempts(ana, made)[0].answer == "��<script>😀\nevil"


# ── by whom it is known ──────────────────────────────────


def test_after_a_rotation_both_secrets_are_good_for_a_day(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    with db.transaction(ana) as session:
        fresh = automation.rotate_secret(session, ana, webhook_id=made.id)
    assert fresh.old_secret_until
    somebody(ana)
    sender.send_all()
    for secret in (made.secret, fresh.secret):
        assert receiver.posts[0].proven(secret)["type"] == "contact.created"
    with time_machine.travel(now() + timedelta(days=1, seconds=1), tick=False):
        somebody(ana, "Dora Lind")
        sender.send_all()
        assert receiver.posts[1].proven(fresh.secret)
        with pytest.raises(WebhookVerificationError):
            receiver.posts[1].proven(made.secret)
        assert _row(ana, made).old_secret_until is None


def test_the_secret_is_shown_once_and_kept_sealed(ana: Actor, receiver: Receiver, database: sa.Engine) -> None:
    made = wanted(ana, receiver.url)
    with db.reading(ana) as session:
        assert "secret" not in queries.webhook(session, ana, webhook_id=made.id).model_dump()
    with database.connect() as wire:
        kept = wire.execute(sa.text("SELECT sealed FROM webhookendpoint")).scalar_one()
        told = wire.execute(sa.text("SELECT CAST(data AS TEXT) FROM event")).scalars().all()
    assert made.secret not in kept
    assert not any(made.secret in data or receiver.url in data for data in told)


# ── again ────────────────────────────────────────────────


def test_one_call_or_all_that_failed_are_sent_again_as_they_were(ana: Actor) -> None:
    with receiving(410, 200) as receiver:
        made, begun = wanted(ana, receiver.url), now()
        somebody(ana)
        somebody(ana, "Dora Lind")
        sender.send_all()
        with db.transaction(ana) as session, pytest.raises(rules.WebhookOff):
            automation.replay(session, ana, webhook_id=made.id, given=ReplayIn(since=begun))
        _change(ana, made, enabled=True)
        assert _replay(ana, made, ReplayIn(since=now() + timedelta(minutes=1))) == 0
        assert _replay(ana, made, ReplayIn(since=begun)) == 2
        assert sender.send_all() == 2
        assert {call.state for call in calls(ana, made)} == {"delivered"}
        one = calls(ana, made)[0]
        assert _replay(ana, made, ReplayIn(call_id=one.id)) == 1
        assert sender.send_all() == 1
    told = [post.body for post in receiver.posts if post.id == str(one.event_id)]
    assert len(told) >= 2
    assert len(set(told)) == 1


def test_a_test_is_sent_once_even_while_it_is_off(ana: Actor) -> None:
    with receiving(500) as receiver:
        made = wanted(ana, receiver.url)
        _change(ana, made, enabled=False)
        with db.transaction(ana) as session:
            automation.test_webhook(session, ana, webhook_id=made.id)
        assert sender.send_all() == 1
        (call,) = calls(ana, made)
        assert (call.kind, call.state, call.status) == ("webhook.test", "failed", 500)
        assert receiver.posts[0].proven(made.secret)["type"] == "webhook.test"
        assert _row(ana, made).failing_since is None


def test_what_was_settled_a_month_ago_is_forgotten(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    somebody(ana)
    sender.send_all()
    assert sender.forget() == 0
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert sender.forget() == 1
    assert (calls(ana, made), attempts(ana, made)) == ([], [])


def test_a_removed_webhook_takes_its_log_with_it(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    somebody(ana)
    errand = sender.take()
    assert errand
    with db.transaction(ana) as session:
        automation.remove_webhook(session, ana, webhook_id=made.id)
    assert not sender.send(errand)
    with db.reading(ana) as session, pytest.raises(NotFound):
        queries.calls(session, ana, webhook_id=made.id)


# ── nobody waits for anybody ─────────────────────────────


def test_one_that_hangs_holds_up_nobody_else(ana: Actor, receiver: Receiver) -> None:
    with receiving("hang") as stuck:
        slow = wanted(ana, stuck.url)
        wanted(ana, receiver.url)
        for number in range(6):
            somebody(ana, f"Person{number} Lind")
        lanes = sender.Lanes(sender.send, count=4, in_trouble=1)
        try:
            assert eventually(lambda: (lanes.send_due(), len(receiver.posts) == 6)[1])
            assert len(stuck.posts) == rules.AT_ONCE
            assert stuck.most_at_once == rules.AT_ONCE
            assert {call.state for call in calls(ana, slow)} == {"leased", "waiting"}
        finally:
            stuck.released.set()
            lanes.close()


def test_whoever_comes_too_late_settles_nothing(ana: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    somebody(ana)
    late = sender.take()
    assert late
    assert sender.take() is None
    with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1), tick=False):
        again = sender.take()
        assert again
        assert (again.id, again.attempts) == (late.id, late.attempts + 1)
        assert not sender.send(late)
        assert [call.state for call in calls(ana, made)] == ["leased"]
        assert sender.send(again)
    assert [call.state for call in calls(ana, made)] == ["delivered"]
    assert len({post.id for post in receiver.posts}) == 1


# ── who may ──────────────────────────────────────────────


def test_only_whoever_keeps_the_settings_may(ana: Actor, ben: Actor, stranger: Actor, receiver: Receiver) -> None:
    made = wanted(ana, receiver.url)
    given = WebhookIn(url=receiver.url, events=["contact.created"])
    deeds: list[Callable[[Session, Actor], object]] = [
        lambda session, actor: automation.change_webhook(session, actor, webhook_id=made.id, change=WebhookChange(label="x")),
        lambda session, actor: automation.rotate_secret(session, actor, webhook_id=made.id),
        lambda session, actor: automation.test_webhook(session, actor, webhook_id=made.id),
        lambda session, actor: automation.replay(session, actor, webhook_id=made.id, given=ReplayIn(since=now())),
        lambda session, actor: automation.remove_webhook(session, actor, webhook_id=made.id),
        lambda session, actor: queries.webhook(session, actor, webhook_id=made.id),
        lambda session, actor: queries.calls(session, actor, webhook_id=made.id),
        lambda session, actor: queries.attempts(session, actor, webhook_id=made.id),
    ]
    for deed in deeds:
        with db.transaction(stranger) as session, pytest.raises(NotFound):
            deed(session, stranger)
        with db.transaction(ben) as session, pytest.raises(Forbidden):
            deed(session, ben)
    with db.transaction(ben) as session, pytest.raises(Forbidden):
        automation.add_webhook(session, ben, given=given)
    with db.reading(ben) as session, pytest.raises(Forbidden):
        queries.webhooks(session, ben)
    with db.reading(ben) as session, pytest.raises(Forbidden):
        queries.offers(session, ben)
    with db.reading(stranger) as session:
        assert queries.webhooks(session, stranger) == []


def test_an_event_nobody_tells_and_an_address_nobody_may_call_are_refused(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid) as unknown:
        wanted(ana, "https://example.com/x", "booking.imagined")
    assert unknown.value.problems[0].field == "events"
    monkeypatch.setattr(settings, "allow_private_webhooks", False)
    for url in ("http://example.com/x", "https://127.0.0.1/x", "https://[::ffff:169.254.169.254]/", "https://2130706433/", "file:///etc"):
        with pytest.raises(Invalid) as refused:
            wanted(ana, url)
        assert refused.value.problems[0].field == "url"


def test_a_business_has_so_many_webhooks_and_no_more(ana: Actor) -> None:
    for number in range(rules.MOST_ENDPOINTS):
        wanted(ana, f"https://example.com/{number}")
    with pytest.raises(rules.TooManyWebhooks):
        wanted(ana, "https://example.com/more")


# ── helpers ──────────────────────────────────────────────


def _row(owner: Actor, webhook: WebhookRow) -> WebhookRow:
    with db.reading(owner) as session:
        return queries.webhook(session, owner, webhook_id=webhook.id)


def _events(owner: Actor, subject: UUID) -> list[EventRow]:
    with db.reading(owner) as session:
        return queries.events(session, owner, subject=subject).items


def _change(owner: Actor, webhook: WebhookRow, **said: Any) -> None:
    with db.transaction(owner) as session:
        automation.change_webhook(session, owner, webhook_id=webhook.id, change=WebhookChange(**said))


def _replay(owner: Actor, webhook: WebhookRow, given: ReplayIn) -> int:
    with db.transaction(owner) as session:
        return automation.replay(session, owner, webhook_id=webhook.id, given=given).replayed


def _account_letter() -> Delivery:
    with db.reading(Actor.system(PLATFORM)) as session:
        found = session.exec(select(Delivery).where(Delivery.purpose == "account")).all()
    return next(delivery for delivery in found if "webhook" in delivery.subject)
