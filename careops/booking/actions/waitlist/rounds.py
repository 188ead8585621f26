"""Looking who could have what has become free: one service after another, its wishes in their order, the oldest first.

A fact after which time may be free makes the workspace's wishes due; so does an offer's end, and every few minutes each wish by
itself. Whoever looks has the service's line to themselves; looking twice finds nothing the second time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col

from careops.booking.actions.waitlist.offers import fulfil, keep_for, let_go, notify
from careops.booking.actions.waitlist.told import tell_wish
from careops.booking.events import WaitlistExpired, WaitlistMatched, WaitlistUnmatched, WaitlistWithdrawn
from careops.booking.models import Booking, BookingType, Status, WaitlistMode, WaitlistWish, WishStatus
from careops.booking.queries.ask import ask
from careops.booking.queries.matching import Matching
from careops.booking.queries.waiting import OPEN
from careops.booking.rules import moment, seconds
from careops.booking.rules.waiting import LOOK_AGAIN
from careops.core.actor import Actor, Source
from careops.core.clock import now
from careops.core.db import after_commit, everywhere, inside, transaction, wake
from careops.core.errors import Refusal, Unavailable

log = structlog.get_logger(__name__)

WAITLIST = "waitlist"  # the live topic of whoever looks
LINES = 20  # services looked for in one go, until one that nobody else looks at is found
MOST_A_ROUND = 20  # times given in one transaction: few enough that others hardly wait
TRIES = 3  # starts tried for one wish, should the first be gone

Serve = Callable[[Session, Actor, WaitlistWish, Matching], bool]


# ── what makes wishes due ────────────────────────────────


def time_may_have_freed(db: Session, actor: Actor) -> None:
    """After this transaction all that wait in the workspace are looked at; in one of their own, so that nobody waits for it."""
    stirred: set[UUID] = db.info.setdefault("stirred", set())
    if actor.workspace not in stirred:
        stirred.add(actor.workspace)
        after_commit(db, lambda: _stir(actor))


def _stir(actor: Actor) -> None:
    try:
        with transaction(actor) as db:
            look_again(db, actor)
    except Unavailable:  # the database is very busy: within minutes each wish is looked at anyway
        log.warning("the waitlist is looked at later", workspace=str(actor.workspace))


def look_again(db: Session, actor: Actor) -> None:
    """Makes all that wait in the workspace due now."""
    at = seconds(now())
    waits = sa.or_(
        col(WaitlistWish.status) == WishStatus.waiting,
        sa.and_(col(WaitlistWish.status) == WishStatus.offered, col(WaitlistWish.hold_id).is_(None)),
    )
    # locked in the order in which a round locks them
    question = sa.select(col(WaitlistWish.id)).where(waits, col(WaitlistWish.look_at) > at)
    ids = list(db.scalars(question.order_by(col(WaitlistWish.created_at), col(WaitlistWish.id)).with_for_update()))
    if ids:
        due = sa.update(WaitlistWish).where(col(WaitlistWish.id).in_(ids)).values(look_at=at)
        db.exec(due, execution_options={"synchronize_session": False})
        wake(db, WAITLIST)


# ── a round ──────────────────────────────────────────────


def anybody_due(db: Session) -> bool:
    """Whether a wish of any workspace has to be looked at."""
    due = sa.select(col(WaitlistWish.id)).where(col(WaitlistWish.status).in_(OPEN), col(WaitlistWish.look_at) <= seconds(now()))
    with everywhere(db):
        return db.scalars(due.limit(1)).first() is not None


def serve_waitlist(db: Session) -> int:
    """Looks at one service's line of any workspace; 0 when no line is due that nobody else looks at."""
    at = seconds(now())
    due = (
        sa.select(col(WaitlistWish.workspace_id), col(WaitlistWish.booking_type_id))
        .where(col(WaitlistWish.status).in_(OPEN), col(WaitlistWish.look_at) <= at)
        .group_by(col(WaitlistWish.workspace_id), col(WaitlistWish.booking_type_id))
        .order_by(sa.func.min(col(WaitlistWish.look_at)))
        .limit(LINES)
    )
    with everywhere(db):
        lines = ask(db, due)
    for workspace_id, type_id in lines:
        with inside(db, workspace_id):
            mine = sa.select(BookingType).where(col(BookingType.id) == type_id).with_for_update(key_share=True, skip_locked=True)
            service = db.scalars(mine).one_or_none()
            if service is not None:
                _round(db, Actor.system(workspace_id), service, at)
                return 1
    return 0


def _round(db: Session, system: Actor, service: BookingType, at: int) -> None:
    line = (
        sa.select(WaitlistWish)
        .where(col(WaitlistWish.booking_type_id) == service.id, col(WaitlistWish.status).in_(OPEN))
        .order_by(col(WaitlistWish.created_at), col(WaitlistWish.id))
        .with_for_update()
    )
    wishes = list(db.scalars(line))
    for wish in wishes:
        _end_what_is_over(db, system, wish, at)
    wishes = [wish for wish in wishes if wish.status in OPEN]
    serve = MODES.get(service.waitlist)
    matching = Matching(db, system.workspace, at, max((wish.last_end for wish in wishes), default=at))
    given = 0
    for wish in wishes:
        if wish.status == WishStatus.offered and wish.hold_id is not None:
            continue
        if given < MOST_A_ROUND:
            wish.look_at = at + LOOK_AGAIN
            given += bool(serve and serve(db, system, wish, matching))
        else:
            wish.look_at = at
    db.flush()


def _end_what_is_over(db: Session, system: Actor, wish: WaitlistWish, at: int) -> None:
    """An offer nobody answered, days that have passed, a booking that is not to be moved any more."""
    if wish.status == WishStatus.offered and (wish.offer_ends or 0) <= at:
        start, kept = wish.offered_start, wish.hold_id is not None
        let_go(db, wish)
        if kept:
            tell_wish(db, system, WaitlistExpired, wish, start=start)
    if wish.status != WishStatus.waiting:
        return
    if wish.booking_id is not None and _is_over(db, wish.booking_id, at):
        wish.status, wish.match_start, wish.version = WishStatus.withdrawn, None, wish.version + 1
        tell_wish(db, system, WaitlistWithdrawn, wish)
    elif wish.last_end <= at:
        wish.status, wish.match_start, wish.version = WishStatus.expired, None, wish.version + 1
        tell_wish(db, system, WaitlistExpired, wish)


def _is_over(db: Session, booking_id: UUID, at: int) -> bool:
    ((status, starts_at),) = ask(db, sa.select(col(Booking.status), col(Booking.starts_at)).where(col(Booking.id) == booking_id))
    return status not in (Status.pending, Status.confirmed) or starts_at <= moment(at)


# ── the four ways ────────────────────────────────────────


def _first(starts: Sequence[int], give: Callable[[int], None], db: Session, matching: Matching) -> bool:
    """Gives the first of the starts that can be given; whether one could."""
    for start in starts[:TRIES]:
        try:
            with db.begin_nested():
                give(start)
        except Refusal:
            continue
        matching.forget()
        return True
    return False


def _offer(db: Session, system: Actor, wish: WaitlistWish, matching: Matching) -> bool:
    """The time is kept for them alone while they think."""
    theirs = Actor.customer(system.workspace, wish.contact_id, Source.job)
    return _first(matching.starts(wish, kept=True), lambda start: keep_for(db, system, theirs, wish, start), db, matching)


def _tell_all(db: Session, system: Actor, wish: WaitlistWish, matching: Matching) -> bool:
    """They are told, as are all others whom it suits; what they were told before and has gone is forgotten."""
    if wish.status == WishStatus.offered and wish.offered_start is not None:
        if matching.still(wish, wish.offered_start):
            wish.look_at = min(wish.look_at, wish.offer_ends or wish.look_at)
            return False
        let_go(db, wish)
    starts = matching.starts(wish, kept=False)
    if starts:
        notify(db, system, wish, starts[0])
    return bool(starts)


def _book(db: Session, system: Actor, wish: WaitlistWish, matching: Matching) -> bool:
    """They are booked at once, and told so."""
    theirs = replace(Actor.customer(system.workspace, wish.contact_id, Source.job), name=system.name)
    return _first(matching.starts(wish, kept=False), lambda start: fulfil(db, theirs, wish, start, waitlisted=True), db, matching)


def _show(db: Session, system: Actor, wish: WaitlistWish, matching: Matching) -> bool:
    """Staff see that something would suit, and choose."""
    starts = matching.starts(wish, kept=True)
    if wish.match_start in starts or not (starts or wish.match_start):
        return False
    wish.match_start = starts[0] if starts else None
    tell_wish(db, system, WaitlistMatched if starts else WaitlistUnmatched, wish, start=wish.match_start)
    return True


MODES: dict[str, Serve] = {
    WaitlistMode.offer: _offer,
    WaitlistMode.notify: _tell_all,
    WaitlistMode.auto: _book,
    WaitlistMode.staff: _show,
}
