"""One person across every domain: what each may be seen by the actor, and nothing else."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.automation import queries as automation
from careops.automation.schemas import RunRow
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.desk.schemas import ContactPage, FiguresRow, HappenedRow, VisitRow
from careops.inbox import queries as inbox

# What happened → its icon and its words; `{who}` is the member or the person. Anything not listed is not shown to people.
TOLD: dict[str, tuple[str, str]] = {
    "contact.created": ("user-plus", _("Became a contact")),
    "contact.changed": ("pencil", _("{who} changed their details")),
    "contact.archived": ("archive", _("{who} archived the contact")),
    "contact.restored": ("archive-restore", _("{who} brought the contact back")),
    "booking.created": ("calendar", _("Booked {service} with {provider}")),
    "booking.confirmed": ("calendar-check", _("{service} with {provider} was confirmed")),
    "booking.rescheduled": ("calendar-clock", _("Moved {service} with {provider}")),
    "booking.cancelled": ("calendar-x", _("Cancelled {service} with {provider}")),
    "booking.completed": ("check", _("Visited: {service} with {provider}")),
    "booking.no_show": ("ban", _("Did not come to {service} with {provider}")),
    "message.received": ("message-square", _("Wrote to you")),
    "message.replied": ("reply", _("{who} replied")),
    "conversation.noted": ("lock", _("{who} left a note")),
    "conversation.closed": ("check", _("{who} closed the conversation")),
    "delivery.failed": ("triangle-alert", _("A message did not arrive")),
    "form.requested": ("clipboard-list", _("Was sent a form")),
}
STATES = {
    "pending": _("To confirm"),
    "confirmed": _("Confirmed"),
    "completed": _("Completed"),
    "no_show": _("No-show"),
    "cancelled": _("Cancelled"),
}
THEIRS = {"customer"}


def contact_page(db: Session, actor: Actor, *, contact_id: UUID) -> ContactPage:
    """Everything about one person that the actor may see."""
    person = contacts.get(db, actor, contact_id=contact_id)
    here = business.profile(db, actor)
    now = clock.now()
    booked = bookings.of_contact(db, actor, contact_id=contact_id) if actor.can(Permission.bookings_view) else []
    ahead = [row for row in booked if row.ends_at > now and row.status in {"pending", "confirmed"}]
    facts = activity.of_contact(db, actor, contact_id=contact_id)
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
        happened=_days(_happened(facts, here) + _by_itself(db, actor, contact_id, here), here, now),
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
    return f"/app/inbox/{inbox.of_contact(db, actor, contact_id=contact_id).id}"


def _visit(row: BookingRow) -> VisitRow:
    what = ", ".join(filter(None, (row.type_name, row.provider_name, row.duration_text, row.price_text)))
    return VisitRow(
        id=str(row.id), href=f"/app/bookings/{row.id}", when=row.when, what=what, state=row.status, state_label=STATES[row.status]
    )


Told = tuple[datetime, HappenedRow]


def _happened(facts: list[EventRow], here: BusinessRow) -> list[Told]:
    """What people did, in words."""
    rows: list[Told] = []
    for fact in facts:
        if fact.kind not in TOLD:
            continue
        icon, words = TOLD[fact.kind]
        told = _(
            words, service=fact.data.get("type_name", ""), provider=fact.data.get("provider_name", ""), who=fact.actor_name or "CareOps"
        )
        tone = "accent" if fact.actor_kind in THEIRS else ""
        rows.append((fact.occurred_at, _row(fact.id, fact.occurred_at, here, told, icon, tone)))
    return rows


def _by_itself(db: Session, actor: Actor, contact_id: UUID, here: BusinessRow) -> list[Told]:
    """What automation did for them, and why it did not."""
    return [(run.at, _row(run.id, run.at, here, _ran(run, here), "zap")) for run in automation.of_contact(db, actor, contact_id=contact_id)]


def _ran(run: RunRow, here: BusinessRow) -> str:
    match run.state:
        case "done":
            return _("“{rule}” was carried out", rule=run.title)
        case "waiting":
            due = here.moment(run.due_at or run.at)
            return _("“{rule}” waits until {due}", rule=run.title, due=due)
        case "failed":
            return _("“{rule}” failed: {reason}", rule=run.title, reason=run.reason)
        case _skipped:
            return _("“{rule}” was skipped: {reason}", rule=run.title, reason=run.reason)


def _row(id: UUID, at: datetime, here: BusinessRow, what: str, icon: str, tone: str = "") -> HappenedRow:
    clock_time = when.clock_text(clock.local(at, here.timezone), here.spoken(), here.hour_cycle)
    return HappenedRow(id=str(id), day="", what=what, at=clock_time, icon=icon, tone=tone)


def _days(told: list[Told], here: BusinessRow, now: datetime) -> list[HappenedRow]:
    """Everything, the latest first, with the day over the first of its day."""
    rows: list[HappenedRow] = []
    last, today = "", clock.local(now, here.timezone).date()
    for at, row in sorted(told, key=lambda one: one[0], reverse=True):
        day = when.day_text(today, clock.local(at, here.timezone).date(), here.spoken())
        rows.append(row.model_copy(update={"day": day if day != last else ""}))
        last = day
    return rows
