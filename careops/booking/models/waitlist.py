"""Who would come if a time were free."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.crypto import new_token
from careops.core.db import Scoped, link, owned


class WishStatus(StrEnum):
    waiting = "waiting"
    offered = "offered"
    booked = "booked"
    expired = "expired"
    withdrawn = "withdrawn"


OPEN = sa.text("status IN ('waiting', 'offered')")


class WaitlistWish(Scoped, table=True):
    """A service somebody would take in one of the windows, from whoever is named or from anyone; with `booking_id`, earlier than that.

    A window is [from, to) in whole seconds since 1970: a start in it suits. While `offered` there is one they can have until
    `offer_ends`: kept for them alone by the hold, or, without one, told to everybody whom it suits. `look_at` is when the wish
    has to be looked at next: at once where time may have freed, at the end of an offer, else every few minutes.
    """

    __table_args__ = (
        owned("waitlistwish"),
        link("contact_id", "contact"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        link("provider_id", "provider", ondelete="CASCADE"),
        link("booking_id", "booking", ondelete="CASCADE"),
        sa.CheckConstraint("party BETWEEN 1 AND 50", name="party"),
        sa.Index("ix_waitlistwish_line", "workspace_id", "booking_type_id", "status", "created_at"),
        sa.Index("ix_waitlistwish_contact", "workspace_id", "contact_id"),
        sa.Index("ix_waitlistwish_look", "look_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )
    contact_id: UUID
    booking_type_id: UUID
    variant_id: UUID | None = None
    add_on_ids: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    provider_id: UUID | None = None
    booking_id: UUID | None = None  # the booking they would move from
    windows: list[list[int]] = Field(default_factory=list, sa_type=sa.JSON)
    last_end: int = Field(sa_type=sa.BigInteger)  # of the last window: afterwards the wish has expired
    party: int = 1
    note: str = Field(default="", max_length=500)
    status: str = Field(default=WishStatus.waiting, max_length=12)
    offered_start: int | None = Field(default=None, sa_type=sa.BigInteger)
    offered_provider_id: UUID | None = None
    offer_ends: int | None = Field(default=None, sa_type=sa.BigInteger)
    hold_id: UUID | None = None  # not a link: holds are forgotten a day after they end
    match_start: int | None = Field(default=None, sa_type=sa.BigInteger)  # what would suit, where staff choose who gets it
    look_at: int = Field(default_factory=lambda: int(now().timestamp()), sa_type=sa.BigInteger)
    offers: int = 0  # how often they were asked
    passed: list[int] = Field(default_factory=list, sa_type=sa.JSON)  # starts they let go: not offered again
    link_salt: str = Field(default_factory=lambda: new_token()[:16], max_length=16)
    booked_id: UUID | None = None
    version: int = 1
    created_at: datetime = Field(default_factory=now)
