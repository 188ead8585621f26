"""The shelf: items with their levels, one of them opened, narrowed by the address; live."""

from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemEdit, MovementIn, Reason, StockCounts
from careops.inventory.state import choices
from careops.inventory.state.words import TOLD, Choice, Line, LotLine, again, line, lot_line, signed, wrong

SHOWN = 50
MOST_PAGES = 20
LATEST = 10  # movements shown of the opened item
EXPIRING = "expiring"
SHOWS = (*get_args(stock.Shortage), EXPIRING)
NARROWS = ("category", "place", "supplier")


@dataclass(frozen=True)
class Moved:
    """One line of an item's ledger."""

    id: str
    change: str
    why: str
    who: str
    at: str


@dataclass(frozen=True)
class Opened:
    """The item beside the list; without an id nothing is open."""

    item: Line = field(default_factory=Line)
    outlook: str = ""
    moves: list[Moved] = field(default_factory=list[Moved])


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see."""

    show: str = ""
    q: str = ""
    item: str = ""
    category: str = ""
    place: str = ""
    supplier: str = ""
    pages: int = 1

    def address(self) -> str:
        """Where this view is found again."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("pages", "item")}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/app/inventory?{query}" if query else "/app/inventory"


@dataclass(frozen=True)
class Menus:
    """What the list can be narrowed by."""

    categories: list[Choice] = field(default_factory=list[Choice])
    places: list[Choice] = field(default_factory=list[Choice])
    suppliers: list[Choice] = field(default_factory=list[Choice])


@dataclass(frozen=True)
class Shelf:
    """A list's page, its counts, its menus, and the opened item."""

    lines: list[Line]
    more: bool
    counts: StockCounts
    lots: list[LotLine]
    menus: Menus
    opened: Opened


def shelf(db: Session, actor: Actor, *, asked: Asked) -> Shelf:
    """The asked items; an opened one that is not there is simply not open."""
    state = cast("stock.Shortage", asked.show) if asked.show in get_args(stock.Shortage) else None
    read = partial(stock.items, db, actor, q=asked.q, state=state, limit=SHOWN, category=asked.category or None)
    narrowed = partial(read, supplier_id=_one(asked.supplier), location_id=_one(asked.place))
    page = paging.together(lambda cursor: narrowed(cursor=cursor), asked.pages)
    return Shelf(
        lines=[line(row) for row in page.items],
        more=page.next_cursor is not None,
        counts=stock.counts(db, actor),
        lots=[lot_line(row) for row in stock.expiring(db, actor)],
        menus=menus(db, actor),
        opened=opened(db, actor, id=asked.item),
    )


def menus(db: Session, actor: Actor) -> Menus:
    """The categories, places and suppliers there are."""
    return Menus(
        [Choice(one, one) for one in stock.categories(db, actor)],
        choices.places(db, actor),
        choices.suppliers(db, actor),
    )


def _one(text: str) -> UUID | None:
    try:
        return read_id(text) if text else None
    except NotFound:
        return None


def opened(db: Session, actor: Actor, *, id: str) -> Opened:
    """One item with its latest movements."""
    if not id:
        return Opened()
    try:
        item = stock.get(db, actor, item_id=read_id(id))
    except NotFound:
        return Opened()
    here, now = business.profile(db, actor), clock.now()
    moves = [
        Moved(
            id=str(move.id),
            change=signed(move.change),
            why=move.note or TOLD[Reason(move.reason)],
            who=move.actor_name or "CareOps",
            at=here.moment(move.moved_at, now),
        )
        for move in stock.movements(db, actor, item_id=item.id, limit=LATEST).items
    ]
    return Opened(item=line(item), outlook=stock.outlook_sentence(item), moves=moves)


class Stock(Following, rx.State):
    """The list that is shown, and the item beside it."""

    show: str = ""
    category: str = ""
    place: str = ""
    supplier: str = ""
    narrowed: bool = False
    lines: list[Line] = []
    lots: list[LotLine] = []
    more: bool = False
    counts: StockCounts = StockCounts()
    menus: Menus = Menus()
    opened: Opened = Opened()
    base: str = "/app/inventory"
    errors: dict[str, str] = {}
    form_key: int = 0
    loaded: bool = False
    _asked: Asked = Asked()

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows what the address asks for and keeps it true while the page is open."""
        query = {name: str(value)[:120].replace("\0", "") for name, value in self.router.url.query_parameters.items()}
        async with self:
            show = query.get("show", "")
            wanted: dict[str, Any] = {name: query.get(name, "") for name in (*NARROWS, "item")}
            self._asked = Asked(show=show if show in SHOWS else "", q=query.get("q", self._asked.q), **wanted)
            self.show, self.errors, self.base = self._asked.show, {}, self._asked.address()
            self.category, self.place, self.supplier = self._asked.category, self._asked.place, self._asked.supplier
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(lambda: self._asked, lambda asked: look(actor, shelf, asked=asked), self._show)

    def _show(self, found: Shelf) -> None:
        for name in ("lines", "lots", "menus", "opened"):
            if getattr(found, name) != getattr(self, name):
                setattr(self, name, getattr(found, name))
        self.more, self.counts, self.loaded = found.more, found.counts, True
        asked = self._asked
        self.narrowed = any((asked.q, asked.show, asked.category, asked.place, asked.supplier))

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = replace(self._asked, **changed)
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def search(self, actor: Actor, typed: str) -> None:
        """Only items whose name, SKU or barcode fits what was typed."""
        await self._ask(actor, q=typed[:120].replace("\0", ""), pages=1)

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        await self._ask(actor, pages=min(self._asked.pages + 1, MOST_PAGES))

    @rx.event
    @requires(Permission.inventory_view)
    async def narrow(self, actor: Actor, name: str, value: str) -> Any:
        """Only one category, place or supplier; the address says so."""
        if name not in NARROWS:
            return None
        return rx.redirect(replace(self._asked, **{name: value[:120].replace("\0", "")}).address())

    @rx.event
    @requires(Permission.inventory_manage)
    async def take(self, actor: Actor, id: str) -> None:
        """One was used; the list follows by itself."""
        await perform(actor, actions.move, item_id=read_id(id), movement=MovementIn(reason=Reason.use, quantity=1))

    @rx.event
    @requires(Permission.inventory_manage)
    async def put(self, actor: Actor, id: str) -> None:
        """One came in; the list follows by itself."""
        await perform(actor, actions.move, item_id=read_id(id), movement=MovementIn(reason=Reason.receive, quantity=1))

    @rx.event
    @requires(Permission.inventory_manage)
    async def refill(self, actor: Actor, id: str, on: bool) -> None:
        """Says that something nobody counts is short, or is there again."""
        await perform(actor, actions.edit_item, item_id=read_id(id), edit=ItemEdit(needs_refill=bool(on)))

    @rx.event
    @requires(Permission.inventory_manage)
    async def move(self, actor: Actor, form: dict[str, Any]) -> None:
        """Changes the opened item's quantity for a reason, once; what was typed stays while something is wrong."""
        if again(form, f"{self.opened.item.id}{self.form_key}"):
            return
        said = {name: form.get(name, "") for name in ("reason", "quantity", "note")}
        try:
            movement = MovementIn.model_validate(said)
            moved = await perform(actor, actions.move, item_id=read_id(self.opened.item.id), movement=movement)
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        self.errors, self.form_key = {}, self.form_key + 1
        await say(self, _("{name}: {quantity} left", name=self.opened.item.name, quantity=moved.balance))
