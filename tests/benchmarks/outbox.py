"""How fast the dispatcher is by itself, and how long it takes from a fact to the provider. Both inside one process, as it is served."""

import time
from dataclasses import dataclass, field
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from careops.activity.actions import WAITING
from careops.automation import jobs as automation
from careops.business import actions as business
from careops.business.models import Business
from careops.channels import actions as channels
from careops.channels.schemas import SmtpIn
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from careops.core.worker import Worker
from careops.inbox import actions as inbox
from careops.inbox.actions.queueing import OUTBOX
from careops.inbox.jobs.dispatching import Dispatcher
from careops.inbox.schemas import WriteIn
from careops.integrations.ports import Accepted, Letter, Outcome, Text
from tests import cast
from tests.benchmarks.servers import wait_until_caught_up
from tests.servers import eventually

HTML = "<p>" + "See you soon at the salon. " * 300 + "</p>"  # about as long as a confirmation


@dataclass
class Null:
    """Takes everything at once, and notes when by whom it was for."""

    address: str = "hello@salon.example"
    honours_keys: bool = True
    at: dict[str, float] = field(default_factory=dict[str, float])

    def send(self, letter: Letter | Text) -> Outcome:
        self.at[letter.to] = time.perf_counter()
        return Accepted(letter.key)


def business_of(number: int) -> Actor:
    """A business with one mail account and no quiet hours."""
    owner = cast.founder("Dora Dispatch", f"dora{number}-{uuid4().hex[:8]}@example.com", "Dispatch")
    given = SmtpIn(label="Null", host="127.0.0.1", port=25, security="none", mail_from="hello@salon.example")
    with db.transaction(owner) as session:
        channels.add(session, owner, integration=given)
        business.create(session, owner)
        session.exec(sa.update(Business).values(quiet_from=0, quiet_until=0))
    return owner


def queued(owner: Actor, count: int) -> None:
    """That many messages of automation to as many people, ready to leave."""
    system = Actor.system(owner.workspace)
    for start in range(0, count, 200):
        with db.transaction(system) as session:
            for number in range(start, min(start + 200, count)):
                _one(session, system, number)


def _one(session: Session, system: Actor, number: int) -> None:
    contact = contacts.register(session, system, name="Cleo", email=f"c{number}-{uuid4().hex[:6]}@example.org")
    sent = inbox.send_automatic(
        session,
        system,
        contact_id=contact.id,
        key=f"bench:{new_id()}",
        title="Reminder",
        subject="See you soon",
        text="See you soon",
        letter=("See you soon", HTML),
    )
    assert sent


def throughput(businesses: int, messages: int) -> float:
    """Deliveries a second of one dispatcher to a provider that answers at once; each passes the gate and is kept with its attempt."""
    for number in range(businesses):
        queued(business_of(number), messages // businesses)
    null = Null()
    dispatcher = Dispatcher(open=lambda _workspace, _way: null)
    began = time.perf_counter()
    while dispatcher.round():
        pass
    took = time.perf_counter() - began
    dispatcher.close()
    assert len(null.at) >= messages
    return len(null.at) / took


def latency(events: int, a_second: float) -> list[float]:
    """Seconds from the commit of somebody's words on the contact page to the hand-over of the welcome they get, for each.

    Whatever happened in the database before is reacted to first: facts are taken oldest first, and it is not their queue that is timed.
    """
    owner = business_of(999)
    null, told = Null(), dict[str, float]()
    dispatcher = Dispatcher(open=lambda _workspace, _way: null)
    workers = [Worker("reactor", WAITING, automation.react), Worker("outbox", OUTBOX, dispatcher.work)]
    for worker in workers:
        worker.ensure()
    try:
        wait_until_caught_up(db.engine)
        began = time.perf_counter()
        for number in range(events):
            time.sleep(max(0.0, began + number / a_second - time.perf_counter()))  # the pace is the experiment
            _writes_in(owner, f"w{number}@example.org", told)
        eventually(lambda: set(told) <= set(null.at), within=60)
    finally:
        for worker in workers:
            worker.stop()
        dispatcher.close()
    return sorted(null.at[who] - moment for who, moment in told.items())


def _writes_in(owner: Actor, email: str, told: dict[str, float]) -> None:
    visiting = Actor.customer(owner.workspace)
    with db.transaction(visiting) as session:
        inbox.write_in(session, visiting, message=WriteIn(name="Cleo", email=email, message="Is there parking?"), locale="en")
    told[email] = time.perf_counter()
