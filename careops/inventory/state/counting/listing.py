"""The stocktakes so far, and the form that begins one; live."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.ids import read_id
from careops.frame.state import Following, requires, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import StocktakeIn
from careops.inventory.state import choices
from careops.inventory.state.counting.words import TakeLine, take_line
from careops.inventory.state.words import Choice, ticked

SHOWN = 50
MOST_PAGES = 20


@dataclass(frozen=True)
class Takes:
    """A page of stocktakes, and the places that can be counted."""

    lines: list[TakeLine]
    more: bool
    places: list[Choice]


def takes(db: Session, actor: Actor, *, pages: int) -> Takes:
    """The stocktakes, the latest first."""
    here, now = business.profile(db, actor), clock.now()
    page = paging.together(lambda cursor: stock.stocktakes(db, actor, cursor=cursor, limit=SHOWN), pages)
    lines = [take_line(row, here.moment(row.started_at, now), here.currency) for row in page.items]
    places = choices.places(db, actor)
    return Takes(lines, page.next_cursor is not None, places)


class Stocktakes(Following, rx.State):
    """The list of stocktakes, and the form that begins one."""

    lines: list[TakeLine] = []
    places: list[Choice] = []
    more: bool = False
    loaded: bool = False
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Loads the list and keeps it true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(lambda: self._pages, lambda pages: look(actor, takes, pages=pages), self._show)

    def _show(self, found: Takes) -> None:
        self.lines, self.more, self.places, self.loaded = found.lines, found.more, found.places, True

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    @rx.event
    @requires(Permission.inventory_manage)
    async def start(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Begins to count a place and goes there; the page is loaded anew, since only it may ask for the camera."""
        place = str(form.get("location_id") or "")
        wanted = StocktakeIn(location_id=read_id(place) if place else None, blind=ticked(form, "blind"))
        made = await perform(actor, actions.start_stocktake, stocktake=wanted)
        return rx.redirect(f"/app/inventory/stocktakes/{made.id}")
