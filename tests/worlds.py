"""Whole businesses for the tests that ask the whole house: made by actions, the way people make them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlmodel import Session

from careops.automation import actions as automation
from careops.automation.jobs import JOBS
from careops.automation.rules import BUILT_IN
from careops.automation.schemas.webhooks import WebhookIn
from careops.booking import actions as booking
from careops.booking.models import Booking, Offered, WaitlistMode
from careops.booking.schemas import (
    AddOnIn,
    BookingTypeEdit,
    BookingTypeIn,
    DayHours,
    OverrideIn,
    ProviderIn,
    ResourceIn,
    ScheduleIn,
    Span,
    TermsIn,
    TimeOffIn,
    VariantIn,
)
from careops.booking.schemas.calendars import FeedIn, ImportIn
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.booking.schemas.series import RepeatIn
from careops.booking.schemas.slots import SlotPatternIn
from careops.booking.schemas.waiting import DaysIn
from careops.booking.schemas.wanted import Wanted
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, ClosureIn
from careops.channels import actions as channels
from careops.channels.queries import listing as accounts_of
from careops.channels.schemas import SmtpIn
from careops.contacts import actions as contacts
from careops.contacts.actions import importing
from careops.contacts.jobs import bring_in
from careops.contacts.schemas import ContactChange, ContactFilter, DependentIn, FieldIn, SegmentIn
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.ids import new_id
from careops.core.scheduler import catalogue
from careops.desk import actions as desk
from careops.forms import actions as forms
from careops.forms.models import FormSubmission
from careops.forms.schemas import FieldKind, FormField, RequestIn, TemplateIn
from careops.inbox import actions as inbox
from careops.inbox import jobs as mail
from careops.inbox.actions import templates
from careops.inbox.jobs.arriving import deal
from careops.inbox.schemas import keeping
from careops.integrations.ics.foreign import Look
from careops.integrations.ports import Attachment, Inbound
from careops.integrations.webhooks.sending import Said
from careops.inventory import actions as inventory
from careops.inventory.schemas import CountIn, ItemIn, MovementIn, OrderIn, OrderLineIn, Reason, StocktakeIn, SupplierIn
from careops.onboarding import actions as onboarding
from careops.onboarding.schemas.steps import StepIn, StepKey
from tests import cast

ZONE = "Europe/Lisbon"
WEEKDAYS = range(5)
MORNING, AFTERNOON = Span(start=540, end=720), Span(start=780, end=1020)


@dataclass(frozen=True)
class Shop:
    """A business that can be booked with."""

    owner: Actor
    slug: str
    service: UUID
    providers: list[UUID] = field(default_factory=list)

    def starts(self, day: date, *, minutes: int = 30) -> list[datetime]:
        """The times of that day that follow one another, lunch left out; UTC."""
        stretches = [range(span.start, span.end, minutes) for span in (MORNING, AFTERNOON)]
        midnight = datetime.combine(day, time(), ZoneInfo(ZONE))
        return [(midnight + timedelta(minutes=minute)).astimezone(ZoneInfo("UTC")) for stretch in stretches for minute in stretch]


def workday(ahead: int) -> date:
    """The weekday so many weekdays from today or from the Monday after it: whatever day it is, another number is another day."""
    week, day = divmod(now().date().toordinal() - 1, 7)  # day 1 of the calendar was a Monday
    weeks, day = divmod(5 * week + min(day, 5) + ahead, 5)
    return date.fromordinal(7 * weeks + day + 1)


def workdays(ahead: int, count: int) -> list[date]:
    """So many weekdays that follow one another, the first as many weekdays from now."""
    return [workday(ahead + more) for more in range(count)]


def opened(owner: Actor, *, providers: int = 1) -> Shop:
    """The owner's business, active, with a half-hour service on weekdays from 9 to 17 and lunch from 12 to 13.

    It has no quiet hours: else every test that waits for a message would fail at night.
    """
    place = BusinessIn(timezone=ZONE, currency="EUR", country="PT", email="hello@example.com", quiet_from=0, quiet_until=0)
    with db.transaction(owner) as session:
        business.create(session, owner)
        business.update(session, owner, business=place)
        service = booking.create_booking_type(
            session, owner, given=BookingTypeIn(name="Cut", duration=30, slot_interval=15, min_notice=0, window_days=730, price=4500)
        )
        people = [_provider(session, owner, f"Provider {number + 1}", service.id) for number in range(providers)]
        business.activate(session, owner)
        return Shop(owner, businesses.profile(session, owner).slug, service.id, people)


def _provider(session: Session, owner: Actor, name: str, service: UUID) -> UUID:
    made = booking.add_provider(session, owner, given=ProviderIn(name=name, timezone=ZONE, booking_type_ids=[service]))
    week = [DayHours(weekday=day, hours=[MORNING, AFTERNOON]) for day in WEEKDAYS]
    booking.set_week(session, owner, provider_id=made.id, given=ScheduleIn(timezone=ZONE, week=week))
    return made.id


@dataclass(frozen=True)
class Furnished:
    """A business with one of everything, and what its strangers may try to lay hands on."""

    shop: Shop
    booking: Booking
    copy: FormSubmission
    invitation: str
    hold: str


def furnished(owner: Actor) -> Furnished:
    """One of everything there is: a customer, a booking, a conversation, forms, stock, an account, an invitation."""
    shop = opened(owner)
    ida = cast.joined(owner, "Ida Holt", f"ida@{shop.slug}.example", Role.staff, [Permission.inbox])
    with db.transaction(owner) as session:
        cleo = contacts.register(session, owner, name="Cleo Marsh", email=f"cleo@{shop.slug}.example", phone="+351912345678")
        start = shop.starts(workday(5))[0]
        made = booking.book(session, owner, booking_type_id=shop.service, starts_at=start, contact_id=cleo.id)
        booking.set_override(session, owner, provider_id=shop.providers[0], given=OverrideIn(day=workday(40)))
        _catalogue(session, owner, shop)
        business.add_closure(session, owner, closure=ClosureIn(first_day=workday(300), name="Stocktaking"))
        _talk(session, owner, cleo.id, ida.member_id)
        _allowed(session, owner, cleo.id, shop.slug)
        _kept_besides(session, owner, cleo.id)
        _twice_and_gone(session, owner)
        _shelf(session, owner, shop.service)
        copy_id = _stock_and_forms(session, owner, cleo.id, made.id)
        _calendars(session, owner, shop.providers[0])
        _again(session, owner, shop, cleo.id)
        _sessions(session, owner, shop.providers[0], cleo.id)
        _trouble(session, owner, cleo.id)
        _webhook(session, owner)
        catalogue.update({job.name: job for job in JOBS})
        automation.run_job(session, owner, name="automation.digest")
        _news(session, owner, f"cleo@{shop.slug}.example")
        row, copy = session.get_one(Booking, made.id), session.get_one(FormSubmission, copy_id)
    customer = Actor.customer(owner.workspace)
    with db.transaction(customer) as session:
        kept = booking.hold(session, customer, booking_type_id=shop.service, starts_at=shop.starts(workday(6))[0])
    invitation = cast.invited(owner, f"nina@{shop.slug}.example", Role.staff)
    with db.transaction() as session:
        while automation.react(session, Actor.system(None)):
            pass
    deal()
    bring_in()
    mail.dispatch()
    _refuse_webhooks()
    return Furnished(shop, row, copy, invitation, kept.token)


def _catalogue(session: Session, owner: Actor, shop: Shop) -> None:
    room = booking.add_resource(session, owner, given=ResourceIn(name="Laser room", capacity=2))
    parts = BookingTypeEdit(
        variants=[VariantIn(name="Long hair", duration=60, price=7000)],
        add_ons=[AddOnIn(name="Wash", minutes=15, price=800)],
        terms=[TermsIn(provider_id=shop.providers[0], variant_at=0, price=7500)],
        needs=[[room.id]],
    )
    booking.edit_booking_type(session, owner, booking_type_id=shop.service, change=parts)
    away = shop.starts(workday(200))
    booking.add_time_off(session, owner, provider_id=shop.providers[0], given=TimeOffIn(starts_at=away[0], ends_at=away[1]))


def _talk(session: Session, owner: Actor, contact_id: UUID, colleague: UUID | None) -> None:
    conversation = inbox.open_for(session, owner, contact_id=contact_id)
    inbox.receive(session, owner, contact_id=contact_id, text="Is there parking nearby?")
    inbox.reply(session, owner, conversation_id=conversation, text="Yes, behind the house.", channel="email")
    inbox.add_note(session, owner, conversation_id=conversation, text="Drives a van", mentions=[colleague] if colleague else [])
    inbox.mark_read(session, owner, conversation_id=conversation)
    inbox.watch(session, owner, conversation_id=conversation)
    bridal = inbox.create_label(session, owner, label=keeping.LabelIn(name="Bridal"))
    inbox.label(session, owner, conversation_id=conversation, label_ids=[bridal.id])
    inbox.keep_reply(session, owner, reply=keeping.CannedIn(shortcut="parking", title="Where to park", text="Behind the house."))
    later = keeping.ScheduleIn(text="How was it?", send_at=now() + timedelta(days=8))
    inbox.schedule(session, owner, conversation_id=conversation, reply=later)
    inbox.save_draft(session, owner, conversation_id=conversation, kind="reply", text="See you")
    body = "Good to have you, {{ contact.first_name }}."
    templates.reword(session, owner, name="welcome", channel="email", locale="en", subject="Welcome", body=body)


def _allowed(session: Session, owner: Actor, contact_id: UUID, word: str) -> None:
    """What the customer agreed to, and somebody who wants to hear nothing any more."""
    said = {"source": "staff", "wording": "Yes, send me offers"}
    contacts.consent(session, owner, contact_id=contact_id, channel="email", purpose="marketing", allowed=True, **said)
    contacts.suppress(session, owner, channel="email", address=f"gone@{word}.example", reason="bounced")


def _kept_besides(session: Session, owner: Actor, contact_id: UUID) -> None:
    """A tag, a field with a value, a dependent, a segment, and a file of people that was brought in."""
    contacts.set_tags(session, owner, contact_id=contact_id, names=["Regular"])
    field = contacts.add_field(session, owner, field=FieldIn(label="Drinks"))
    contacts.edit(session, owner, contact_id=contact_id, change=ContactChange(fields={field.key: "tea"}))
    contacts.add_dependent(session, owner, contact_id=contact_id, dependent=DependentIn(name="Leo", relation="son"))
    contacts.save_segment(session, owner, segment=SegmentIn(name="Reachable", filter=ContactFilter(reach="email")))
    file = b"name,email\nIvo,ivo@walk.example\n"
    run = importing.upload(session, owner, what="contacts", origin="csv", file_name="people.csv", content=file)
    importing.bring_in(session, owner, import_id=run.id)


def _twice_and_gone(session: Session, owner: Actor) -> None:
    """Somebody who was entered twice and is one now, and somebody who was forgotten."""
    zoe, again, noa = (contacts.register(session, owner, name=name).id for name in ("Zoe Kent", "Zoë Kent", "Noa Berg"))
    desk.merge(session, owner, kept_id=zoe, merged_id=again)
    desk.erase(session, owner, contact_id=noa, name="Noa Berg")


def _news(session: Session, owner: Actor, sender: str) -> None:
    """A mail with a file, as a provider tells it."""
    (account, *_others) = accounts_of(session, owner)
    came = Inbound(
        event_id=str(new_id()),
        channel="email",
        sender=("Cleo Marsh", sender),
        recipients=("hello@example.com",),
        subject="My photo",
        text="As promised.",
        html="",
        message_id=f"<{new_id()}@example.org>",
        in_reply_to="",
        references=(),
        headers={},
        attachments=(Attachment("photo.txt", "text/plain", b"A picture of words"),),
        at=now(),
    )
    inbox.arrive(session, owner, integration_id=account.id, provider="resend", news=[came])


def _shelf(session: Session, owner: Actor, service: UUID) -> None:
    """An item with a lot, both of them called as the walk calls everything, which bookings use; it is ordered and counted."""
    wella = inventory.add_supplier(session, owner, supplier=SupplierIn(name="Wella"))
    shampoo = ItemIn(name="Shampoo", barcode="walked", threshold=5, by_lot=True, supplier_id=wella.id)
    item = inventory.add_item(session, owner, item=shampoo)
    came = MovementIn(reason=Reason.receive, quantity=3, lot="walked", expires_on=workday(400))
    inventory.move(session, owner, item_id=item.id, movement=came)
    booking.set_recipe(session, owner, booking_type_id=service, recipe=RecipeIn(uses=[UseIn(item_id=item.id, quantity=1)]))
    line = OrderLineIn(item_id=item.id, quantity=6)
    order = inventory.draft_order(session, owner, order=OrderIn(supplier_id=wella.id, lines=[line]))
    inventory.place_order(session, owner, order_id=order.id)
    take = inventory.start_stocktake(session, owner, stocktake=StocktakeIn())
    inventory.count_item(session, owner, stocktake_id=take.id, count=CountIn(item_id=item.id, counted=3))


def _stock_and_forms(session: Session, owner: Actor, contact_id: UUID, booking_id: UUID) -> UUID:
    questions = [
        FormField(key="allergies", kind=FieldKind.text, label="Any allergies?"),
        FormField(key="photo", kind=FieldKind.file, label="A photo, if you like"),
    ]
    asked = TemplateIn(name="Allergies", fields=questions)
    template = forms.create_template(session, owner, template=asked)
    copy = forms.request(session, owner, asked=RequestIn(template_id=template.id, contact_id=contact_id, booking_id=booking_id))
    forms.attach(session, owner, submission_id=copy.id, key="photo", name="hands.pdf", content=b"%PDF-1.7 hands")
    channels.add(session, owner, integration=SmtpIn(host="127.0.0.1", port=2525, security="none", mail_from="hello@example.com"))
    return copy.id


def _calendars(session: Session, owner: Actor, provider_id: UUID) -> None:
    booking.make_feed(session, owner, given=FeedIn(provider_id=provider_id))
    tomorrow = int(now().timestamp()) + 86_400
    link = ImportIn(provider_id=provider_id, url=SecretStr("https://calendar.example.com/private.ics"))
    booking.add_import(session, owner, given=link, look=Look("BEGIN:VCALENDAR", ((tomorrow, tomorrow + 60),)))


def _again(session: Session, owner: Actor, shop: Shop, contact_id: UUID) -> None:
    """Two visits of one series."""
    begins, repeat = shop.starts(workday(100))[2], RepeatIn(frequency="weekly", count=2)
    booking.book_series(session, owner, booking_type_id=shop.service, starts_at=begins, repeat=repeat, contact_id=contact_id)


def _sessions(session: Session, owner: Actor, provider_id: UUID, contact_id: UUID) -> None:
    """A class in the evenings, published once by hand and by a weekly pattern, and somebody who waits for it."""
    given = BookingTypeIn(
        name="Class",
        duration=60,
        window_days=730,
        capacity=4,
        offered=Offered.slots,
        waitlist=WaitlistMode.staff,
        provider_ids=[provider_id],
    )
    made = booking.create_booking_type(session, owner, given=given)
    begins = datetime.combine(workday(30), time(19), ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))
    booking.publish(session, owner, booking_type_id=made.id, provider_id=provider_id, starts_at=begins)
    evenings = SlotPatternIn(
        booking_type_id=made.id, provider_id=provider_id, weekdays=[5], from_minute=1140, to_minute=1200, first_day=workday(60)
    )
    booking.add_pattern(session, owner, pattern=evenings)
    day = DaysIn(first_day=workday(30), last_day=workday(30))
    booking.wish(session, owner, wanted=Wanted(made.id), days=day, contact_id=contact_id)


def _webhook(session: Session, owner: Actor) -> None:
    """An address that hears of things, and one test it did not take."""
    made = automation.add_webhook(session, owner, given=WebhookIn(url="https://hooks.example.com/private", events=["booking.created"]))
    automation.test_webhook(session, owner, webhook_id=made.id)


def _refuse_webhooks() -> None:
    """Whoever is told does not take it."""
    everybody = Actor.system(None)
    while True:
        with db.transaction(everybody) as session:
            errand = automation.claim_call(session, everybody)
        if errand is None:
            return
        system = Actor.system(errand.workspace_id)
        with db.transaction(system) as session:
            automation.settle_call(session, system, errand=errand, said=Said(500, "It answered with the error 500"), headers={})


def _trouble(session: Session, owner: Actor, contact_id: UUID) -> None:
    about = {"recipient": "cleo@example.org", "about": "Your booking", "reason": "no such mailbox"}
    automation.raise_alert(session, owner, kind="delivery_failed", subject=contact_id, contact_id=contact_id, data=about)
    automation.switch(session, owner, rule=BUILT_IN[-1].name, enabled=False)
    onboarding.walk(session, owner, step=StepIn(step=StepKey.forms, state="skipped"))


def people(owner: Actor, word: str) -> dict[str, str]:
    """The addresses of the owner's team: a manager, and one of the staff who may do nothing in particular."""
    team = {"manager": f"manager@{word}.example", "staff": f"staff@{word}.example"}
    cast.joined(owner, "Mia Meyer", team["manager"], Role.manager)
    cast.joined(owner, "Ben Okafor", team["staff"], Role.staff, [])
    return team
