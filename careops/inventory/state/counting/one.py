"""The counting of one place with one hand: scan, or press, then see how it differs; live."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import CountIn, CountRow, StocktakeDetail
from careops.inventory.state import choices
from careops.inventory.state.counting.words import CountLine, TakeLine, count_line, take_line, uncounted_line
from careops.inventory.state.words import wrong

SHOWN = 50
MOST_PAGES = 20


@dataclass(frozen=True)
class Take:
    """One stocktake with what was counted and what was not."""

    take: TakeLine
    lines: list[CountLine]
    more: bool
    uncounted: list[CountLine]
    beyond: str
    current: CountLine = field(default_factory=CountLine)
    pack: int = 1


def one_take(db: Session, actor: Actor, *, stocktake_id: UUID, current: str, pages: int) -> Take:
    """One stocktake, or NotFound; `current` is the item in hand."""
    here = business.profile(db, actor)
    detail: StocktakeDetail = stock.stocktake(db, actor, stocktake_id=stocktake_id)
    read = partial(stock.counts_of, db, actor, stocktake_id=stocktake_id, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), pages)
    lines = [count_line(row, here.currency) for row in page.items]
    waiting = [uncounted_line(row) for row in detail.uncounted]
    at_hand, pack = CountLine(), 1
    if current:
        item = stock.get(db, actor, item_id=read_id(current))
        plain = CountLine(item_id=str(item.id), name=item.name, code=item.sku or item.barcode, unit=item.unit)
        counted = (count_line(row, here.currency) for row in detail.lines if str(row.item_id) == current)
        at_hand, pack = next(counted, plain), item.pack_size
    left = len(waiting) - SHOWN
    return Take(
        take=take_line(detail, here.moment(detail.started_at, clock.now()), here.currency),
        lines=lines,
        more=page.next_cursor is not None,
        uncounted=waiting[:SHOWN],
        beyond=plural("and {count} more", "and {count} more", left) if left > 0 else "",
        current=at_hand,
        pack=pack,
    )


class Counting(Following, rx.State):
    """One stocktake, counted item by item."""

    take: TakeLine = TakeLine()
    lines: list[CountLine] = []
    uncounted: list[CountLine] = []
    beyond: str = ""
    more: bool = False
    current: CountLine = CountLine()
    pack: int = 1
    problem: str = ""
    form_key: int = 0
    missing: bool = False
    loaded: bool = False
    _current: str = ""
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows the stocktake in the address and keeps it true: several may count the same place."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        async def read(asked: tuple[str, int]) -> Take | None:
            try:
                return await look(actor, one_take, stocktake_id=choices.in_address(self), current=asked[0], pages=asked[1])
            except NotFound:
                return None

        await self._show_newest(lambda: (self._current, self._pages), read, self._show)

    def _show(self, found: Take | None) -> None:
        if found:
            for name in ("take", "lines", "uncounted", "beyond", "more", "current", "pack"):
                if getattr(found, name) != getattr(self, name):
                    setattr(self, name, getattr(found, name))
        self.missing, self.loaded = found is None, True

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page of what was counted."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    async def _count(self, actor: Actor, **told: Any) -> CountRow | None:
        """Counts, and takes the item in hand; what is wrong is said beside the field."""
        self._outdate()
        try:
            row = await perform(actor, actions.count_item, stocktake_id=choices.in_address(self), count=CountIn.model_validate(told))
        except (ValidationError, Invalid) as problem:
            self.problem = next(iter(wrong(problem).values()), "")
            return None
        self.problem, self._current, self.form_key = "", str(row.item_id), self.form_key + 1
        self.current = count_line(row, (await look(actor, business.profile)).currency)
        return row

    @rx.event
    @requires(Permission.inventory_manage)
    async def scan(self, actor: Actor, form: dict[str, Any]) -> None:
        """A code was read, by a scanner that types or by the camera: one more of that item."""
        code = str(form.get("code") or "").strip()[:60]
        if code and await self._count(actor, barcode=code, counted=1, add=True) is None:
            self.problem = _("{code}: {problem}", code=code, problem=self.problem)

    @rx.event
    @requires(Permission.inventory_manage)
    async def pick(self, actor: Actor, id: str) -> None:
        """Takes an item in hand, to count it or to count it again."""
        item = await look(actor, stock.get, item_id=read_id(id))
        known = [one for one in (*self.lines, *self.uncounted) if one.item_id == str(item.id)]
        plain = CountLine(item_id=str(item.id), name=item.name, code=item.sku or item.barcode, unit=item.unit)
        self.current, self.pack = next(iter(known), plain), item.pack_size
        self._current, self.problem, self.form_key = str(item.id), "", self.form_key + 1

    @rx.event
    @requires(Permission.inventory_manage)
    async def more_of(self, actor: Actor, many: int) -> None:
        """So many more of the item in hand; below 0 so many fewer."""
        if many > 0:
            await self._count(actor, item_id=self._current or None, counted=many, add=True)
        else:
            await self._count(actor, item_id=self._current or None, counted=max(self.current.counted + many, 0))

    @rx.event
    @requires(Permission.inventory_manage)
    async def put(self, actor: Actor, form: dict[str, Any]) -> None:
        """There are just so many of the item in hand."""
        await self._count(actor, item_id=self._current or None, counted=form.get("counted", ""))

    @rx.event
    @requires(Permission.inventory_manage)
    async def forget(self, actor: Actor) -> None:
        """Takes back what was counted of the item in hand."""
        self._outdate()
        lot = read_id(self.current.lot_id) if self.current.lot_id else None
        await perform(actor, actions.forget_count, stocktake_id=choices.in_address(self), item_id=read_id(self._current), lot_id=lot)
        self._current, self.current = "", CountLine()

    # ── the end ────────────────────────────────────────────

    @rx.event
    @requires(Permission.inventory_manage)
    async def reveal(self, actor: Actor) -> None:
        """Ends the blindness: what differs is seen, and can be counted again."""
        await perform(actor, actions.reveal_stocktake, stocktake_id=choices.in_address(self))

    @rx.event
    @requires(Permission.inventory_manage)
    async def apply(self, actor: Actor) -> None:
        """Writes the differences into the ledger."""
        done = await perform(actor, actions.apply_stocktake, stocktake_id=choices.in_address(self))
        told = plural("{count} difference is in the ledger", "{count} differences are in the ledger", done.differing or 0)
        await say(self, told if done.differing else _("Counted; nothing differed"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def drop(self, actor: Actor) -> Any:
        """Ends it; nothing changes."""
        await perform(actor, actions.cancel_stocktake, stocktake_id=choices.in_address(self))
        await say(self, _("Stocktake cancelled; nothing changed"))
        return rx.redirect("/app/inventory/stocktakes")
