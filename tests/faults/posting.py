"""Messages that are due, a dispatcher that is killed again and again, and a provider whose own ledger says how often each arrived."""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from careops.business import actions as business
from careops.business.models import Business
from careops.channels import actions as channels
from careops.channels.schemas import ResendIn, SmtpIn
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import new_id
from careops.inbox import actions as inbox
from careops.inbox.schemas import Sent
from careops.integrations.resend.fake import FakeResend
from tests.faults.stable import live
from tests.faults.warm import WARM, given
from tests.servers import Mailbox, eventually

LATEST = 0.12  # seconds of sending before the kill
DELIVERY = "delivery"


class Stable:
    """Keeps dispatchers to be killed, one at a time."""

    def __init__(self, url: str, folder: Path, **environment: str) -> None:
        self._environment = given(url, CAREOPS_DATA_DIR=str(folder), CAREOPS_LOG_LEVEL="error", **environment)
        self._child: BaseProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child:
            self._child.kill()
            self._child.join()

    def start(self, **job: Any) -> int:
        """A dispatcher's process; `job` says how, see `stable.live`."""
        self._child = WARM.Process(target=live, args=(self._environment, job))
        self._child.start()
        assert self._child.pid
        return self._child.pid

    def ended(self) -> int:
        """How the last one ended, once it has."""
        assert self._child
        self._child.join(120)
        assert self._child.exitcode is not None, "a dispatcher that was left alone never ended"
        return self._child.exitcode


@dataclass
class Arrived:
    """What a provider says to have accepted, by its deliveries; `rest` answers those after so many: nothing is read twice."""

    rest: Callable[[int], list[str]]
    _known: list[str] = field(default_factory=list[str])

    def __call__(self) -> list[str]:
        self._known += self.rest(len(self._known))
        return self._known


def by_ledger(provider: FakeResend) -> Arrived:
    """What stands in the ledger of one that knows keys."""

    def rest(known: int) -> list[str]:
        lines = provider.ledger.path.read_text().split("\n")[known:-1]  # the last is not written to its end
        return [json.loads(line)["mail"]["tags"][0]["value"] for line in lines]

    return Arrived(rest)


def by_mail(mailbox: Mailbox) -> Arrived:
    """What comes into a mailbox from now on."""
    before = len(mailbox.messages)
    return Arrived(lambda known: [str(mail["Message-ID"])[1:37] for mail in mailbox.messages[before + known :]])


@dataclass
class Post:
    """A business with messages to send; `taken` answers which deliveries the provider says to have accepted, each as often as it did."""

    owner: Actor
    engine: sa.Engine
    taken: Callable[[], list[str]]
    contact: UUID = field(init=False)
    flying: int = 0  # deliveries on their way at the moments of the kills
    kills: int = 0

    def __post_init__(self) -> None:
        system = Actor.system(self.owner.workspace)
        with db.transaction(self.owner) as session:
            business.create(session, self.owner)
            session.exec(sa.update(Business).values(quiet_from=0, quiet_until=0))
            self.contact = contacts.register(session, system, name="Cleo", email="cleo@example.org").id

    def queue(self, count: int) -> None:
        """That many messages, due now."""
        system = Actor.system(self.owner.workspace)
        with db.transaction(system) as session:
            for _ in range(count):
                sent = inbox.send_automatic(
                    session,
                    system,
                    contact_id=self.contact,
                    key=f"due:{new_id()}",
                    title="Reminder",
                    subject="See you",
                    text="See you",
                    letter=("See you", "<p>See you</p>"),
                )
                assert isinstance(sent, Sent)

    def cycle(self, stable: Stable, messages: int, **job: Any) -> None:
        """New messages, a dispatcher that is killed somewhere among them (unless it was faster), and its leases over."""
        self.queue(messages)
        before = len(self.taken())
        child = stable.start(**job)
        eventually(lambda: len(self.taken()) > before, within=20)
        time.sleep(random.uniform(0, LATEST))  # the moment is the experiment
        with suppress(ProcessLookupError):  # it had sent everything
            os.kill(child, signal.SIGKILL)
        self.kills += stable.ended() == -signal.SIGKILL
        self.flying += self.let_leases_run_out()

    def let_leases_run_out(self) -> int:
        """What the killed one had taken on comes back when its lease ends; nobody waits those minutes here. Returns how many."""
        delivery = SQLModel.metadata.tables[DELIVERY]
        with self.engine.begin() as connection:
            held = sa.update(delivery).where(delivery.c.state == "leased", delivery.c.due_at > now())
            return connection.execute(held.values(due_at=now())).rowcount

    def finish(self, stable: Stable, **job: Any) -> int:
        """Everything that is still due is sent by one that is left alone; its exit status."""
        stable.start(**job)
        return stable.ended()

    def wrong(self) -> list[str]:
        """What was lost, what is stuck, and what the provider has twice."""
        delivery = SQLModel.metadata.tables[DELIVERY]
        with self.engine.connect() as connection:
            own = (delivery.c.message_id.is_not(None), delivery.c.workspace_id == self.owner.workspace)
            rows = connection.execute(sa.select(delivery.c.id, delivery.c.state).where(*own)).all()
        arrived = Counter(self.taken())
        found = [f"{id} is {state}" for id, state in rows if state != "sent"]
        found += [f"{id} never arrived" for id, _state in rows if not arrived[str(id)]]
        return found + [f"{key} arrived {times} times" for key, times in arrived.items() if times > 1]

    def twice(self) -> int:
        """How many arrivals were one too many."""
        return sum(times - 1 for times in Counter(self.taken()).values())


def resend(owner: Actor) -> UUID:
    """An account that knows keys."""
    given = ResendIn(kind="resend", api_key="re_secret", mail_from="hello@salon.example", per_minute=100_000)  # type: ignore[arg-type]
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given).id


def smtp(owner: Actor, port: int) -> UUID:
    """An account that knows none."""
    given = SmtpIn(host="127.0.0.1", port=port, security="none", mail_from="hello@salon.example")
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=given).id
