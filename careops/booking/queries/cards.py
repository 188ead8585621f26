"""Bookings as they stand in a conversation."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from careops.booking.models import Booking
from careops.booking.queries.rows import booking_row, words
from careops.booking.schemas import BookingRow
from careops.core.actor import Actor, Permission
from careops.core.i18n import text as _
from careops.inbox.schemas import Card

SAID = {
    "pending": (_("To confirm"), "info", "circle-dashed"),
    "confirmed": (_("Confirmed"), "ok", "check"),
    "completed": (_("Completed"), "", "check"),
    "no_show": (_("No-show"), "danger", "ban"),
    "cancelled": (_("Cancelled"), "", "x"),
}


def cards(db: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Card]:
    """Those bookings as they are now, in a fixed number of statements; none for who may not see bookings."""
    if not actor.can(Permission.bookings_view):
        return {}
    said = words(db, actor)
    return {found.id: _card(booking_row(found, said)) for found in db.exec(select(Booking).where(col(Booking.id).in_(ids)))}


def _card(row: BookingRow) -> Card:
    state, tone, icon = SAID[row.status]
    money = [row.price_text] if row.price_text else []
    return Card(
        title=_("{service} with {name}", service=row.type_name, name=row.provider_name),
        lines=[" · ".join([f"{row.day} {row.time_range}", *money])],
        state=state,
        tone=tone,
        icon=icon,
        href=f"/app/bookings/{row.id}",
        link=_("Open booking"),
    )
