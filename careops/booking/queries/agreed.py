"""Bookings: one, a list of them, a day, and the private link of one."""

from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.booking.models import Booking, BookingLine, LocationKind, Status
from careops.booking.queries.rows import Words, booking_row, public_row, words
from careops.booking.rules import day_bounds, moment
from careops.booking.rules.calendars import entry_uid
from careops.booking.rules.links import manage_url, private_part
from careops.booking.schemas import BookingRow, PublicBookingRow
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core import clock, paging, when
from careops.core.actor import Actor, Permission
from careops.core.crypto import check_link, link_id
from careops.core.db import enter, everywhere
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.paging import Page
from careops.integrations.ics.gateway import Appointment, Method, Standing, write

__all__ = [
    "appointment",
    "between",
    "by_link",
    "get",
    "history",
    "ics",
    "link_token",
    "next_of_contact",
    "next_visit",
    "of_contact",
    "public_booking",
    "today",
    "upcoming",
]

LIVING = (Status.pending, Status.confirmed)
LONGEST_VISIT = timedelta(days=14)  # a day each for as many services as one visit has, and more
STANDING: dict[str, Standing] = {"pending": "TENTATIVE", "cancelled": "CANCELLED"}


# ── one ──────────────────────────────────────────────────


def own(db: Session, actor: Actor, booking_id: UUID) -> Booking:
    """The booking, for members who may look and for the customer it belongs to; NotFound for everybody else."""
    found = db.exec(select(Booking).where(Booking.id == booking_id)).one_or_none()
    if actor.contact_id is None:
        actor.require(Permission.bookings_view)
    if found is None or (actor.contact_id is not None and found.contact_id != actor.contact_id):
        raise NotFound
    return found


def get(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> BookingRow:
    """One booking."""
    return booking_row(own(db, actor, booking_id), words(db, actor, locale))


def public_booking(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> PublicBookingRow:
    """One booking as its own customer sees it."""
    return public_row(own(db, actor, booking_id), words(db, actor, locale))


def history(db: Session, actor: Actor, *, booking_id: UUID) -> list[EventRow]:
    """Everything that happened to it, oldest first, with who did it."""
    actor.require(Permission.bookings_view)
    own(db, actor, booking_id)
    return activity.about(db, actor, subject=booking_id)


# ── the customer's private link ──────────────────────────


def link_token(db: Session, actor: Actor, *, booking_id: UUID) -> str:
    """The private part of the booking's link, for its customer and for messages to them."""
    found = own(db, actor, booking_id)
    return private_part(found.id, found.link_salt)


def by_link(db: Session, *, token: str) -> tuple[Actor, UUID]:
    """Whom a private link belongs to, as an actor, and which booking it is for; the session enters that workspace."""
    wanted = link_id(token)
    with everywhere(db):
        found = db.exec(select(Booking).where(Booking.id == wanted)).one_or_none()
    if found is None:
        raise NotFound
    check_link("booking", token, found.id, found.link_salt)
    enter(db, found.workspace_id)
    return Actor.customer(found.workspace_id, found.contact_id), found.id


def appointment(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> Appointment:
    """The booking as an entry for the customer's calendar, with each service of a longer visit."""
    found = own(db, actor, booking_id)
    host = business.profile(db, actor)
    who = contacts.by_ids(db, Actor.system(found.workspace_id), ids=[found.contact_id])
    manage = manage_url(private_part(found.id, found.link_salt))
    return Appointment(
        uid=entry_uid(found.id),
        sequence=found.sequence,
        revised_at=found.updated_at,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        title=_("{service} · {business}", locale, service=found.type_name, business=host.name),
        details=_("With {provider}. Move or cancel: {link}", locale, provider=found.provider_name, link=manage),
        location=found.location or (host.address if found.location_kind == LocationKind.place else ""),
        url=manage,
        organizer=(host.name, host.email),
        standing=STANDING.get(found.status, "CONFIRMED"),
        attendee=(found.contact_name, who[found.contact_id].email if found.contact_id in who else ""),
        services=_services(db, found, locale, host.hour_cycle),
    )


def _services(db: Session, found: Booking, locale: str, hour_cycle: int) -> tuple[str, ...]:
    """A line for each service, where there are several: when, what, with whom."""
    lines = db.exec(select(BookingLine).where(BookingLine.booking_id == found.id).order_by(col(BookingLine.position))).all()
    if len(lines) < 2:
        return ()
    times = [when.clock_text(clock.local(line.starts_at, found.timezone), locale, hour_cycle) for line in lines]
    return tuple(f"{time} {line.type_name} · {line.provider_name}" for time, line in zip(times, lines, strict=True))


def ics(db: Session, actor: Actor, *, booking_id: UUID, method: Method | None = None, locale: str = "en") -> bytes:
    """The booking as a calendar file to be opened; CANCEL once it is cancelled, else PUBLISH: who opens it has been invited already."""
    entry = appointment(db, actor, booking_id=booking_id, locale=locale)
    return write(entry, method or ("CANCEL" if entry.standing == "CANCELLED" else "PUBLISH"))


# ── lists ────────────────────────────────────────────────


def _rows(db: Session, question: sa.Select[Booking], said: Words) -> list[BookingRow]:
    return [booking_row(found, said) for found in db.scalars(question)]


def today(db: Session, actor: Actor) -> list[BookingRow]:
    """Today's bookings on the business's calendar, in order, cancelled ones left out."""
    actor.require(Permission.bookings_view)
    begin, end = local_day(business.profile(db, actor).timezone)
    question = sa.select(Booking).where(col(Booking.starts_at) >= begin, col(Booking.starts_at) < end)
    return _rows(db, question.where(col(Booking.status) != Status.cancelled).order_by(*IN_ORDER), words(db, actor))


def upcoming(db: Session, actor: Actor, *, days: int = 7, limit: int = paging.MOST) -> list[BookingRow]:
    """What still comes within so many days from now: pending and confirmed, soonest first."""
    actor.require(Permission.bookings_view)
    if not 1 <= days <= 366:
        raise Invalid.field("days", "Give a number from 1 to 366")
    said = words(db, actor)
    question = sa.select(Booking).where(col(Booking.starts_at) >= said.now, col(Booking.starts_at) < said.now + timedelta(days=days))
    return _rows(db, question.where(col(Booking.status).in_(LIVING)).order_by(*IN_ORDER).limit(limit), said)


def between(
    db: Session,
    actor: Actor,
    *,
    from_: date | None = None,
    to: date | None = None,
    ahead: bool | None = None,
    status: str | None = None,
    provider_id: UUID | None = None,
    booking_type_id: UUID | None = None,
    contact_id: UUID | None = None,
    descending: bool = False,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[BookingRow]:
    """Bookings on the business's calendar days from `from_` to `to`, by filters, in pages.

    `ahead` leaves only what still comes (True), or only what is over or cancelled (False).
    """
    actor.require(Permission.bookings_view)
    host = business.profile(db, actor)
    starts = col(Booking.starts_at)
    exactly = {"status": status, "provider_id": provider_id, "booking_type_id": booking_type_id, "contact_id": contact_id}
    question = sa.select(Booking).filter_by(**{name: value for name, value in exactly.items() if value})
    if from_:
        question = question.where(starts >= _begin(from_, host.timezone))
    if ahead is not None:
        comes = sa.and_(col(Booking.ends_at) > clock.now(), col(Booking.status).in_(LIVING))
        question = question.where(comes if ahead else sa.not_(comes))
    if ahead:  # what ends after now began not long ago: else the index would be walked from its beginning
        question = question.where(starts > clock.now() - LONGEST_VISIT)
    if to:
        question = question.where(starts < _begin(to + timedelta(days=1), host.timezone))
    said = Words(clock.now(), host.spoken(), host.hour_cycle)
    attributes = sa.inspect(Booking).attrs
    return paging.paginate(
        db,
        question,
        by=attributes["starts_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=lambda found: booking_row(found, said),
        descending=descending,
        cursor=cursor,
        limit=limit,
    )


def of_contact(db: Session, actor: Actor, *, contact_id: UUID, limit: int = 50) -> list[BookingRow]:
    """Everything one person booked, newest first."""
    if actor.contact_id != contact_id:
        actor.require(Permission.bookings_view)
    question = sa.select(Booking).where(col(Booking.contact_id) == contact_id)
    return _rows(db, question.order_by(col(Booking.starts_at).desc(), col(Booking.id).desc()).limit(limit), words(db, actor))


def next_of_contact(db: Session, actor: Actor, *, contact_id: UUID) -> BookingRow | None:
    """What the person has before them, if anything."""
    if actor.contact_id != contact_id:
        actor.require(Permission.bookings_view)
    said = words(db, actor)
    question = sa.select(Booking).where(col(Booking.contact_id) == contact_id, col(Booking.ends_at) > said.now)
    return next(iter(_rows(db, question.where(col(Booking.status).in_(LIVING)).order_by(*IN_ORDER).limit(1), said)), None)


def next_visit(db: Session, actor: Actor, contact_id: UUID) -> dict[str, str]:
    """The same for {next_booking} in what is written to them: in their language, on the business's clock; nothing where nothing is."""
    row = next_of_contact(db, actor, contact_id=contact_id) if actor.can(Permission.bookings_view) else None
    if row is None:
        return {}
    here, who = business.profile(db, actor), contacts.by_ids(db, actor, ids=[contact_id])[contact_id]
    locale = here.spoken(who.locale or here.locale)
    begins, today = clock.local(row.starts_at, here.timezone), clock.local(clock.now(), here.timezone)
    day = when.long_date(begins.date(), locale, year=begins.year != today.year)
    return {"next_booking": _("{day}, {time}", locale, day=day, time=when.clock_text(begins, locale, here.hour_cycle))}


IN_ORDER = (col(Booking.starts_at), col(Booking.id))


# ── the business's day ───────────────────────────────────


def local_day(timezone: str) -> tuple[datetime, datetime]:
    """When the business's day began, and when it ends."""
    here = clock.today(timezone)
    return _begin(here, timezone), _begin(here + timedelta(days=1), timezone)


def _begin(day: date, timezone: str) -> datetime:
    """The moment at which that local day begins."""
    return moment(day_bounds(timezone, day.toordinal())[0])
