"""Giving somebody who waits a time: kept for them while they think, told to all whom it suits, or booked at once."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.agree import agreement
from careops.booking.actions.book import become
from careops.booking.actions.change import shift
from careops.booking.actions.holds import HOLDS, keep
from careops.booking.actions.made import make
from careops.booking.actions.occupy import AROUND, Owner, find, give_back_hold, lock, placed, take
from careops.booking.actions.told import tell
from careops.booking.actions.waitlist.told import tell_wish
from careops.booking.events import BookingCreated, WaitlistBooked, WaitlistNotified, WaitlistOffered
from careops.booking.models import Booking, BookingType, Hold, Status, WaitlistWish, WishStatus
from careops.booking.queries.ground import ground_again, survey
from careops.booking.queries.matching import agreed, wanted
from careops.booking.queries.waiting import OPEN, own_wish
from careops.booking.queries.waiting import wish as wish_row
from careops.booking.rules import NotOffered, seconds
from careops.booking.rules.waiting import SHORTEST_OFFER, AlreadyOffered, WishOver
from careops.booking.schemas.waiting import OfferIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import new_token, token_hash
from careops.core.errors import Invalid
from careops.core.ids import new_id

KEPT = 100  # of the starts they let go, how many are remembered

# ── by staff ─────────────────────────────────────────────


def offer_to(db: Session, actor: Actor, *, wish_id: UUID, offer: OfferIn) -> WishRow:
    """Keeps a time for whoever staff choose, and asks them; refused while another time is offered to them."""
    actor.require(Permission.bookings_manage)
    wish = own_wish(db, actor, wish_id, change=True)
    check_open(wish)
    at = seconds(now())
    if wish.status == WishStatus.offered and (wish.offer_ends or 0) > at and wish.hold_id:
        raise AlreadyOffered
    let_go(db, wish)
    if seconds(offer.starts_at) < at + SHORTEST_OFFER:
        raise Invalid.field("starts_at", "Choose a time that leaves them some minutes to answer")
    keep_for(db, actor, actor, wish, seconds(offer.starts_at))
    return wish_row(db, actor, wish_id=wish.id)


def book_wish(db: Session, actor: Actor, *, wish_id: UUID, offer: OfferIn) -> WishRow:
    """Books for them at once, or moves what they have; the usual message tells them."""
    actor.require(Permission.bookings_manage)
    wish = own_wish(db, actor, wish_id, change=True)
    check_open(wish)
    let_go(db, wish)
    fulfil(db, actor, wish, seconds(offer.starts_at))
    return wish_row(db, actor, wish_id=wish.id)


def check_open(wish: WaitlistWish) -> None:
    """Passes while the wish is on the waitlist."""
    if wish.status not in OPEN:
        raise WishOver


# ── asking ───────────────────────────────────────────────


def keep_for(db: Session, actor: Actor, keeper: Actor, wish: WaitlistWish, start: int) -> None:
    """Keeps the start for the wish alone for as long as its service says, never beyond the start, and asks them.

    `keeper` decides what can be kept: as a customer only what is offered, as staff whatever is free. Raises SlotTaken or NotOffered.
    """
    at = seconds(now())
    minutes = min(_minutes(db, wish), (start - at) // 60)
    if minutes < 1:
        raise NotOffered
    wish.hold_id, wish.offered_provider_id = (_keep_move if wish.booking_id else _keep_visit)(db, keeper, wish, start, minutes)
    _ask(wish, start, at + 60 * minutes)
    db.flush()
    tell_wish(db, actor, WaitlistOffered, wish, start=start, until=wish.offer_ends)


def notify(db: Session, actor: Actor, wish: WaitlistWish, start: int) -> None:
    """Tells them of a time that whoever comes first can have."""
    wish.hold_id = wish.offered_provider_id = None
    _ask(wish, start, start)
    db.flush()
    tell_wish(db, actor, WaitlistNotified, wish, start=start, until=start)


def _ask(wish: WaitlistWish, start: int, until: int) -> None:
    wish.status, wish.offered_start, wish.offer_ends, wish.look_at = WishStatus.offered, start, until, until
    wish.match_start, wish.offers, wish.version = None, wish.offers + 1, wish.version + 1
    wish.passed = [*wish.passed, start][-KEPT:]


def _minutes(db: Session, wish: WaitlistWish) -> int:
    return db.scalars(sa.select(col(BookingType.offer_minutes)).where(col(BookingType.id) == wish.booking_type_id)).one()


def _keep_visit(db: Session, keeper: Actor, wish: WaitlistWish, start: int, minutes: int) -> tuple[UUID, UUID]:
    held = keep(db, keeper, visit=[wanted(wish)], start=start, seats=wish.party, minutes=minutes)
    hold_id = db.scalars(sa.select(col(Hold.id)).where(col(Hold.token_hash) == token_hash(held.token))).one()
    return hold_id, held.provider_id


def _keep_move(db: Session, keeper: Actor, wish: WaitlistWish, start: int, minutes: int) -> tuple[UUID, UUID]:
    """Keeps the visit as it was agreed at another start, beside the time they still have."""
    booking, lines = agreed(db, wish.booking_id or wish.id)
    lock(db, [Wanted(line.booking_type_id) for line in lines])
    at = seconds(now())
    found = ground_again(db, keeper, booking, lines, wish.provider_id)
    survey(db, found, at, start - AROUND, start + AROUND, booking.id)
    how = placed(found, keeper, start, at)
    hold_id, expires = new_id(), at + 60 * minutes
    plan = agreement(found, how, business.profile(db, keeper), 1)
    HOLDS.add(db, id=hold_id, token_hash=token_hash(new_token()), expires=expires, plan=plan)
    take(db, found, how, at, [Owner(hold_id=hold_id, expires=expires)])
    return hold_id, how[0].serving.subject.id


def let_go(db: Session, wish: WaitlistWish) -> None:
    """Ends what is offered to them, if anything: its time is free again, and the wish waits on."""
    if wish.hold_id is not None:
        give_back_hold(db, wish.hold_id)
        forgotten = sa.delete(Hold).where(col(Hold.id) == wish.hold_id, col(Hold.booking_id).is_(None))
        db.exec(forgotten, execution_options={"synchronize_session": False})
    if wish.status == WishStatus.offered:
        wish.status, wish.look_at, wish.version = WishStatus.waiting, seconds(now()), wish.version + 1
    wish.hold_id = wish.offered_start = wish.offered_provider_id = wish.offer_ends = None
    db.flush()


# ── booking ──────────────────────────────────────────────


def fulfil(db: Session, actor: Actor, wish: WaitlistWish, start: int, *, waitlisted: bool = False) -> None:
    """Books the start for them, or moves what they have to it; by a customer's actor only what is offered.

    `waitlisted` says that nobody was asked before: the message to them then explains it. Raises SlotTaken or NotOffered.
    """
    if wish.booking_id is not None:
        booking = living(db, wish.booking_id)
        shift(db, actor, booking, start, wish.provider_id, waitlisted=waitlisted)
        return come_true(db, actor, wish, booking.id, start)
    at = seconds(now())
    found, how = find(db, actor, [wanted(wish)], start, at, wish.party)
    plan = agreement(found, how, business.profile(db, actor), wish.party)
    owners = [Owner(booking_id=new_id()) for _seat in range(wish.party)]
    person = contacts.by_ids(db, Actor.system(actor.workspace), ids=[wish.contact_id])[wish.contact_id]
    ids = [owner.booking_id for owner in owners]
    made = make(db, actor, plan, person, wish.note, ids=ids, takes=lambda: take(db, found, how, at, owners))
    for booking in made:
        tell(db, actor, BookingCreated, booking, waitlisted=waitlisted)
    return come_true(db, actor, wish, made[0].id, start)


def fulfil_held(db: Session, actor: Actor, wish: WaitlistWish, hold_id: UUID, start: int) -> None:
    """Books what was kept for them, or moves what they have to it. Raises HoldExpired."""
    if wish.booking_id is not None:
        booking = living(db, wish.booking_id)
        provider_id = wish.offered_provider_id
        lock(db, [Wanted(line.booking_type_id) for line in agreed(db, booking.id)[1]])
        let_go(db, wish)
        shift(db, actor, booking, start, provider_id)
        return come_true(db, actor, wish, booking.id, start)
    kept = db.scalars(sa.select(Hold).where(col(Hold.id) == hold_id).with_for_update()).one()
    person = contacts.by_ids(db, Actor.system(actor.workspace), ids=[wish.contact_id])[wish.contact_id]
    made = make(db, actor, kept.plan, person, wish.note)
    become(db, kept, made)
    for booking in made:
        tell(db, actor, BookingCreated, booking)
    return come_true(db, actor, wish, made[0].id, start)


def living(db: Session, booking_id: UUID) -> Booking:
    """The booking somebody would come earlier for, nobody else's to change; WishOver once there is nothing to move."""
    booking = db.scalars(sa.select(Booking).where(col(Booking.id) == booking_id).with_for_update()).one()
    if booking.status not in (Status.pending, Status.confirmed) or booking.starts_at <= now():
        raise WishOver
    return booking


def come_true(db: Session, actor: Actor, wish: WaitlistWish, booking_id: UUID, start: int) -> None:
    """The wish has its booking."""
    wish.status, wish.booked_id, wish.version = WishStatus.booked, booking_id, wish.version + 1
    wish.hold_id = wish.match_start = wish.offer_ends = None
    db.flush()
    tell_wish(db, actor, WaitlistBooked, wish, start=start)
