"""One booking as its drawer and its page show it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from careops.activity.schemas import EventRow
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.booking.schemas.calendar import ContactFigures
from careops.booking.schemas.lines import StaffVisitRow
from careops.booking.state.recipe import TakenLine, taken
from careops.booking.state.words import STATUS_WORDS, state_of
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import Refusal
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.inventory import queries as stock

SOURCES = {
    "public": _("Online"),
    "api": _("Through the API"),
    "app": _("By your team"),
    "demo": _("Online"),
    "job": _("Automatically"),
    "import": _("Brought in from a file"),
}
HAPPENED = {
    "booking.created": _("Booked"),
    "booking.imported": _("Brought in from a file"),
    "booking.confirmed": _("Confirmed"),
    "booking.declined": _("Declined"),
    "booking.rescheduled": _("Moved"),
    "booking.cancelled": _("Cancelled"),
    "booking.completed": _("Completed"),
    "booking.no_show": _("Marked as no-show"),
    "booking.edited": _("Note changed"),
}


@dataclass(frozen=True)
class Moment:
    """One line of a booking's history: what, who did it and through which door, when."""

    what: str
    who: str
    at: str


@dataclass(frozen=True)
class Part:
    """One service of the visit."""

    name: str
    time: str
    who: str
    about: str
    added: str
    because: str
    price: str


@dataclass(frozen=True)
class BookingView:
    """A booking ready to be shown; `moves` are the handlers it may take now."""

    id: str = ""
    type_name: str = ""
    when: str = ""
    time_range: str = ""
    zone: str = ""
    provider: str = ""
    provider_id: str = ""
    type_id: str = ""
    iso_day: str = ""
    state: str = "confirmed"
    state_label: str = ""
    contact: str = ""
    contact_id: str = ""
    contact_href: str = ""
    contact_initials: str = ""
    contact_tint: int = 1
    contact_about: str = ""  # how to reach them, what their bookings came to
    reach: str = ""
    parts: list[Part] = field(default_factory=list)
    price: str = ""
    deposit: str = ""
    belongs: str = ""  # to a series, to seats taken together
    repeats: bool = False
    session: str = ""
    duration: str = ""
    location: str = ""
    policy: str = ""
    booked: str = ""
    notes: str = ""
    staff_notes: str = ""
    cancel_reason: str = ""
    manage_path: str = ""
    moves: list[str] = field(default_factory=list)
    history: list[Moment] = field(default_factory=list)
    stock: list[TakenLine] = field(default_factory=list[TakenLine])


def one(db: Session, actor: Actor, *, booking_id: UUID) -> BookingView:
    """The booking with its services, its person and its history."""
    row = bookings.get(db, actor, booking_id=booking_id)
    facts = bookings.history(db, actor, booking_id=booking_id)
    token = bookings.link_token(db, actor, booking_id=booking_id)
    visit = bookings.inside(db, actor, booking_id=booking_id)
    figures = bookings.contact_figures(db, actor, contact_id=row.contact_id)
    shown = view(
        row, facts, token, visit, reach=_reach(db, actor, row.contact_id), figures=figures, cycle=business.profile(db, actor).hour_cycle
    )
    return replace(shown, stock=taken(stock.promised(db, actor, booking_id=booking_id)))


def _reach(db: Session, actor: Actor, contact_id: UUID) -> str:
    """How to reach them, for those who may know."""
    try:
        person = contacts.get(db, actor, contact_id=contact_id)
    except Refusal:
        return ""
    return shown_phone(person.phone) if person.phone else person.email


def figures_text(figures: ContactFigures) -> str:
    """What one person's bookings came to: "9 visits, 1 no-show"."""
    told = [
        plural("{count} visit", "{count} visits", figures.visits) if figures.visits else "",
        plural("{count} no-show", "{count} no-shows", figures.no_shows) if figures.no_shows else "",
        plural("{count} cancellation", "{count} cancellations", figures.cancellations) if figures.cancellations else "",
    ]
    return ", ".join(filter(None, told)) or _("First visit")


def _for(dependent: str) -> str:
    """Whom it is for, when not for who booked."""
    return _("For {name}", name=dependent) if dependent else ""


def view(
    row: BookingRow, facts: list[EventRow], token: str, visit: StaffVisitRow, *, reach: str, figures: ContactFigures, cycle: int
) -> BookingView:
    """A booking's row and facts as its page shows them."""
    moment = clock.now()
    state = state_of(row, moment)

    def said(at: datetime) -> str:
        return when.moment_text(moment, at, row.timezone, hour_cycle=cycle)

    return BookingView(
        id=str(row.id),
        type_name=row.type_name,
        when=row.when,
        time_range=f"{row.day} {row.time_range}",
        zone=when.zone_text(row.timezone),
        provider=row.provider_name,
        provider_id=str(row.provider_id),
        type_id=str(row.booking_type_id),
        iso_day=clock.local(row.starts_at, row.timezone).date().isoformat(),
        state=state,
        state_label=STATUS_WORDS[state],
        contact=row.contact_name,
        contact_id=str(row.contact_id),
        contact_href=f"/app/contacts/{row.contact_id}",
        contact_initials=row.contact_initials,
        contact_tint=row.contact_tint,
        contact_about=" · ".join(filter(None, (_for(row.dependent_name), reach, figures_text(figures)))),
        reach=reach,
        parts=[
            Part(
                name=line.name,
                time=line.time_range,
                who=", ".join((line.provider_name, *line.with_names)),
                about=line.duration_text,
                added=", ".join(line.add_ons),
                because=line.because,
                price=line.price_text,
            )
            for line in visit.lines
        ],
        price=row.price_text or _("Free of charge"),
        deposit=visit.deposit_text,
        belongs=_belongs(visit),
        repeats=visit.series,
        session=visit.session,
        duration=row.duration_text,
        location=row.location,
        policy=row.policy,
        booked=f"{SOURCES.get(row.source, row.source)}, {said(row.created_at)}",
        notes=row.notes,
        staff_notes=row.staff_notes,
        cancel_reason=row.cancel_reason,
        manage_path=f"/manage/{token}",
        moves=row.moves,
        history=[Moment(HAPPENED.get(fact.kind, fact.kind), _by(fact), said(fact.occurred_at)) for fact in facts],
    )


def _belongs(visit: StaffVisitRow) -> str:
    together = plural("{count} seat taken together", "{count} seats taken together", visit.party) if visit.party > 1 else ""
    return ", ".join(filter(None, (_("One of a series") if visit.series else "", together)))


def _by(fact: EventRow) -> str:
    """Who did it, and through which door where it was not this one."""
    door = SOURCES.get(fact.source, fact.source) if fact.source != "app" else ""
    return ", ".join(
        filter(
            None, (fact.actor_name or (_("Customer") if fact.actor_kind == "customer" else ""), door.lower() if fact.actor_name else door)
        )
    )
