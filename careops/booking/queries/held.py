"""A time kept for somebody, found by its private name."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from careops.booking.models import Hold
from careops.booking.rules import moment
from careops.booking.schemas import HoldRow
from careops.core import clock
from careops.core.actor import Actor
from careops.core.crypto import token_hash
from careops.core.money import Money


def held(db: Session, actor: Actor, *, token: str) -> HoldRow | None:
    """The hold of that name while it lasts; None once it has ended, was booked, or was never there."""
    found = db.exec(select(Hold).where(Hold.token_hash == token_hash(token))).one_or_none()
    if found is None or found.booking_id is not None or found.expires <= clock.now().timestamp():
        return None
    return hold_row(token, found.plan, found.expires)


def hold_row(token: str, plan: dict[str, Any], expires: int) -> HoldRow:
    """The hold as its owner sees it."""
    return HoldRow(
        token=token,
        booking_type_id=UUID(plan["booking_type_id"]),
        provider_id=UUID(plan["provider_id"]),
        provider_name=plan["provider_name"],
        starts_at=moment(plan["starts"]),
        ends_at=moment(plan["ends"]),
        expires_at=moment(expires),
        timezone=plan["timezone"],
        type_name=plan["type_name"],
        duration=plan["duration"],
        price=Money(amount=plan["price"] * plan["seats"], currency=plan["currency"]),
        deposit=Money(amount=plan["deposit"] * plan["seats"], currency=plan["currency"]),
        policy=plan["policy"],
        seats=plan["seats"],
    )
