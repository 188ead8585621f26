"""One person across every domain: what each may be seen by the actor, and nothing else."""

from uuid import UUID

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.core.paging import together
from careops.desk.queries.timeline import days, timeline
from careops.desk.rules.telling import LABELS, Topic, open_to
from careops.desk.schemas import ContactPage, FiguresRow, TopicRow, VisitRow
from careops.inbox import queries as inbox

STATES = {
    "pending": _("To confirm"),
    "confirmed": _("Confirmed"),
    "completed": _("Completed"),
    "no_show": _("No-show"),
    "cancelled": _("Cancelled"),
}


def contact_page(db: Session, actor: Actor, *, contact_id: UUID, topic: Topic = "", pages: int = 1) -> ContactPage:
    """Everything about one person that the actor may see; of what happened so many pages, of everything or of one topic."""
    person = contacts.get(db, actor, contact_id=contact_id)
    contact_id = person.id  # whoever was merged is shown as who was kept
    here = business.profile(db, actor)
    now = clock.now()
    booked = bookings.of_contact(db, actor, contact_id=contact_id) if actor.can(Permission.bookings_view) else []
    ahead = [row for row in booked if row.ends_at > now and row.status in {"pending", "confirmed"}]
    told = together(lambda cursor: timeline(db, actor, contact_id=contact_id, topic=topic, cursor=cursor), pages)
    return ContactPage(
        id=str(person.id),
        name=person.name,
        initials=person.initials,
        tint=person.tint,
        since=_("Contact since {day}.", day=when.date_text(clock.local(person.created_at, here.timezone).date(), here.spoken(), year=True)),
        email=person.email,
        phone=shown_phone(person.phone),
        language=person.locale,
        timezone=when.zone_text(person.timezone) if person.timezone else "",
        notes=person.notes,
        conversation_href=_conversation(db, actor, contact_id),
        upcoming=[_visit(row) for row in reversed(ahead)],
        past=[_visit(row) for row in booked if row not in ahead],
        topics=[TopicRow(key=one, label=LABELS[one]) for one in ("", *open_to(actor))],
        happened=days(told.items),
        older=told.next_cursor or "",
        figures=_figures(db, actor, contact_id, here),
    )


def next_visit(db: Session, actor: Actor, *, contact_id: UUID) -> VisitRow:
    """What the person has before them; blank when there is nothing, or nothing the actor may see."""
    row = bookings.next_of_contact(db, actor, contact_id=contact_id) if actor.can(Permission.bookings_view) else None
    return _visit(row) if row else VisitRow()


def _figures(db: Session, actor: Actor, contact_id: UUID, here: BusinessRow) -> FiguresRow:
    """Visits, no-shows and cancellations, the last visit, and what they were worth."""
    if not actor.can(Permission.bookings_view):
        return FiguresRow()
    told = bookings.contact_figures(db, actor, contact_id=contact_id)
    last = clock.local(told.last_visit, here.timezone).date() if told.last_visit else None
    return FiguresRow(
        visits=str(told.visits),
        no_shows=str(told.no_shows),
        cancellations=str(told.cancellations),
        last_visit=when.day_text(clock.today(here.timezone), last, here.spoken()) if last else _("Never"),
        spent=format_money(told.spent, told.currency, here.spoken()),
    )


def _conversation(db: Session, actor: Actor, contact_id: UUID) -> str:
    if not actor.can(Permission.inbox):
        return ""
    try:
        return f"/app/inbox/{inbox.of_contact(db, actor, contact_id=contact_id).id}"
    except NotFound:  # nobody has spoken with them yet
        return ""


def _visit(row: BookingRow) -> VisitRow:
    whom = _("for {name}", name=row.dependent_name) if row.dependent_name else ""
    what = ", ".join(filter(None, (row.type_name, whom, row.provider_name, row.duration_text, row.price_text)))
    return VisitRow(
        id=str(row.id), href=f"/app/bookings/{row.id}", when=row.when, what=what, state=row.status, state_label=STATES[row.status]
    )
