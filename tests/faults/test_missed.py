"""Three days of silence, in which reminders, holds, offers and nights came and went: made good once, without a storm."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, col, select

from careops.automation import jobs as automation_jobs
from careops.automation.jobs.running import Runner
from careops.automation.models import JobRun, Run
from careops.booking import actions as booking
from careops.booking.models import Booking, Occupancy
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.scheduler import catalogue
from careops.inbox.models import Delivery
from tests import cast
from tests.worlds import Shop, opened

pytestmark = pytest.mark.usefixtures("both_engines", "contents")

MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)
SILENCE = timedelta(days=3)


@pytest.fixture
def shop(database: sa.Engine) -> Iterator[Shop]:
    with time_machine.travel(MONDAY, tick=False):
        yield opened(cast.ana())


def worked() -> None:
    """Everything that is due, as a process that has just started would do it; nothing is sent."""
    runner = Runner()
    runner.look()
    while runner.work() or automation_jobs.react():
        pass


def booked(shop: Shop, start: datetime, name: str) -> UUID:
    with db.transaction(shop.owner) as session:
        who = contacts.register(session, shop.owner, name=name, email=f"{name.lower()}@example.org")
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, contact_id=who.id).id


def everything(session: Session) -> list[JobRun]:
    with db.everywhere(session):
        return list(session.exec(select(JobRun)))


def test_three_silent_days_are_made_good_once(shop: Shop) -> None:
    tuesday, wednesday, friday = (shop.starts((MONDAY + timedelta(days=days)).date()) for days in (1, 2, 4))
    with time_machine.travel(MONDAY, tick=False):
        past = [booked(shop, start, f"Past{number}") for number, start in enumerate((*tuesday[:3], *wednesday[:3]))]
        coming = booked(shop, friday[-1], "Coming")
        customer = Actor.customer(shop.owner.workspace)
        with db.transaction(customer) as session:
            booking.hold(session, customer, booking_type_id=shop.service, starts_at=friday[0])
        worked()
        with db.reading(shop.owner) as session:
            before = len(session.exec(select(Delivery)).all())
            armed = [run.rule for run in session.exec(select(Run).where(Run.state == "waiting"))]
    assert len(armed) >= 3, "no reminder waits, so nothing is proven"
    with time_machine.travel(MONDAY + SILENCE, tick=False):
        worked()
        worked()
        with db.reading(shop.owner) as session:
            since = Counter(run.job for run in everything(session) if run.created_at > MONDAY and run.state != "skipped")
            late = session.exec(select(Run).where(Run.state == "skipped", col(Run.subject).in_(past))).all()
            sent = session.exec(select(Delivery).order_by(col(Delivery.id))).all()[before:]
            statuses = {row.id: row.status for row in session.exec(select(Booking))}
            held = session.exec(select(Occupancy).where(Occupancy.kind == "hold")).all()
            over = session.exec(select(Run).where(Run.state == "waiting", col(Run.due_at) <= now())).all()
    assert set(since.values()) <= {0, 1}, f"a job ran more than once for all it had missed: {since}"
    assert since["booking.forget_ended_holds"] == since["booking.complete_past"] == since["automation.watch"] == 1
    assert {statuses[id] for id in past} == {"completed"}
    assert statuses[coming] == "confirmed"
    assert held == []
    assert over == []
    reminders = [delivery for delivery in sent if delivery.subject.startswith("Reminder")]
    assert not [one for one in reminders if one.recipient.startswith("past")], "somebody is reminded of what is over"
    assert {run.rule for run in late}, "what was not sent says why"
    assert all(run.reason for run in late)


def test_a_backlog_is_seen_while_nobody_works(shop: Shop) -> None:
    with time_machine.travel(MONDAY, tick=False):
        runner = Runner()
        runner.look()
        with db.reading() as session:
            assert len([run for run in everything(session) if run.state == "waiting" and run.workspace_id == PLATFORM]) == len(
                [job for job in catalogue.values() if job.per == "installation"]
            )
