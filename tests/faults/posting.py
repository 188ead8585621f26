"""Messages that are due, a dispatcher that is killed again and again, and a provider whose own ledger says how often each arrived."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
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
from careops.core.settings import ROOT, settings
from careops.inbox import actions as inbox
from careops.inbox.schemas import Sent
from tests.servers import eventually

LATEST = 0.12  # seconds of sending before the kill
DELIVERY = "delivery"


class Stable:
    """The warm process that forks dispatchers."""

    def __init__(self, url: str, folder: Path, **environment: str) -> None:
        said = {
            "CAREOPS_DATABASE_URL": url,
            "CAREOPS_DATA_DIR": str(folder),
            "CAREOPS_SECRET_KEY": settings.secret_key.get_secret_value(),
            "CAREOPS_RATE_LIMITS": "false",
            "CAREOPS_LOG_LEVEL": "error",
            **environment,
        }
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("stable.py"))],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | said,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)

    def start(self, **job: Any) -> int:
        """A dispatcher's process."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return self._told()["pid"]

    def ended(self) -> int:
        """How the last one ended, once it has."""
        return self._told()["status"]

    def _told(self) -> dict[str, int]:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


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
        """New messages, a dispatcher that is killed somewhere among them, and its leases over."""
        self.queue(messages)
        before = len(self.taken())
        child = stable.start(**job)
        eventually(lambda: len(self.taken()) > before, within=20)
        time.sleep(random.uniform(0, LATEST))  # the moment is the experiment
        os.kill(child, signal.SIGKILL)
        stable.ended()
        self.kills += 1
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
