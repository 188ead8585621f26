"""The story as acts in time: the narrator does each in its own moment, automation answers it, and the letters leave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from careops.accounts import queries as accounts
from careops.accounts.models import Workspace
from careops.booking import actions as booking
from careops.booking.schemas import BookingEdit
from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactRow
from careops.core import clock, db
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.demo import cast, keeping, opening, restocking, talk, visits
from careops.demo.act import Act
from careops.demo.answering import answer
from careops.demo.cast import Person
from careops.demo.opening import Salon
from careops.demo.salon import SLUG, WISHES
from careops.demo.visits import Fate, Visit
from careops.forms import actions as forms
from careops.forms import queries as copies
from careops.forms.schemas import Status
from careops.inbox import actions as inbox
from careops.inbox import queries as conversations
from careops.inbox.schemas import CannedIn, LabelIn, WriteIn

MEMORY = 50  # acts after which the session forgets its rows: a long story would make each flush slow
NOTES = {
    cast.CLEO.name: "Sensitive scalp, lukewarm water only.",
    cast.PRIYA.name: "Likes the window seat, takes her tea black.",
    cast.HELENA.name: "Violet shampoo kept for her.",
}


@dataclass(slots=True)
class Memory:
    """What later acts need to know of earlier ones."""

    booked: dict[int, tuple[UUID, UUID]] = field(default_factory=dict[int, tuple[UUID, UUID]])  # by visit: the booking and its contact
    threads: dict[str, UUID] = field(default_factory=dict[str, UUID])  # by name: the conversation


class NotAlone(RuntimeError):
    """There are other businesses in this database; a story whose clock runs in the past must not touch their facts and letters."""


def is_told() -> bool:
    """Whether the salon is there already."""
    with db.reading() as session:
        try:
            accounts.workspace_by_slug(session, slug=SLUG)
        except NotFound:
            return False
    return True


def tell() -> None:
    """Tells everything up to now, all of it or nothing, into a database of its own."""
    now = clock.now().replace(microsecond=0)
    with db.transaction() as session:
        if session.exec(select(Workspace.id)).first():
            raise NotAlone
        with clock.telling(now - timedelta(days=visits.OPENED)):
            salon = opening.opened(session)
        for number, act in enumerate(acts(now)):
            with clock.telling(act.at):
                act.do(session, salon)
                if not act.quiet:
                    answer(session)
            if number % MEMORY == 0:
                session.flush()
                session.expunge_all()
        answer(session)


def acts(now: datetime) -> list[Act]:
    """Everything that happens between the opening and now, in its order."""
    memory = Memory()
    told = visits.told(now)
    found = [act for number, visit in enumerate(told) for act in _visit(number, visit, now, memory)]
    found += [Act(now - timedelta(days=10), _prepare, quiet=True)]
    found += [act for thread in talk.THREADS for act in _thread(thread, now, memory)]
    found += [Act(now - timedelta(hours=30), _leave, quiet=True)]
    found += keeping.acts(now)
    found += restocking.acts(now)
    found += _forms(told, now, memory)
    return sorted((act for act in found if act.at < now), key=lambda act: act.at)


# ── visits ───────────────────────────────────────────────


def _visit(number: int, visit: Visit, now: datetime, memory: Memory) -> Iterator[Act]:
    yield Act(visit.booked, lambda session, salon: _book(session, salon, memory, number, visit))
    called_off = visit.start - timedelta(hours=30)
    if visit.fate is Fate.cancels and visit.booked < called_off:
        yield Act(called_off, lambda session, salon: _cancel(session, salon, memory.booked[number], by_phone=visit.by_phone))
        return
    if visit.unanswered:
        return
    if visit.service == "Consultation":
        answered = visit.booked + timedelta(minutes=50)
        yield Act(answered, lambda session, salon: booking.confirm(session, salon.ben, booking_id=memory.booked[number][0]))
        if answered >= now:
            return
    end = booking.mark_no_show if visit.fate is Fate.stays_away else booking.complete
    over = visit.end + timedelta(minutes=4)
    yield Act(over, lambda session, salon: end(session, salon.staff(visit.stylist), booking_id=memory.booked[number][0]), quiet=True)


def _book(session: Session, salon: Salon, memory: Memory, number: int, visit: Visit) -> None:
    actor = salon.staff(visit.stylist) if visit.by_phone else Actor.customer(salon.id)
    who = visit.customer
    made = booking.book(
        session,
        actor,
        booking_type_id=salon.services[visit.service],
        starts_at=visit.start,
        provider_id=salon.stylists[visit.stylist],
        variant_id=salon.parts.get((visit.service, visit.variant)),
        add_on_ids=[salon.parts[visit.service, name] for name in visit.add_ons],
        customer=keeping.person(who),
    )
    memory.booked[number] = made.id, made.contact_id
    if who.name in NOTES and visit.by_phone:
        booking.edit(session, salon.ana, booking_id=made.id, change=BookingEdit(staff_notes=NOTES[who.name]))


def _cancel(session: Session, salon: Salon, booked: tuple[UUID, UUID], *, by_phone: bool) -> None:
    actor = salon.ben if by_phone else Actor.customer(salon.id, booked[1])
    booking.cancel(session, actor, booking_id=booked[0], reason="Something came up")


# ── conversations ────────────────────────────────────────


def _prepare(session: Session, salon: Salon) -> None:
    """What the team keeps beside its conversations: words to answer with again, and labels."""
    for shortcut, title, text in talk.KEPT:
        inbox.keep_reply(session, salon.ana, reply=CannedIn(shortcut=shortcut, title=title, text=text))
    for name, tint in talk.LABELS.items():
        inbox.create_label(session, salon.ana, label=LabelIn(name=name, tint=tint))


def _leave(session: Session, salon: Salon) -> None:
    """Somebody who wants no offers any more says so on the phone."""
    contacts.consent(
        session,
        salon.ben,
        contact_id=_known(session, salon, cast.OSCAR).id,
        channel="email",
        purpose="marketing",
        allowed=False,
        source="staff",
        wording="Asked on the phone to get no offers any more",
    )


def _thread(thread: talk.Thread, now: datetime, memory: Memory) -> Iterator[Act]:
    for said in thread.said:
        yield Act(now - said.ago, lambda session, salon, said=said: _say(session, salon, memory, thread.contact, said))
    if thread.closed:
        after = now - thread.said[-1].ago + timedelta(minutes=10)
        yield Act(after, lambda session, salon: inbox.close(session, salon.ben, conversation_id=memory.threads[thread.contact.name]))
    last = now - thread.said[-1].ago + timedelta(seconds=30)
    if thread.label:
        yield Act(last, lambda session, salon: _label(session, salon, memory.threads[thread.contact.name], thread.label), quiet=True)
    if thread.snoozed:
        until = now + thread.snoozed
        yield Act(
            last,
            lambda session, salon: inbox.snooze(session, salon.ben, conversation_id=memory.threads[thread.contact.name], until=until),
        )


def _label(session: Session, salon: Salon, conversation: UUID, name: str) -> None:
    known = {label.name: label.id for label in conversations.labels(session, salon.ana)}
    inbox.label(session, salon.ana, conversation_id=conversation, label_ids=[known[name]])


def _say(session: Session, salon: Salon, memory: Memory, contact: Person, said: talk.Said) -> None:
    if said.by is None:
        message = WriteIn(name=contact.name, email=contact.email, phone=contact.phone, message=said.text)
        inbox.write_in(session, Actor.customer(salon.id), message=message, locale=contact.locale)
        memory.threads[contact.name] = inbox.open_for(session, salon.ana, contact_id=_known(session, salon, contact).id)
        return
    actor, conversation = salon.staff(said.by.name), memory.threads[contact.name]
    inbox.mark_read(session, actor, conversation_id=conversation)
    if said.note:
        inbox.add_note(session, actor, conversation_id=conversation, text=said.text)
    else:
        inbox.reply(session, actor, conversation_id=conversation, text=said.text)
        for colleague in (salon.ana, salon.mia, salon.ben):
            inbox.mark_read(session, colleague, conversation_id=conversation)


def _known(session: Session, salon: Salon, contact: Person) -> ContactRow:
    return contacts.register(session, salon.ana, name=contact.name, email=contact.email, phone=contact.phone)


# ── forms ────────────────────────────────────────────────


def _forms(told: list[Visit], now: datetime, memory: Memory) -> Iterator[Act]:
    """The form that every colour asks for, filled in within two days; one is late, asked for long before a visit that comes soon."""
    colours = [number for number, visit in enumerate(told) if visit.service in ("Balayage", "Colour refresh")]
    coming = (n for n in colours if told[n].start > now and told[n].fate is Fate.comes and told[n].booked < now - timedelta(days=3))
    late = next(coming, None)
    for number in colours:
        if number != late:
            yield Act(told[number].booked + timedelta(hours=2 + number % 40), _filling(memory, number), quiet=True)


def _filling(memory: Memory, number: int) -> Callable[[Session, Salon], object]:
    def fill(session: Session, salon: Salon) -> None:
        booking_id, contact_id = memory.booked[number]
        for copy in copies.submissions(session, salon.ana, contact_id=contact_id, limit=50).items:
            if copy.booking_id == booking_id and copy.status in (Status.pending, Status.overdue):
                guest = Actor.customer(salon.id, contact_id)
                forms.save(session, guest, submission_id=copy.id, said=WISHES[number % len(WISHES)])
                forms.send(session, guest, submission_id=copy.id)

    return fill
