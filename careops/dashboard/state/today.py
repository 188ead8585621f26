"""Today, live."""

import reflex as rx
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking.state import Ribbon, ribbon
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.dashboard import queries
from careops.dashboard.schemas import TodayPage
from careops.frame.state import requires, say, while_here


def screen(db: Session, actor: Actor) -> tuple[TodayPage, Ribbon]:
    """The lists, and the day as a ribbon for those who may see bookings."""
    page = queries.today_page(db, actor)
    return page, ribbon(db, actor) if page.sees_bookings else Ribbon()


class Today(rx.State):
    """What is shown, and the day beneath."""

    page: TodayPage = TodayPage()
    day: Ribbon = Ribbon()
    loaded: bool = False

    @rx.event(background=True)
    @requires()
    async def live(self, actor: Actor) -> None:
        """Loads Today and keeps it true while it is open; the clock moves it too."""
        async for member in while_here(self, actor):
            page, day = await look(member, screen)
            async with self:
                if page != self.page or not self.loaded:
                    self.page, self.loaded = page, True
                if day != self.day:
                    self.day = day

    @rx.event
    @requires(Permission.bookings_manage)
    async def confirm(self, actor: Actor, booking_id: str) -> None:
        """Says yes to a booking in place."""
        row = await perform(actor, booking.confirm, booking_id=read_id(booking_id))
        await say(self, _("{name}’s booking is confirmed", name=row.contact_name))
