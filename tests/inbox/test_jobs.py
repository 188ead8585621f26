"""The dispatcher: nothing is lost, nothing is guessed, nothing is sent twice while everybody lives."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_string
from threading import current_thread, local
from typing import Any, Literal
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import select

from careops.automation import jobs as automation
from careops.channels import actions as channels
from careops.channels import queries as accounts
from careops.channels.rules import local_id
from careops.channels.schemas import SmtpIn
from careops.contacts import actions as contacting
from careops.contacts import queries as contacts
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.settings import settings
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.jobs import dispatching as jobs
from careops.inbox.models import Delivery, Purpose
from careops.inbox.rules.conversations import NotAllowed
from careops.inbox.rules.delivering import LEASE, MOST_BEGUN, MOST_TRIES, NotRetryable
from careops.inbox.rules.letters import unsubscribe_url
from careops.inbox.schemas import Claimed, DeliveryRow, Done, Skipped, Tried
from careops.integrations.ports import Accepted, Letter, Rejected
from tests import cast
from tests.inbox.conftest import wrote
from tests.servers import free_port

pytestmark = pytest.mark.usefixtures("both_engines")

Kind = Literal["opted_out", "invalid"]


@dataclass
class Post:
    """A mail server with a ledger of its own; `says` answers the next letters, `drops` hangs up after one."""

    port: int = field(default_factory=free_port)
    says: str = "250 OK"
    drops: bool = False
    taken: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    calls: int = 0

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        content = envelope.content.decode()
        if self.says.startswith("250"):
            self.letters.append(content)
            self.taken.append(next(line for line in content.splitlines() if line.startswith("Message-ID")))
        if self.drops:
            server.transport.close()
        return self.says


@pytest.fixture
def post() -> Iterator[Callable[..., Post]]:
    running: list[Controller] = []

    def open_one(**how: Any) -> Post:
        made = Post(**how)
        running.append(Controller(made, hostname="127.0.0.1", port=made.port))
        running[-1].start()
        return made

    yield open_one
    for server in running:
        server.stop()


def account(owner: Actor, port: int, label: str = "Post") -> UUID:
    given = SmtpIn(label=label, host="127.0.0.1", port=port, security="none", mail_from="hello@salon.example")
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given).id


def reply(owner: Actor, conversation: UUID, text: str = "Yes, behind the house.") -> None:
    with db.transaction(owner) as session:
        inbox.reply(session, owner, conversation_id=conversation, text=text)


def deliveries(owner: Actor) -> list[DeliveryRow]:
    with db.reading(owner) as session:
        return queries.deliveries(session, owner).items


def taken_on() -> Claimed:
    with db.transaction() as session:
        (found,) = inbox.claim(session).claimed
    return found


def settle_as_sent(claimed: Claimed) -> bool:
    with db.transaction() as session:
        return inbox.settle(session, done=[Done(claimed, (Tried(claimed.ways[0], Accepted("1")),))]) == 1


def only_platform_settled() -> None:
    """Registration's own mail is out of the way."""
    automation.react()
    jobs.dispatch()


def test_sixty_letters_by_four_dispatchers_are_each_sent_once(ana: Actor, post: Callable[..., Post]) -> None:
    server = post()
    account(ana, server.port)
    conversation = wrote(ana)
    only_platform_settled()
    before = len(server.taken)
    with db.transaction(ana) as session:
        for number in range(60):
            inbox.reply(session, ana, conversation_id=conversation, text=f"Answer {number}")
    with ThreadPoolExecutor(4) as pool:
        handled = sum(pool.map(lambda _dispatcher: jobs.dispatch(lanes=2), range(4)))
    assert handled == 60
    assert set(Counter(server.taken[before:]).values()) == {1}
    assert len(server.taken) - before == 60
    assert {row.state for row in deliveries(ana)} == {"sent"}


def test_a_crash_between_claim_and_send_only_delays(ana: Actor, post: Callable[..., Post]) -> None:
    server = post()
    account(ana, server.port)
    conversation = wrote(ana)
    only_platform_settled()
    reply(ana, conversation)
    before = len(server.taken)
    taken_on()  # and then the process is gone
    assert jobs.dispatch() == 0
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert jobs.dispatch() == 1
    assert len(server.taken) - before == 1
    assert deliveries(ana)[0].state == "sent"
    assert deliveries(ana)[0].attempts == 2


def test_an_outcome_that_comes_after_somebody_else_took_over_does_not_count(ana: Actor) -> None:
    reply(ana, wrote(ana))
    first = next(claimed for claimed in iter(taken_on, None) if claimed.purpose == "reply")
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        second = next(claimed for claimed in iter(taken_on, None) if claimed.id == first.id)
        assert not settle_as_sent(first)
        assert settle_as_sent(second)
    assert second.attempts == first.attempts + 1


def test_whoever_dies_over_it_each_time_does_not_hold_up_the_others(ana: Actor) -> None:
    reply(ana, wrote(ana))
    with db.transaction(ana) as session:
        session.exec(sa.update(Delivery).values(tries=MOST_BEGUN))
    jobs.dispatch()
    assert deliveries(ana)[0].state == "dead"


def test_a_busy_account_hands_over_to_the_next(ana: Actor, post: Callable[..., Post]) -> None:
    busy, willing = post(says="451 later"), post()
    account(ana, busy.port, "Busy")
    account(ana, willing.port, "Willing")
    reply(ana, wrote(ana))
    jobs.dispatch()
    (row,) = deliveries(ana)
    assert (row.state, row.via, len(busy.taken), len(willing.taken)) == ("sent", "Willing", 0, 1)


def test_a_refused_letter_tries_no_other_account(ana: Actor, post: Callable[..., Post]) -> None:
    strict, willing = post(says="554 spam"), post()
    account(ana, strict.port, "Strict")
    account(ana, willing.port, "Willing")
    reply(ana, wrote(ana))
    jobs.dispatch()
    (row,) = deliveries(ana)
    assert (row.state, row.reason, row.via, willing.taken) == ("failed", "554 spam", "Strict", [])


@pytest.mark.parametrize("kind", ["opted_out", "invalid"])
@pytest.mark.parametrize("configuration", [False, True])
def test_whom_a_provider_says_nobody_may_write_to_is_written_to_by_nobody(ana: Actor, kind: Kind, configuration: bool) -> None:
    for label in ("Strict", "Willing"):
        account(ana, free_port(), label)
    conversation = wrote(ana)
    only_platform_settled()
    before = len(deliveries(ana))
    reply(ana, conversation)
    asked: list[str] = []

    class Refusing:
        address, honours_keys = "hello@salon.example", False

        def send(self, letter: Letter) -> Rejected:
            asked.append(letter.to)
            return Rejected("not to them", configuration=configuration, kind=kind)

    dispatched(Refusing())
    row = deliveries(ana)[0]
    assert (row.state, row.reason, asked) == ("failed", "not to them", ["cleo@example.org"]), "no other account is asked"
    with db.reading(ana) as session:
        assert contacts.suppressed(session, ana, addresses=[("email", "cleo@example.org")]) == {("email", "cleo@example.org"): kind}
    with pytest.raises(NotAllowed):
        reply(ana, conversation, "Are you there?")
    with db.transaction(ana) as session:
        again = inbox.send_automatic(
            session, ana, contact_id=row.contact_id or conversation, key="again", title="Hi", text="Hi", letter=("Hi", ""), yields=False
        )
    assert isinstance(again, Skipped)
    assert len(deliveries(ana)) == before + 1


def test_offers_carry_the_one_click_that_ends_them_and_other_mail_does_not(ana: Actor, post: Callable[..., Post]) -> None:
    server = post()
    account(ana, server.port)
    with db.transaction(ana) as session:
        cleo = contacting.register(session, ana, name="Cleo", email="cleo@example.org")
        contacting.consent(
            session, ana, contact_id=cleo.id, channel="email", purpose="marketing", allowed=True, source="staff", wording="Yes, offers"
        )
        for key, purpose in (("offer", Purpose.marketing), ("fact", Purpose.service)):
            inbox.send_automatic(
                session,
                ana,
                contact_id=cleo.id,
                key=key,
                title=key,
                subject=key,
                text="Hi",
                letter=("Hi", ""),
                purpose=purpose,
                yields=False,
            )
    with time_machine.travel(now().replace(hour=12) + timedelta(days=1)):  # nobody is disturbed at night
        jobs.dispatch()
    told = {letter["Subject"]: letter for letter in map(message_from_string, server.letters)}
    url = unsubscribe_url(cleo.id)
    assert (told["offer"]["List-Unsubscribe"], told["offer"]["List-Unsubscribe-Post"]) == (f"<{url}>", "List-Unsubscribe=One-Click")
    assert (told["fact"]["List-Unsubscribe"], told["fact"]["List-Unsubscribe-Post"]) == (None, None)


def test_a_letter_that_may_have_arrived_waits_for_a_person(ana: Actor, post: Callable[..., Post]) -> None:
    broken, willing = post(drops=True), post()
    account(ana, broken.port, "Broken")
    account(ana, willing.port, "Willing")
    conversation = wrote(ana)
    reply(ana, conversation)
    jobs.dispatch()
    with time_machine.travel(now() + timedelta(days=2)):
        assert jobs.dispatch() == 0
    (row,) = deliveries(ana)
    assert (row.state, willing.taken, len(broken.taken)) == ("unknown", [], 1)
    with db.reading(ana) as session:
        assert queries.get(session, ana, conversation_id=conversation).undelivered


def test_a_server_that_is_away_is_tried_again_until_it_is_given_up(ana: Actor) -> None:
    account(ana, free_port())
    reply(ana, wrote(ana))
    moment = now()
    for hours in range(MOST_TRIES + 3):
        with time_machine.travel(moment + timedelta(hours=2 * hours + 1)):
            jobs.dispatch()
    (row,) = deliveries(ana)
    assert (row.state, row.attempts) == ("dead", MOST_TRIES)


def test_a_failed_letter_is_sent_again_as_it_was(ana: Actor, post: Callable[..., Post]) -> None:
    server = post(says="554 spam")
    account(ana, server.port)
    reply(ana, wrote(ana))
    jobs.dispatch()
    (row,) = deliveries(ana)
    server.says = "250 OK"
    with db.transaction(ana) as session:
        inbox.retry(session, ana, delivery_id=row.id)
    jobs.dispatch()
    assert [r.state for r in deliveries(ana)] == ["sent"]
    assert server.taken == [f"Message-ID: <{row.id}@careops.localdomain>"]
    with pytest.raises(NotRetryable), db.transaction(ana) as session:
        inbox.retry(session, ana, delivery_id=row.id)


def test_a_test_message_leaves_through_its_own_account_only(ana: Actor, post: Callable[..., Post]) -> None:
    first, second = post(), post()
    account(ana, first.port)
    tested = account(ana, second.port, "Second")
    with db.transaction(ana) as session:
        inbox.send_test(session, ana, integration_id=tested, to="ana@example.com")
    jobs.dispatch()
    with db.reading(ana) as session:
        row = accounts.get(session, ana, integration_id=tested)
    assert (len(first.taken), len(second.taken), row.health) == (0, 1, "working")
    assert row.tested_at is not None


def test_a_test_message_says_at_once_why_it_failed(ana: Actor) -> None:
    tested = account(ana, free_port())
    with db.transaction(ana) as session:
        sent = inbox.send_test(session, ana, integration_id=tested, to="ana@example.com")
    jobs.dispatch()
    with db.reading(ana) as session:
        row = accounts.get(session, ana, integration_id=tested)
        assert queries.delivery(session, ana, delivery_id=sent.id).state == "failed"
    assert (row.tested_at, row.health) == (None, "failing")
    assert "refused" in row.last_error.lower()


def test_the_local_outbox_is_tested_before_its_row_exists(ana: Actor) -> None:
    with db.transaction(ana) as session:
        inbox.send_test(session, ana, integration_id=local_id(ana.workspace))
    jobs.dispatch()
    with db.reading(ana) as session:
        (row,) = accounts.listing(session, ana)
    assert (row.kind, row.used, row.health) == ("local", True, "working")
    assert row.tested_at is not None


def test_mail_about_accounts_is_shown_to_no_business(ana: Actor, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_dir", tmp_path)
    automation.react()
    jobs.dispatch()
    with db.reading(ana) as session, db.everywhere(session):
        private = session.exec(select(Delivery).where(Delivery.workspace_id == PLATFORM)).all()
    assert [(row.recipient, row.state) for row in private] == [(cast.ANA, "sent")]
    assert deliveries(ana) == []
    (file,) = (tmp_path / "outbox").iterdir()
    assert "/verify/" in file.read_text()


def dispatched(gateway: Any) -> None:
    """Everything due goes through this gateway, whatever the account."""
    dispatcher = jobs.Dispatcher(open=lambda _workspace, _way: gateway)
    while dispatcher.round():
        pass
    dispatcher.close()


@dataclass
class Watching:
    """A gateway that takes everything, and notes whether its own thread had a transaction open, and on which thread it was asked."""

    address: str = "hello@salon.example"
    honours_keys: bool = False
    inside: list[bool] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def send(self, _letter: Any) -> Any:
        self.inside.append(bool(getattr(OPEN, "count", 0)))
        self.threads.add(current_thread().name)
        return Accepted("1")


OPEN = local()  # how many transactions the thread has open


@pytest.fixture
def watched(database: sa.Engine) -> Iterator[Watching]:
    def opened(_connection: object) -> None:
        OPEN.count = getattr(OPEN, "count", 0) + 1

    def closed(_connection: object) -> None:
        OPEN.count = getattr(OPEN, "count", 0) - 1

    events = (("begin", opened), ("commit", closed), ("rollback", closed))
    for name, note in events:
        event.listen(database, name, note)
    yield Watching()
    for name, note in events:
        event.remove(database, name, note)


def test_no_transaction_is_open_while_a_letter_is_sent(ana: Actor, watched: Watching) -> None:
    conversation = wrote(ana)
    for number in range(20):
        reply(ana, conversation, f"Answer {number}")
    dispatched(watched)
    assert len(watched.inside) >= 20
    assert not any(watched.inside)
    assert all(name.startswith("outbox") for name in watched.threads)
    with db.transaction(ana) as session:  # the control: what is watched for is noticed
        session.connection()
        watched.send(None)
    assert watched.inside[-1]


def test_an_answer_by_the_api_calls_no_server(ana: Actor, api: TestClient, post: Callable[..., Post]) -> None:
    """The request only writes it down; the server hears of it from the dispatcher."""
    server = post()
    account(ana, server.port)
    conversation = wrote(ana)
    only_platform_settled()
    before = server.calls
    said = cast.bearer(cast.ANA)
    answer = api.post(f"/api/v1/conversations/{conversation}/messages", json={"text": "Yes"}, headers=said)
    assert (answer.status_code, answer.json()["state"], server.calls) == (201, "queued", before)
    jobs.dispatch()
    assert server.calls == before + 1
