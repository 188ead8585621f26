"""Messages in the owner's words: our defaults say what we always said, in each language, and other words reach the outbox."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from careops.automation import jobs
from careops.automation.queries.wording import sample
from careops.booking import actions as booking
from careops.booking.schemas import BookingTypeEdit, Customer
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.i18n import LOCALES
from careops.inbox import queries as inbox
from careops.inbox.actions import templates
from careops.inbox.models import Delivery
from careops.inbox.queries.templates import Sample, written
from careops.inbox.rules.templates import BY_NAME, default, mail_of, pieces_of, text_of
from careops.inbox.rules.texts import length
from tests import cast
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


def react() -> None:
    while jobs.react():
        pass


def life(shop: Shop) -> UUID:
    """Cleo books, moves, cancels and writes; each is a fact to tell of."""
    owner, visiting = shop.owner, cast.customer(shop.owner)
    with db.transaction(visiting) as session:
        cleo = contacts.register(session, visiting, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678", source="booking").id
    with db.transaction(owner) as session:
        made = booking.book(session, owner, booking_type_id=shop.service, starts_at=shop.starts(workday(5))[0], contact_id=cleo).id
        booking.reschedule(session, owner, booking_id=made, starts_at=shop.starts(workday(6))[3])
        booking.cancel(session, owner, booking_id=made, reason="The studio is flooded")
    return cleo


def found(owner: Actor, name: str, contact_id: UUID | None, locale: str = "en") -> Sample:
    system = Actor.system(owner.workspace)
    with db.reading(system) as session:
        made = sample(session, system, name=name, contact_id=contact_id, locale=locale)
    assert made is not None
    return made


OURS = ["booking_confirmation", "booking_rescheduled", "booking_cancelled", "booking_reminder", "welcome"]


@pytest.mark.parametrize("locale", LOCALES)
def test_our_default_words_say_what_we_always_said(shop: Shop, locale: str) -> None:
    cleo = life(shop)
    for name in OURS:
        made, kind = found(shop.owner, name, cleo, locale), BY_NAME[name]
        mail = mail_of(default(kind, "email", locale), made.values, pieces_of(made.mail), made.mail)
        assert (mail.subject, mail.title) == (made.mail.subject, made.mail.title)
        assert pieces_of(mail) == pieces_of(made.mail)
        text = text_of(default(kind, "sms", locale), made.values)
        assert text.startswith("Salon Ana: ")
        assert "http" in text
        assert length(text).segments <= (4 if locale == "hi" else 3)


def test_nothing_that_happened_is_no_sample_and_nobody_elses_either(shop: Shop, stranger: Actor) -> None:
    cleo = life(shop)
    for actor, name, who in (
        (shop.owner, "waitlist_joined", cleo),
        (stranger, "booking_confirmation", None),
        (shop.owner, "nothing", None),
    ):
        with db.reading(actor) as session:
            assert sample(session, actor, name=name, contact_id=who, locale="en") is None


def test_the_owners_words_reach_the_outbox(shop: Shop) -> None:
    react()
    said: dict[str, Any] = {"name": "booking_confirmation", "channel": "email", "locale": "en"}
    with db.transaction(shop.owner) as session:
        templates.reword(
            session,
            shop.owner,
            **said,
            subject="Done: {{ booking.service }}",
            body="# Hi\n\n{{ details }}\n\n{{ button }}\n\nBring a towel.",
        )
    life(shop)
    react()
    with db.reading(shop.owner) as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    letter = next(row.letter for row in rows if row.subject.startswith("Done: "))
    assert "Bring a towel." in letter["text"]
    assert "/manage/" in letter["text"]
    assert "When: " in letter["text"]
    assert letter["attachments"]


def test_a_request_is_not_told_in_the_words_of_a_confirmation(shop: Shop) -> None:
    react()
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
        templates.reword(
            session, shop.owner, name="booking_confirmation", channel="email", locale="en", subject="All set", body="See you then."
        )
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        asked = {"booking_type_id": shop.service, "starts_at": shop.starts(workday(5))[0]}
        booking.book_public(session, visitor, **asked, customer=Customer(name="Cleo Marsh", email="cleo@example.org"))
    react()
    with db.reading(shop.owner) as session:
        assert [row.subject[:16] for row in session.exec(select(Delivery))] == ["Request received"]


def test_the_editor_looks_at_what_really_happened(shop: Shop) -> None:
    cleo = life(shop)
    inbox.SAMPLES.append(sample)
    try:
        with db.reading(shop.owner) as session:
            shown = inbox.trial(
                session,
                shop.owner,
                name="booking_cancelled",
                channel="email",
                locale="en",
                subject="{{ booking.reason }}",
                body="{{ details }}",
                contact_id=cleo,
            )
    finally:
        inbox.SAMPLES.remove(sample)
    assert (shown.subject, shown.real) == ("The studio is flooded", True)


def test_a_text_always_has_words_of_its_own(shop: Shop) -> None:
    cleo = life(shop)
    made = found(shop.owner, "booking_confirmation", cleo)
    system = Actor.system(shop.owner.workspace)
    with db.reading(system) as session:
        worded = written(session, system, name="booking_confirmation", locale="en", values=made.values, mail=made.mail)
    assert worded.sms.startswith("Salon Ana: booked, ")
    assert length(worded.sms).unicode is False
