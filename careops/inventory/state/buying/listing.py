"""What should be ordered, and what is ordered; live."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.money import format_money
from careops.frame.state import Following, requires, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import OrderIn, ReorderIn, Suggestion
from careops.inventory.state import choices
from careops.inventory.state.buying.words import OrderHead, order_head, packed
from careops.inventory.state.words import Choice, lasts

SHOWN = 50
MOST_PAGES = 20


@dataclass(frozen=True)
class Wish:
    """An item that should be ordered, and why."""

    id: str
    name: str
    why: str
    amount: str


@dataclass(frozen=True)
class Wishes:
    """What should be ordered from one supplier; `ids` are its items, for one press."""

    supplier: str
    ids: str
    total: str
    lines: list[Wish] = field(default_factory=list[Wish])


@dataclass(frozen=True)
class Bought:
    """A page of orders, and what should be ordered."""

    heads: list[OrderHead]
    more: bool
    wishes: list[Wishes]
    suppliers: list[Choice]


def wishes(found: list[Suggestion], currency: str) -> list[Wishes]:
    """The suggestions by their supplier."""
    groups = [(name, list(lines)) for name, lines in groupby(found, key=lambda one: one.supplier)]
    return [
        Wishes(
            supplier=name or _("No supplier"),
            ids=",".join(str(one.item_id) for one in lines),
            total=format_money(sum(one.suggested * one.unit_cost for one in lines), currency),
            lines=[_wish(one) for one in lines],
        )
        for name, lines in groups
    ]


def _wish(one: Suggestion) -> Wish:
    lasting = _("lasts {days}", days=lasts(one.days_left).lower()) if one.days_left is not None else ""
    free = _("{count} {unit} free", count=one.available, unit=one.unit)
    if one.available < 0:
        free = _("{count} {unit} too few for what is booked", count=-one.available, unit=one.unit)
    return Wish(str(one.item_id), one.name, ", ".join(part for part in (free, lasting) if part), packed(one.suggested, one))


def bought(db: Session, actor: Actor, *, every: bool, pages: int) -> Bought:
    """The orders, newest first, and what should be ordered."""
    here, now = business.profile(db, actor), clock.now()
    page = paging.together(lambda cursor: stock.orders(db, actor, standing=not every, cursor=cursor, limit=SHOWN), pages)
    return Bought(
        heads=[order_head(row, here.moment(row.created_at, now), here.currency) for row in page.items],
        more=page.next_cursor is not None,
        wishes=wishes(stock.suggestions(db, actor, drafted=False), here.currency),
        suppliers=choices.suppliers(db, actor),
    )


class Orders(Following, rx.State):
    """The orders, and what should be ordered."""

    every: bool = False
    heads: list[OrderHead] = []
    wishes: list[Wishes] = []
    suppliers: list[Choice] = []
    more: bool = False
    loaded: bool = False
    _pages: int = 1
    _begun: bool = False

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows the orders the address asks for and keeps them true while the page is open."""
        every = self.router.url.query_parameters.get("show") == "all"
        async with self:
            self.reset()
            self.every = every
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        def read(asked: tuple[bool, int]) -> Awaitable[Bought]:
            return look(actor, bought, every=asked[0], pages=asked[1])

        await self._show_newest(lambda: (self.every, self._pages), read, self._show)

    def _show(self, found: Bought) -> None:
        self.heads, self.more, self.wishes, self.suppliers = found.heads, found.more, found.wishes, found.suppliers
        self.loaded = True

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    @rx.event
    @requires(Permission.inventory_manage)
    async def draft(self, actor: Actor, ids: str) -> Any:
        """A draft of what should be ordered from one supplier; it opens."""
        wanted = ReorderIn(item_ids=[read_id(id) for id in ids.split(",")[:500]])
        made = await perform(actor, actions.draft_reorders, reorder=wanted)
        return rx.redirect(f"/app/inventory/orders/{made[0].id}")

    @rx.event
    @requires(Permission.inventory_manage)
    async def begin(self, actor: Actor, form: dict[str, Any]) -> Any:
        """An empty draft, once; it opens."""
        if self._begun:
            return None
        supplier = str(form.get("supplier_id") or "")
        made = await perform(actor, actions.draft_order, order=OrderIn(supplier_id=read_id(supplier) if supplier else None))
        self._begun = True
        return rx.redirect(f"/app/inventory/orders/{made.id}")
