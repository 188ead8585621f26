"""Bookings that come in with a file: they take their time, nobody is told, and they can be taken back."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from careops.activity.models import Event
from careops.automation.actions import react
from careops.automation.actions.sweeping import arm_standing
from careops.automation.models import Run
from careops.booking import actions as booking
from careops.booking.models import Booking, Occupancy
from careops.booking.rules import SlotTaken
from careops.booking.schemas import BookingEdit
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.inbox.models import Message
from tests.worlds import Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")


def brought(session: Session, shop: Shop, at: int = 0, *, minutes: int = 45, remind: bool = False, starts: datetime | None = None) -> UUID:
    known = contacts.register(session, shop.owner, name="Cleo Marsh", email="cleo@example.org", source="import")
    return booking.bring_booking(
        session,
        shop.owner,
        booking_type_id=shop.service,
        provider_id=shop.providers[0],
        starts_at=starts or shop.starts(workday(1))[at],
        minutes=minutes,
        contact_id=known.id,
        remind=remind,
    )


def test_it_takes_its_own_length_and_refuses_what_is_taken(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        id = brought(session, shop)
    with db.reading(shop.owner) as session:
        [made] = session.exec(select(Booking)).all()
        [taken] = session.exec(select(Occupancy)).all()
    assert (made.id, made.duration, made.status, made.source) == (id, 45, "confirmed", "import")
    assert taken.blocked_to - taken.blocked_from == 45 * 60
    with db.transaction(shop.owner) as session, pytest.raises(SlotTaken):
        brought(session, shop, at=1)  # half an hour later


@pytest.mark.parametrize("remind", [False, True])
def test_nobody_is_told_and_reminded_only_when_asked_for(shop: Shop, remind: bool) -> None:
    everybody = Actor.system(None)
    with db.transaction(everybody) as session:
        while react(session, everybody):
            pass
    with db.transaction(shop.owner) as session:
        contacts.register(session, shop.owner, name="Cleo Marsh", email="cleo@example.org")
    with db.transaction(everybody) as session:
        while react(session, everybody):
            pass
    with db.reading(shop.owner) as session:
        before = len(session.exec(select(Message)).all())
    with db.transaction(shop.owner) as session:
        soon = now().replace(second=0, microsecond=0) + timedelta(hours=25)
        id = brought(session, shop, remind=remind, starts=soon)
        [fact] = session.exec(select(Event).where(Event.subject == id)).all()
        assert (fact.reacted_at is not None, fact.kind) == (True, "booking.created" if remind else "booking.imported")
    with db.transaction(everybody) as session:
        assert react(session, everybody) == 0
    with db.transaction(shop.owner) as session:
        arm_standing(session, Actor.system(shop.owner.workspace))
        runs = session.exec(select(Run).where(Run.subject == id)).all()
        assert len(session.exec(select(Message)).all()) == before
    assert [run.rule for run in runs] == (["booking_reminder"] if remind else [])


def test_what_nobody_has_touched_is_taken_back(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        first, second = brought(session, shop), brought(session, shop, at=4)
    with db.transaction(shop.owner) as session:
        booking.edit(session, shop.owner, booking_id=second, change=BookingEdit(notes="brings her dog"))
        assert booking.take_back_bookings(session, shop.owner, ids=[first, second]) == {first: True, second: False}
    with db.reading(shop.owner) as session:
        assert [one.id for one in session.exec(select(Booking))] == [second]
        assert {one.booking_id for one in session.exec(select(Occupancy))} == {second}
