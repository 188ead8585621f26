"""What is told of a wish after each change."""

from typing import TypeVar

from sqlmodel import Session

from careops.activity.actions import record
from careops.booking.events import WishFact
from careops.booking.models import WaitlistWish
from careops.booking.queries.rows import words
from careops.booking.queries.waiting import wish_rows
from careops.booking.rules import moment
from careops.business import queries as business
from careops.core.actor import Actor

F = TypeVar("F", bound=WishFact)


def tell_wish(db: Session, actor: Actor, fact: type[F], wish: WaitlistWish, *, start: int | None = None, until: int | None = None) -> None:
    """Records the fact with all that a message about it needs."""
    system = Actor.system(actor.workspace)
    row = wish_rows(db, system, [wish], words(db, system))[0]
    record(
        db,
        actor,
        fact(
            subject=wish.id,
            contact=wish.contact_id,
            status=str(wish.status),
            mode=row.mode,
            type_id=wish.booking_type_id,
            type_name=row.type_name,
            provider_name=row.offered.provider_name if row.offered else row.provider_name,
            contact_name=row.contact_name,
            party=wish.party,
            starts_at=moment(start).isoformat() if start else "",
            timezone=business.profile(db, system).timezone,
            until=moment(until).isoformat() if until else "",
            moves=wish.booking_id is not None,
            booking_id=wish.booked_id or wish.booking_id,
            link_salt=wish.link_salt,
        ),
    )
