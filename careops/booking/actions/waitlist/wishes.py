"""Getting onto the waitlist: for a service in some windows, or for something earlier than what one has."""

from collections.abc import Callable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.waitlist.rounds import WAITLIST
from careops.booking.actions.waitlist.told import tell_wish
from careops.booking.events import WaitlistWished
from careops.booking.models import BookingType, ProviderService, Status, WaitlistMode, WaitlistWish
from careops.booking.queries.agreed import own
from careops.booking.queries.ground import ground
from careops.booking.queries.matching import agreed
from careops.booking.queries.waiting import OPEN, public_wish
from careops.booking.queries.waiting import wish as wish_row
from careops.booking.rules import IllegalMove, seconds
from careops.booking.rules.intervals import Span
from careops.booking.rules.waiting import MOST_OPEN, AlreadyWaiting, NoWaitlist, TooManyWishes, ahead, wished
from careops.booking.schemas import PersonIn
from careops.booking.schemas.waiting import DaysIn, PublicWishRow, WindowIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.business import queries as business
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.rules.consent import writes_about_it
from careops.contacts.schemas import ContactRow
from careops.contacts.schemas import Source as Origin
from careops.core.actor import Actor, Kind, Permission, Source
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound


def wish(
    db: Session,
    actor: Actor,
    *,
    wanted: Wanted,
    windows: Sequence[WindowIn] | None = None,
    days: DaysIn | None = None,
    seats: int = 1,
    customer: PersonIn | None = None,
    contact_id: UUID | None = None,
    note: str = "",
) -> WishRow:
    """Puts somebody on the waitlist of a service; refused where it has none, and to whoever waits for very much already."""
    made = _wish(db, actor, wanted, windows, days, seats, customer, contact_id, note)
    return wish_row(db, Actor.system(actor.workspace), wish_id=made.id)


def wish_public(
    db: Session,
    actor: Actor,
    *,
    wanted: Wanted,
    windows: Sequence[WindowIn] | None = None,
    days: DaysIn | None = None,
    seats: int = 1,
    customer: PersonIn | None = None,
    note: str = "",
    locale: str = "en",
) -> PublicWishRow:
    """The same for a customer, who gets their private link with it."""
    made = _wish(db, actor, wanted, windows, days, seats, customer, None, note)
    return public_wish(db, Actor.customer(actor.workspace, made.contact_id), wish_id=made.id, locale=locale)


def come_earlier(
    db: Session,
    actor: Actor,
    *,
    booking_id: UUID,
    provider_id: UUID | None = None,
    windows: Sequence[WindowIn] | None = None,
    note: str = "",
) -> WishRow:
    """Notes that somebody who is booked would come earlier; without windows any earlier time suits. By them, or by staff for them."""
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    booking, lines = agreed(db, own(db, actor, booking_id).id)
    begins = seconds(booking.starts_at)
    if booking.status not in (Status.pending, Status.confirmed) or booking.starts_at <= now():
        raise IllegalMove(booking.status, "moved earlier")
    _mode(db, booking.booking_type_id)
    reach = _reach(db, actor, Wanted(lines[0].booking_type_id))
    _check_giver(db, lines[0].booking_type_id, provider_id)
    asked = _given(windows) if windows else [(seconds(now()), begins)]
    kept = ahead(asked, (reach[0], max(reach[0], min(reach[1], begins))))
    contacts.stand_still(db, contact_id=booking.contact_id)
    _check_open(db, booking.contact_id, lambda one: one.booking_id == booking.id)
    made = WaitlistWish(
        contact_id=booking.contact_id,
        booking_type_id=booking.booking_type_id,
        provider_id=provider_id,
        booking_id=booking.id,
        windows=[list(span) for span in kept],
        last_end=kept[-1][1],
        note=note,
    )
    return wish_row(db, Actor.system(actor.workspace), wish_id=_write(db, actor, made).id)


# ── parts ────────────────────────────────────────────────


def _wish(
    db: Session,
    actor: Actor,
    wanted: Wanted,
    windows: Sequence[WindowIn] | None,
    days: DaysIn | None,
    seats: int,
    customer: PersonIn | None,
    contact_id: UUID | None,
    note: str,
) -> WaitlistWish:
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    _mode(db, wanted.booking_type_id)
    reach = _reach(db, actor, wanted, seats)
    _check_giver(db, wanted.booking_type_id, wanted.provider_id)
    kept = ahead(_of_days(db, actor, days) if windows is None else _given(windows), reach)
    who = _who(db, actor, customer, contact_id)
    contacts.stand_still(db, contact_id=who.id)  # two wishes of one person wait for each other
    said = [list(span) for span in kept]
    asked = (wanted.booking_type_id, wanted.variant_id, wanted.provider_id, said)
    _check_open(db, who.id, lambda one: (one.booking_type_id, one.variant_id, one.provider_id, one.windows) == asked and not one.booking_id)
    made = WaitlistWish(
        contact_id=who.id,
        booking_type_id=wanted.booking_type_id,
        variant_id=wanted.variant_id,
        add_on_ids=[str(id) for id in wanted.add_on_ids],
        provider_id=wanted.provider_id,
        windows=said,
        last_end=kept[-1][1],
        party=seats,
        note=note,
    )
    return _write(db, actor, made)


def _write(db: Session, actor: Actor, made: WaitlistWish) -> WaitlistWish:
    db.add(made)
    db.flush()
    tell_wish(db, actor, WaitlistWished, made)
    wake(db, WAITLIST)  # perhaps something is free that nobody has asked for
    return made


def _mode(db: Session, booking_type_id: UUID) -> None:
    """Refuses a wish for what has no waitlist."""
    mode = db.scalars(sa.select(col(BookingType.waitlist)).where(col(BookingType.id) == booking_type_id)).one_or_none()
    if mode is None:
        raise NotFound
    if mode == WaitlistMode.off:
        raise NoWaitlist


def _reach(db: Session, actor: Actor, wanted: Wanted, seats: int = 1) -> Span:
    """From when to when it can be booked at all; refuses what is not on offer, as booking would."""
    found = ground(db, actor, [wanted])
    if seats > 1 and not found.sold[0].group:
        raise Invalid.field("seats", "Several seats can be had of group sessions only")
    if seats > found.sold[0].row.capacity:
        raise Invalid.field("seats", "A session has {count} seats", count=found.sold[0].row.capacity)
    at = seconds(now())
    reaches = [found.offer.reach(one.subject.plan.timezone, at) for one in found.stages[0].servings] or [(at, at)]
    return min(begin for begin, _end in reaches), max(end for _begin, end in reaches)


def _check_giver(db: Session, booking_type_id: UUID, provider_id: UUID | None) -> None:
    """Refuses whoever does not give the service, also where the business decides who does."""
    if provider_id is None:
        return
    gives = sa.select(col(ProviderService.id)).where(
        col(ProviderService.booking_type_id) == booking_type_id,
        col(ProviderService.provider_id) == provider_id,
        col(ProviderService.need) == 0,
    )
    if db.scalars(gives).first() is None:
        raise NotFound


def _given(windows: Sequence[WindowIn]) -> list[Span]:
    return [(seconds(one.earliest), seconds(one.latest)) for one in windows]


def _of_days(db: Session, actor: Actor, days: DaysIn | None) -> list[Span]:
    if days is None:
        raise Invalid.field("windows", "Say when it would suit")
    timezone = days.timezone or business.profile(db, actor).timezone
    return wished(timezone, days.first_day, days.last_day, days.weekdays, [(one.start, one.end) for one in days.hours])


def _check_open(db: Session, contact_id: UUID, same: Callable[[WaitlistWish], bool]) -> None:
    """Refuses the same wish twice, and more wishes than one person may have."""
    theirs = sa.select(WaitlistWish).where(col(WaitlistWish.contact_id) == contact_id, col(WaitlistWish.status).in_(OPEN))
    found = list(db.scalars(theirs))
    if any(same(one) for one in found):
        raise AlreadyWaiting
    if len(found) >= MOST_OPEN:
        raise TooManyWishes


def _who(db: Session, actor: Actor, customer: PersonIn | None, contact_id: UUID | None) -> ContactRow:
    if actor.contact_id is not None:
        return contacts.get(db, actor, contact_id=actor.contact_id)
    if contact_id is not None and actor.kind is not Kind.customer:
        known = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
        if known is None:
            raise NotFound
        return known
    if customer is None:
        raise Invalid.field("customer", "Say who it is for")
    origin = {Source.api: Origin.api, Source.demo: Origin.demo, Source.app: Origin.staff}.get(actor.source, Origin.booking)
    agreed = writes_about_it(customer.locale) if actor.source is Source.public else ""
    return contact.register(db, actor, **customer.model_dump(), source=origin, agreed=agreed)
