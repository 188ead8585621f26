"""What the one who waits says: yes, no, or that they do not wait any more. Said twice, it counts once."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from careops.booking.actions.waitlist.offers import check_open, fulfil, fulfil_held, let_go
from careops.booking.actions.waitlist.told import tell_wish
from careops.booking.events import WaitlistAccepted, WaitlistDeclined, WaitlistWithdrawn
from careops.booking.models import WishStatus
from careops.booking.queries.waiting import own_wish
from careops.booking.queries.waiting import wish as wish_row
from careops.booking.rules import HoldExpired, NotOffered, SlotTaken, seconds
from careops.booking.rules.waiting import NothingOffered, OfferEnded, OfferTaken
from careops.booking.schemas.waiting import WishRow
from careops.core.actor import Actor
from careops.core.clock import now


def accept_offer(db: Session, actor: Actor, *, wish_id: UUID) -> WishRow:
    """Takes what is offered. After the offer's end, or when somebody was faster, it says so, and the wish waits on."""
    wish = own_wish(db, actor, wish_id, change=True)
    if wish.status != WishStatus.booked:
        check_open(wish)
        if wish.offered_start is None or wish.offer_ends is None:
            raise OfferEnded if wish.offers else NothingOffered
        if wish.offer_ends <= seconds(now()):
            raise OfferEnded
        tell_wish(db, actor, WaitlistAccepted, wish, start=wish.offered_start)
        try:
            if wish.hold_id is not None:  # what was offered stays so, even if by now it is too late for others
                sure = replace(Actor.system(actor.workspace, actor.source), contact_id=wish.contact_id)
                fulfil_held(db, sure if wish.booking_id else actor, wish, wish.hold_id, wish.offered_start)
            else:
                fulfil(db, actor, wish, wish.offered_start)
        except HoldExpired:
            raise OfferEnded from None
        except (SlotTaken, NotOffered):
            raise OfferTaken from None
    return wish_row(db, Actor.system(actor.workspace), wish_id=wish.id)


def decline_offer(db: Session, actor: Actor, *, wish_id: UUID) -> WishRow:
    """Lets what is offered go to the next in line; the wish waits on for another time."""
    wish = own_wish(db, actor, wish_id, change=True)
    check_open(wish)
    if wish.status == WishStatus.offered:
        start = wish.offered_start
        let_go(db, wish)
        tell_wish(db, actor, WaitlistDeclined, wish, start=start)
    return wish_row(db, Actor.system(actor.workspace), wish_id=wish.id)


def withdraw_wish(db: Session, actor: Actor, *, wish_id: UUID) -> WishRow:
    """Takes the wish off the waitlist; what was offered goes to the next in line."""
    wish = own_wish(db, actor, wish_id, change=True)
    if wish.status != WishStatus.withdrawn:
        check_open(wish)
        let_go(db, wish)
        wish.status, wish.match_start, wish.version = WishStatus.withdrawn, None, wish.version + 1
        db.flush()
        tell_wish(db, actor, WaitlistWithdrawn, wish)
    return wish_row(db, Actor.system(actor.workspace), wish_id=wish.id)
