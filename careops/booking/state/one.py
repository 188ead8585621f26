"""What may be done with the booking that is open."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking.schemas import BookingEdit
from careops.booking.state.one_view import BookingView
from careops.core.actor import Actor, Permission
from careops.core.db import perform
from careops.core.errors import invalid
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.typed import whole
from careops.frame.state import requires, say
from careops.inventory.schemas import ActualIn

MOST_USED = 10**6


class BookingState(rx.State):
    """The booking that is open, in the calendar's drawer or on its own page."""

    shown: BookingView = BookingView()
    reason: str = ""

    async def _show(self, actor: Actor, action: Any, told: str, **arguments: Any) -> None:
        """Does it and says so; the page's live loop brings the new state."""
        await perform(actor, action, booking_id=read_id(self.shown.id), **arguments)
        await say(self, told)

    @rx.event
    @requires(Permission.bookings_manage)
    async def confirm(self, actor: Actor) -> None:
        """Accepts a request."""
        await self._show(actor, booking.confirm, _("Confirmed"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def decline(self, actor: Actor) -> None:
        """Turns a request down."""
        await self._show(actor, booking.decline, _("Declined; the time is free again"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def complete(self, actor: Actor) -> None:
        """Says that it took place."""
        await self._show(actor, booking.complete, _("Marked as completed"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def correct_stock(self, actor: Actor, item_id: str, typed: str) -> None:
        """What it really took of an item: once it took place the difference moves, before that it is kept."""
        used = whole(typed)
        if used is None or used > MOST_USED:
            await say(self, _("Give how many were used as a whole number"), "error")
            return
        if next((line.amount for line in self.shown.stock if line.item_id == item_id), "") != str(used):
            await self._show(actor, booking.correct_stock, _("Stock corrected"), actual=ActualIn(item_id=read_id(item_id), used=used))

    @rx.event
    @requires(Permission.bookings_manage)
    async def no_show(self, actor: Actor) -> None:
        """Says that nobody came."""
        await self._show(actor, booking.mark_no_show, _("Marked as no-show"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def cancel(self, actor: Actor) -> None:
        """Cancels it, with the reason typed beside the question."""
        await self._show(actor, booking.cancel, _("Cancelled; the time is free again"), reason=str(self.reason)[:500])
        self.reason = ""

    @rx.event
    @requires(Permission.bookings_manage)
    async def save_note(self, actor: Actor, text: str) -> None:
        """Keeps the team's note when the field is left."""
        if self.shown.id and str(text) != self.shown.staff_notes:
            await self._show(actor, booking.edit, _("Note saved"), change=_note(text))

    @rx.event
    @requires(Permission.bookings_manage)
    async def type_reason(self, actor: Actor, text: str) -> None:
        """The reason for cancelling, as it is typed."""
        self.reason = str(text)[:500]


def _note(text: str) -> BookingEdit:
    try:
        return BookingEdit(staff_notes=text)
    except ValidationError as problem:
        raise invalid(problem) from None
