"""How the things rules are about stand right now: for one event, or for a whole page of them in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.schemas import EventRow
from careops.automation.rules.catalogue import About, Anchor, Trigger
from careops.automation.schemas.defining import Definition
from careops.automation.schemas.standing import BookingNow, FormNow, Live, TalkNow
from careops.booking.models import Booking
from careops.booking.models import Status as BookingStatus
from careops.contacts import queries as contacts
from careops.core.actor import Actor
from careops.core.clock import now
from careops.forms.models import FormSubmission
from careops.forms.rules import status as form_status
from careops.inbox.models import Conversation, Label, Labelled, Message

# What a message about a booking tells of it: as it is when the message is written, not as it was when somebody booked.
TOLD = (
    "type_name",
    "provider_name",
    "contact_name",
    "timezone",
    "duration",
    "price",
    "currency",
    "location",
    "policy",
    "sequence",
    "link_salt",
)


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be looked up for a rule."""

    booking: bool = False
    talk: bool = False
    answers: bool = False
    labels: bool = False
    form: bool = False
    figures: bool = False


def needs_of(trigger: Trigger, definition: Definition) -> Needs:
    """What a rule wants to know when it acts: its own time, whether its subject still stands, and what its conditions ask."""
    asked = {condition.fact for condition in definition.conditions.conditions()}
    talks = trigger.anchor in (Anchor.waiting, Anchor.answered)
    answers = trigger.anchor is Anchor.answered or "conversation.answered_since" in asked
    return Needs(
        booking=trigger.about is About.booking,
        talk=talks or any(name.startswith("conversation.") for name in asked),
        answers=answers,
        labels="conversation.label" in asked,
        form=trigger.about is About.form,
        figures=bool(asked & {"contact.visits", "contact.upcoming"}),
    )


def lives(db: Session, actor: Actor, *, events: Sequence[EventRow], needs: Needs) -> list[Live]:
    """How the subject and the contact of each event stand, in their order; at most seven statements however many they are."""
    people = contacts.by_ids(db, actor, ids={event.contact for event in events if event.contact})
    bookings = _bookings(db, {event.subject for event in events}) if needs.booking else {}
    forms = _forms(db, {event.subject for event in events}) if needs.form else {}
    talks = _talks(db, people, needs) if needs.talk else {}
    figures = _figures(db, people) if needs.figures else {}

    def live(event: EventRow) -> Live:
        who = event.contact or UUID(int=0)
        visits, upcoming = figures.get(who, (0, 0)) if needs.figures else (None, None)
        booking = bookings.get(event.subject)
        ahead = None if upcoming is None else upcoming - _ahead(booking) > 0
        return Live(people.get(who), booking, talks.get(who), forms.get(event.subject), visits, ahead)

    return [live(event) for event in events]


def _bookings(db: Session, ids: Iterable[UUID]) -> dict[UUID, BookingNow]:
    found = db.exec(select(Booking).where(col(Booking.id).in_(ids)).execution_options(populate_existing=True))
    return {
        row.id: BookingNow(
            status=str(row.status),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            provider_id=row.provider_id,
            facts={
                **{name: getattr(row, name) for name in TOLD},
                "status": str(row.status),
                "starts_at": row.starts_at.isoformat(),
                "ends_at": row.ends_at.isoformat(),
                "location_kind": str(row.location_kind),
            },
        )
        for row in found
    }


def _forms(db: Session, ids: Iterable[UUID]) -> dict[UUID, FormNow]:
    moment = now()
    found = db.exec(select(FormSubmission.id, FormSubmission.status, FormSubmission.due_at).where(col(FormSubmission.id).in_(ids)))
    return {id: FormNow(str(form_status(stored, due, moment)), due) for id, stored, due in found}


def _talks(db: Session, people: Iterable[UUID], needs: Needs) -> dict[UUID, TalkNow]:
    mine = select(Conversation).where(col(Conversation.contact_id).in_(people)).execution_options(populate_existing=True)
    found = db.exec(mine).all()
    ids = [talk.id for talk in found]
    answered = _answered(db, ids) if needs.answers else {}
    labels = _labels(db, ids) if needs.labels else {}
    return {
        talk.contact_id: TalkNow(
            id=talk.id,
            status=talk.status,
            waiting_since=talk.waiting_since,
            last_inbound_at=talk.last_inbound_at,
            answered_at=answered.get(talk.id),
            assigned=talk.assignee_id is not None,
            paused_by=talk.paused_by if talk.automation_paused_at else "",
            labels=tuple(labels.get(talk.id, ())),
        )
        for talk in found
    }


def _answered(db: Session, talks: Iterable[UUID]) -> dict[UUID, datetime]:
    """When somebody on the team last answered."""
    theirs = (
        select(Message.conversation_id, sa.func.max(Message.at))
        .where(
            col(Message.conversation_id).in_(talks),
            Message.direction == "out",
            Message.kind == "message",
            col(Message.automated).is_(False),
        )
        .group_by(col(Message.conversation_id))
    )
    return dict(db.exec(theirs).all())


def _labels(db: Session, talks: Iterable[UUID]) -> dict[UUID, list[str]]:
    borne = select(Labelled.conversation_id, Label.name).join(
        Label, sa.and_(col(Label.id) == col(Labelled.label_id), col(Label.workspace_id) == col(Labelled.workspace_id))
    )
    found: dict[UUID, list[str]] = {}
    for talk, name in db.exec(borne.where(col(Labelled.conversation_id).in_(talks))):
        found.setdefault(talk, []).append(name)
    return found


def _figures(db: Session, people: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """How often each person came, and how many bookings they have ahead."""
    came = col(Booking.status) == BookingStatus.completed
    ahead = sa.and_(col(Booking.status).in_((BookingStatus.pending, BookingStatus.confirmed)), col(Booking.starts_at) > now())
    count = sa.func.count(col(Booking.id))
    asked = select(Booking.contact_id, count.filter(came), count.filter(ahead)).where(col(Booking.contact_id).in_(people))
    return {who: (visits, upcoming) for who, visits, upcoming in db.exec(asked.group_by(col(Booking.contact_id)))}


def _ahead(booking: BookingNow | None) -> int:
    """1 where the booking itself is one of those ahead: "they have a booking ahead" means another one."""
    return int(booking is not None and booking.status in ("pending", "confirmed") and booking.starts_at > now())
