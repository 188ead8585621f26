"""Facts are reacted to once, in the words every business begins with; what breaks holds nobody up."""

from datetime import timedelta
from email import message_from_bytes
from typing import Any
from uuid import UUID

import pytest
import time_machine
from icalendar import Calendar
from sqlmodel import select

from careops.activity.actions import record
from careops.automation import actions as automation
from careops.automation import jobs, queries
from careops.automation.models import Run
from careops.automation.schemas import AlertRow, RunRow
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.events import BookingCancelled
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, Customer
from careops.booking.schemas.wanted import Wanted
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, NotFound
from careops.core.ids import new_id
from careops.core.settings import settings
from careops.inbox import actions as inbox
from careops.inbox import jobs as outbox
from careops.inbox import queries as conversations
from careops.inbox.models import Delivery
from careops.inbox.rules.letters import read_letter
from careops.inbox.schemas import WriteIn
from careops.integrations.ports import Letter
from tests import cast
from tests.benchmarks.statements import counted
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = opened(ana)
    react()
    return made


def react() -> None:
    """Until nothing is left to react to."""
    while jobs.react():
        pass


def runs(owner: Actor) -> dict[str, RunRow]:
    with db.reading(owner) as session:
        return {run.rule: run for run in queries.runs(session, owner).items}


def letters(owner: Actor) -> list[Letter]:
    """What waits in the outbox of that business, oldest first."""
    with db.reading(owner) as session:
        found = session.exec(select(Delivery).order_by(Delivery.id)).all()  # type: ignore[arg-type]
        return [read_letter(row.letter) for row in found]


def registered(actor: Actor, source: str, **said: Any) -> UUID:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name="Cleo Marsh", email="cleo@example.org", source=source, **said).id


def booked(shop: Shop, **person: Any) -> UUID:
    visiting = cast.customer(shop.owner)
    with db.transaction(visiting) as session:
        cleo = contacts.register(session, visiting, name="Cleo Marsh", email="cleo@example.org", source="booking", **person)
    with db.transaction(shop.owner) as session:
        start = shop.starts(workday(5))[0]
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, contact_id=cleo.id).id


def test_somebody_new_is_welcomed_once(shop: Shop) -> None:
    registered(shop.owner, "staff")
    react()
    react()
    (letter,) = letters(shop.owner)
    assert letter.subject == "Welcome to Salon Ana, Cleo"
    assert (letter.headers["Auto-Submitted"], letter.reply_to) == ("auto-generated", ("Salon Ana", "hello@example.com"))
    assert runs(shop.owner)["welcome"].state == "done"


def test_a_booking_is_confirmed_with_a_calendar_file_and_no_second_welcome(shop: Shop) -> None:
    booked(shop)
    react()
    (letter,) = letters(shop.owner)
    assert letter.subject.startswith("Booked: ")
    assert "/manage/" in letter.text
    assert "€45" in letter.text
    (invite,) = letter.attachments
    assert b"METHOD:REQUEST" in invite.content
    assert b"STATUS:CONFIRMED" in invite.content
    assert runs(shop.owner)["welcome"].reason == "The confirmation of their booking welcomes them"


def test_moving_and_cancelling_are_told_even_while_a_person_has_taken_over(shop: Shop) -> None:
    made = booked(shop)
    react()
    owner = shop.owner
    with db.transaction(owner) as session:
        (row,) = conversations.listing(session, owner).items
        inbox.reply(session, owner, conversation_id=row.id, text="See you")
        booking.reschedule(session, owner, booking_id=made, starts_at=shop.starts(workday(6))[3])
    react()
    with db.transaction(owner) as session:
        booking.cancel(session, owner, booking_id=made, reason="The studio is flooded")
    react()
    moved, gone = letters(owner)[-2:]
    assert (moved.subject.split(":")[0], gone.subject.split(":")[0]) == ("New time", "Cancelled")
    assert "It was" in moved.text
    assert "The studio is flooded" in gone.text
    assert b"METHOD:CANCEL" in gone.attachments[0].content


def entry_of(content: bytes) -> Any:
    """The only event of a calendar file."""
    (entry,) = Calendar.from_ical(content).walk("VEVENT")
    return entry


def test_the_calendar_files_of_a_bookings_life_are_one_entry(shop: Shop) -> None:
    made = booked(shop)
    react()
    for day, at in ((6, 3), (7, 5)):
        with db.transaction(shop.owner) as session:
            booking.reschedule(session, shop.owner, booking_id=made, starts_at=shop.starts(workday(day))[at])
        react()
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=made)
        kept = bookings.ics(session, shop.owner, booking_id=made)
    react()
    files = [file.content for letter in letters(shop.owner) for file in letter.attachments]
    entries = [entry_of(content) for content in [*files, kept]]
    assert {str(entry["UID"]) for entry in entries} == {f"booking-{made}@careops"}
    assert [Calendar.from_ical(content)["METHOD"] for content in files] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [entry["SEQUENCE"] for entry in entries] == [0, 1, 2, 3, 3]
    assert [entry["DTSTART"].dt for entry in entries[1:3]] == [shop.starts(workday(6))[3], shop.starts(workday(7))[5]]
    assert [str(entry["ATTENDEE"]) for entry in entries[:4]] == ["mailto:cleo@example.org"] * 4
    assert entries[3]["STATUS"] == "CANCELLED"


def test_a_request_brings_no_calendar_file_before_it_is_confirmed(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        asked: dict[str, Any] = {"booking_type_id": shop.service, "starts_at": shop.starts(workday(5))[0]}
        booking.book_public(session, visitor, **asked, customer=Customer(name="Cleo Marsh", email="cleo@example.org"))
    react()
    with db.transaction(shop.owner) as session:
        (row,) = bookings.upcoming(session, shop.owner, days=30)
        booking.confirm(session, shop.owner, booking_id=row.id)
    react()
    asked_for, confirmed = letters(shop.owner)
    assert asked_for.attachments == ()
    assert b"METHOD:REQUEST" in confirmed.attachments[0].content


def test_seats_and_longer_visits_have_calendar_files_of_their_own(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(capacity=4)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
        who = Customer(name="Cleo Marsh", email="cleo@example.org")
        asked: dict[str, Any] = {"booking_type_id": shop.service, "starts_at": shop.starts(workday(5))[0], "customer": who}
        booking.book(session, shop.owner, **asked, seats=2)
    react()
    files = [file.content for letter in letters(shop.owner) for file in letter.attachments]
    assert len({str(entry_of(content)["UID"]) for content in files}) == len(files) == 2
    with db.transaction(shop.owner) as session:
        more = BookingTypeIn(name="Colour", duration=45, min_notice=0, provider_ids=shop.providers)
        colour = booking.create_booking_type(session, shop.owner, given=more)
        long: dict[str, Any] = {
            "booking_type_id": colour.id,
            "also": [Wanted(colour.id)],
            "starts_at": shop.starts(workday(6))[0],
            "customer": who,
        }
        row = booking.book(session, shop.owner, **long)
    react()
    (file,) = letters(shop.owner)[-1].attachments
    entry = entry_of(file.content)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (row.starts_at, row.ends_at)
    assert str(entry["SUMMARY"]) == "Colour + Colour · Salon Ana"


def test_a_message_speaks_the_contacts_language(shop: Shop) -> None:
    booked(shop, locale="de", timezone="Asia/Kolkata")
    react()
    (letter,) = letters(shop.owner)
    assert 'lang="de"' in letter.html
    assert "Lissabon" in letter.text


@pytest.mark.parametrize("evil", ["<img src=x onerror=alert(1)>", "{{7*7}}", "{0.__class__}", "{name}"])
def test_a_customers_words_are_never_a_template_or_markup(shop: Shop, evil: str) -> None:
    with db.transaction(shop.owner) as session:
        contacts.register(session, shop.owner, name=f"{evil} Marsh", email="cleo@example.org")
    react()
    (letter,) = letters(shop.owner)
    assert letter.subject == f"Welcome to Salon Ana, {evil.split()[0]}"
    assert "<img" not in letter.html


def test_a_rule_that_is_switched_off_says_so_and_sends_nothing(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        automation.switch(session, shop.owner, rule="welcome", enabled=False)
    registered(shop.owner, "staff")
    react()
    assert letters(shop.owner) == []
    assert (runs(shop.owner)["welcome"].state, runs(shop.owner)["welcome"].reason) == ("skipped", "This rule is switched off")
    with pytest.raises(NotFound), db.transaction(shop.owner) as session:
        automation.switch(session, shop.owner, rule="world_peace", enabled=True)


def test_a_poisonous_fact_is_tried_again_then_failed_and_holds_nobody_up(shop: Shop) -> None:
    contact = registered(shop.owner, "import")
    react()
    with db.transaction(shop.owner) as session:
        record(session, shop.owner, BookingCancelled(subject=new_id(), contact=contact, ends_at="never"))
    registered(shop.owner, "staff", phone="+351912345678")
    booked(shop)
    react()
    assert [letter.subject.split(":")[0] for letter in letters(shop.owner)] == ["Booked"]
    poisoned = runs(shop.owner)["booking_cancelled"]
    assert (poisoned.state, poisoned.tries) == ("waiting", 1)
    for hours in (1, 2):
        with time_machine.travel(now() + timedelta(hours=hours)):
            react()
    poisoned = runs(shop.owner)["booking_cancelled"]
    assert (poisoned.state, poisoned.tries, poisoned.due_at) == ("failed", 3, None)
    assert "never" in poisoned.reason


def test_two_reactors_at_once_react_once(shop: Shop) -> None:
    registered(shop.owner, "staff")
    with db.transaction(Actor.system(None)) as session:
        automation.react(session, Actor.system(None))
        session.flush()
    react()
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Run).where(Run.rule == "welcome")).all()) == 1
    assert len(letters(shop.owner)) == 1


def alerts(owner: Actor) -> list[AlertRow]:
    with db.reading(owner) as session:
        return queries.alerts(session, owner).items


def test_a_failed_letter_is_one_alert_until_it_is_mended(shop: Shop) -> None:
    owner = shop.owner
    registered(owner, "staff")
    react()
    with db.transaction(owner) as session:
        delivery = session.exec(select(Delivery)).one()
        delivery.letter = delivery.letter | {"to": "no address"}
    outbox.dispatch()
    react()
    (alert,) = alerts(owner)
    assert (alert.kind, alert.priority, alert.times) == ("delivery_failed", "high", 1)
    assert "was not delivered: not an e-mail address" in alert.sentence
    with db.transaction(owner) as session:
        inbox.retry(session, owner, delivery_id=delivery.id)
    react()
    assert alerts(owner) == []


def test_an_alert_is_for_those_who_may_see_what_it_is_about(shop: Shop, stranger: Actor) -> None:
    owner = shop.owner
    with db.transaction(owner) as session:
        automation.raise_alert(session, owner, kind="delivery_failed", subject=new_id(), contact_id=None, data={})
    (alert,) = alerts(owner)
    assert alerts(stranger) == []
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        automation.resolve_alert(session, stranger, alert_id=alert.id)
    with db.transaction(owner) as session:
        assert automation.read_alert(session, owner, alert_id=alert.id).read_at
        assert automation.resolve_alert(session, owner, alert_id=alert.id).resolved_by == owner.name
    assert alerts(owner) == []
    with pytest.raises(Forbidden), db.reading(cast.customer(owner)) as session:
        queries.alerts(session, cast.customer(owner))


def test_mail_about_accounts_leaves_from_the_platform(ana: Actor, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_dir", tmp_path)
    react()
    outbox.dispatch()
    (file,) = (tmp_path / "outbox").iterdir()
    mail = message_from_bytes(file.read_bytes())
    assert (mail["To"], mail["Subject"]) == (cast.ANA, "Confirm your email address")
    assert runs(ana) == {}
    with db.reading(ana) as session, db.everywhere(session):
        assert {run.workspace_id for run in session.exec(select(Run))} == {PLATFORM}


# ── what it costs ────────────────────────────────────────


def test_a_batch_asks_once_what_a_business_says_of_itself_and_little_for_each_fact(shop: Shop) -> None:
    def batch(people: int) -> list[str]:
        visiting = cast.customer(shop.owner)
        for _ in range(people):  # two facts each: somebody new, and what they wrote
            words = WriteIn(name="Cleo", email=f"{new_id()}@example.org", message="Is there parking?")
            with db.transaction(visiting) as session:
                inbox.write_in(session, visiting, message=words)
        with counted(db.engine) as sent:
            assert jobs.react() == 2 * people
        return sent

    few, many = batch(1), batch(5)
    for table in ("rule", "webhookendpoint", "workspace", "messagetemplate", "integration"):
        assert sum(f"FROM {table} " in " ".join(one.split()) + " " for one in many) == 1, table
    assert len(many) - len(few) <= 4 * 15  # for both facts of a person, with the welcome rendered and queued
