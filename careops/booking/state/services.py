"""The list of services: in order, each on or off."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeEdit, BookingTypeRow
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say


@dataclass(frozen=True)
class ServiceLine:
    """A service in the list."""

    id: str
    name: str
    href: str
    lasts: str
    price: str
    who: str
    troubled: bool
    active: bool
    first: bool
    last: bool
    offer: str
    up: str
    down: str


def service_lines(db: Session, actor: Actor) -> list[ServiceLine]:
    """Every service in the owner's order."""
    names = {one.id: one.name for one in bookings.providers(db, actor, active=True)}
    rows = bookings.booking_types(db, actor)
    return [_line(row, [names[id] for id in row.provider_ids if id in names], at, len(rows)) for at, row in enumerate(rows)]


def _line(row: BookingTypeRow, doing: list[str], at: int, count: int) -> ServiceLine:
    return ServiceLine(
        id=str(row.id),
        name=row.name,
        href=f"/app/settings/services/{row.id}",
        lasts=_lengths(row),
        price=row.from_text or _("Free of charge"),
        who=_who(doing),
        troubled=not doing and row.active,
        active=row.active,
        first=at == 0,
        last=at == count - 1,
        offer=_("Offer {name}", name=row.name),
        up=_("Move {name} up", name=row.name),
        down=_("Move {name} down", name=row.name),
    )


def _lengths(row: BookingTypeRow) -> str:
    lengths = [one.duration for one in row.variants] or [row.duration]
    if min(lengths) == max(lengths):
        return when.minutes_text(lengths[0])
    return _("{shortest} to {longest}", shortest=when.minutes_text(min(lengths)), longest=when.minutes_text(max(lengths)))


def _who(doing: list[str]) -> str:
    if not doing:
        return _("Nobody does it yet")
    if len(doing) <= 2:
        return ", ".join(doing)
    return plural("{names} and {count} more", "{names} and {count} more", len(doing) - 2, names=", ".join(doing[:2]))


class ServiceList(rx.State):
    """What is sold, in order."""

    lines: list[ServiceLine] = []
    loaded: bool = False

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows the list."""
        self.lines, self.loaded = await look(actor, service_lines), True

    @rx.event
    @requires(Permission.settings)
    async def offer(self, actor: Actor, service: str, on: bool) -> None:
        """Offers a service, or puts it away; what is booked stays booked."""
        change = BookingTypeEdit(active=bool(on))
        row = await perform(actor, booking.edit_booking_type, booking_type_id=read_id(service), change=change)
        self.lines = await look(actor, service_lines)
        await say(self, _("{name} is offered", name=row.name) if row.active else _("{name} is not offered any more", name=row.name))

    @rx.event
    @requires(Permission.settings)
    async def move(self, actor: Actor, service: str, step: int) -> None:
        """A place up or down in the list, and on the booking page."""
        ids = [line.id for line in self.lines]
        at = ids.index(service) if service in ids else -1
        to = at + (-1 if step < 0 else 1)
        if at >= 0 and 0 <= to < len(ids):
            ids.insert(to, ids.pop(at))
            await perform(actor, booking.order_booking_types, ids=[read_id(id) for id in ids])
        self.lines = await look(actor, service_lines)
