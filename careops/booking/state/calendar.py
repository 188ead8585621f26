"""The calendar: one day by provider, live."""

from datetime import date
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.booking.state.drawing import DayPage, day_page
from careops.booking.state.form import BookingForm
from careops.booking.state.one import BookingState, BookingView, one
from careops.business import queries as business
from careops.core import clock, live
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import Refusal
from careops.frame.state import actor_of, cookie_token, requires


def page(db: Session, actor: Actor, *, asked: str, who: str, open_id: str) -> tuple[DayPage, BookingView]:
    """The asked day (today when it is none), and the booking that is open in it."""
    day = _day(asked) or clock.today(business.profile(db, actor).timezone)
    view = bookings.day_view(db, actor, day=day)

    def address(row: BookingRow) -> str:
        return f"/app/calendar?date={day}&booking={row.id}"

    def link(other: date) -> str:
        return f"/app/calendar?date={other}" + (f"&who={who}" if who else "")

    drawn = day_page(view, moment=clock.now(), address=address, link=link, who=who, current=open_id)
    return drawn, _open(db, actor, open_id)


def _open(db: Session, actor: Actor, id: str) -> BookingView:
    """The open booking; a blank one when there is none, or when the id is nobody's here."""
    try:
        return one(db, actor, booking_id=UUID(id)) if id else BookingView()
    except (ValueError, Refusal):
        return BookingView()


def _iso(asked: str) -> str:
    found = _day(asked)
    return found.isoformat() if found else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


class Calendar(rx.State):
    """The day that is shown."""

    day: DayPage = DayPage()
    loaded: bool = False

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Draws the day in the address and keeps it true while the page is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        query = self.router.url.query_parameters
        asked, who, open_id = (str(query.get(key, "")) for key in ("date", "who", "booking"))
        if query.get("new") and actor.can(Permission.bookings_manage):
            async with self:
                form = await self.get_state(BookingForm)
                await form._open_from_address(actor, _iso(asked), str(query.get("contact", "")))
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.bookings_view):
                day, shown = await look(member, page, asked=asked, who=who, open_id=open_id)
                async with self:
                    if day != self.day or not self.loaded:
                        self.day, self.loaded = day, True
                    booking = await self.get_state(BookingState)
                    if shown != booking.shown:
                        booking.shown = shown
                await sub.news(timeout=60)
                member = await actor_of(token)
