"""Bookings as readers see them, with the words for time and money ready."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from careops.booking.models import Booking
from careops.booking.rules import allowed_moves, free_until
from careops.booking.rules.links import manage_url, private_part
from careops.booking.schemas import BookingRow, PublicBookingRow
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.money import Money, format_money
from careops.ui.people import initials, tint


@dataclass(frozen=True, slots=True)
class Words:
    """How this reader is spoken to, and when."""

    now: datetime
    locale: str = "en"
    hour_cycle: int = 24


def words(db: Session, actor: Actor, locale: str = "en") -> Words:
    """The clock and the language for somebody in the actor's workspace."""
    host = business.profile(db, actor)
    return Words(clock.now(), host.spoken(locale), host.hour_cycle)


@lru_cache(maxsize=1024)
def money_text(amount: int, currency: str, locale: str = "en") -> str:
    """A price in words; nothing for nothing."""
    return format_money(amount, currency, locale) if amount else ""


def booking_row(found: Booking, said: Words) -> BookingRow:
    """The booking; its times are told on the wall clock it was agreed on."""
    told = found.model_dump(exclude={"workspace_id", "local_start", "buffer_before", "buffer_after", "link_salt", "price", "currency"})
    here = clock.local(found.starts_at, found.timezone)
    day = when.day_text(clock.local(said.now, found.timezone).date(), here.date(), said.locale)
    time = when.clock_text(here, said.locale, said.hour_cycle)
    return BookingRow(
        **{name: value for name, value in told.items() if name in BookingRow.model_fields},
        contact_initials=initials(found.contact_name),
        contact_tint=tint(found.contact_id),
        provider_initials=initials(found.provider_name),
        provider_tint=tint(found.provider_id),
        day=day,
        time=time,
        time_range=when.range_text(found.starts_at, found.ends_at, found.timezone, said.locale, said.hour_cycle),
        when=f"{day} {time}",
        duration_text=when.minutes_text(found.duration, said.locale),
        price=Money(amount=found.price, currency=found.currency),
        price_text=money_text(found.price, found.currency, said.locale),
        cancel_until=free_until(found.starts_at, found.cancel_hours),
        reschedule_until=free_until(found.starts_at, found.reschedule_hours),
        moves=allowed_moves(found.status, found.starts_at <= said.now),
    )


def public_row(found: Booking, said: Words) -> PublicBookingRow:
    """The booking as its own customer sees it, with their private link."""
    row = booking_row(found, said)
    token = private_part(found.id, found.link_salt)
    living = found.status in ("pending", "confirmed")
    return PublicBookingRow(
        **row.model_dump(include=set(PublicBookingRow.model_fields)),
        token=token,
        manage_url=manage_url(token),
        may_cancel=living and said.now <= row.cancel_until,
        may_reschedule=living and said.now <= row.reschedule_until,
    )
