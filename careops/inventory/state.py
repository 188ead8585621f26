"""The shelf: items with their levels, one of them opened, and the form for a new one; live."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast, get_args

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, live, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn, ItemRow, MovementIn, Reason, StockCounts

SHOWN = 50
MOST_PAGES = 20
LATEST = 10  # movements shown of the opened item
REASONS = {
    Reason.receive: _("Received"),
    Reason.use: _("Used"),
    Reason.sale: _("Sold"),
    Reason.give_back: _("Came back"),
    Reason.adjust: _("Counted: correct it by"),
}
TOLD = REASONS | {Reason.adjust: _("Counted")}


@dataclass(frozen=True)
class Line:
    """An item in the list; `of` is what a full level would be."""

    id: str = ""
    name: str = ""
    sku: str = ""
    unit: str = ""
    quantity: int = 0
    threshold: int = 0
    of: int = 1
    state: str = "ok"
    tone: str = "ok"
    said: str = ""


@dataclass(frozen=True)
class Moved:
    """One line of the opened item's ledger."""

    id: str
    change: str
    why: str
    who: str
    at: str


@dataclass(frozen=True)
class Opened:
    """The item beside the list; without an id nothing is open."""

    item: Line = Line()
    moves: list[Moved] = field(default_factory=list[Moved])


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see."""

    show: str = ""
    q: str = ""
    item: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Shelf:
    """A list's page, its counts, and the opened item."""

    lines: list[Line]
    more: bool
    counts: StockCounts
    opened: Opened


def line(row: ItemRow) -> Line:
    """An item as a list shows it."""
    said = _("{quantity} left, nobody watches it", quantity=row.quantity)
    if row.threshold:
        said = _("{quantity} left, reorder at {threshold}", quantity=row.quantity, threshold=row.threshold)
    return Line(
        id=str(row.id),
        name=row.name,
        sku=row.sku,
        unit=row.unit,
        quantity=row.quantity,
        threshold=row.threshold,
        of=max(row.threshold * 3, row.quantity, 1),
        state=row.state,
        tone={"low": "warn", "critical": "danger"}.get(row.state, "ok"),
        said=said,
    )


def shelf(db: Session, actor: Actor, *, asked: Asked) -> Shelf:
    """The asked items; an opened one that is not there is simply not open."""
    state = cast("stock.Shortage", asked.show) if asked.show in get_args(stock.Shortage) else None
    read = partial(stock.items, db, actor, q=asked.q, state=state, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    return Shelf(
        lines=[line(row) for row in page.items],
        more=page.next_cursor is not None,
        counts=stock.counts(db, actor),
        opened=opened(db, actor, id=asked.item),
    )


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
            change=f"{move.change:+d}".replace("-", "−"),
            why=move.note or TOLD[Reason(move.reason)],
            who=move.actor_name or "CareOps",
            at=here.moment(move.moved_at, now),
        )
        for move in stock.movements(db, actor, item_id=item.id, limit=LATEST).items
    ]
    return Opened(item=line(item), moves=moves)


class Stock(rx.State):
    """The list that is shown, and the item beside it."""

    show: str = ""
    narrowed: bool = False
    lines: list[Line] = []
    more: bool = False
    counts: StockCounts = StockCounts()
    opened: Opened = Opened()
    errors: dict[str, str] = {}
    form_key: int = 0
    loaded: bool = False
    _asked: Asked = Asked()

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows what the address asks for and keeps it true while the page is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        query = self.router.url.query_parameters
        async with self:
            show, item = str(query.get("show", "")), str(query.get("item", ""))[:64]
            self._asked = Asked(show=show if show in get_args(stock.Shortage) else "", q=self._asked.q, item=item)
            self.show, self.errors = self._asked.show, {}
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.inventory_view):
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    async def _load(self, actor: Actor) -> None:
        asked = self._asked
        found = await look(actor, shelf, asked=asked)
        async with self:
            if asked != self._asked:  # somebody typed on in the meantime; their own load follows
                return
            if found.lines != self.lines:
                self.lines = found.lines
            if found.opened != self.opened:
                self.opened = found.opened
            self.more, self.counts, self.narrowed, self.loaded = found.more, found.counts, bool(asked.q or asked.show), True

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = Asked(**(self._asked.__dict__ | changed))
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def search(self, actor: Actor, typed: str) -> None:
        """Only items whose name or SKU fits what was typed."""
        await self._ask(actor, q=str(typed)[:120].replace("\0", ""), pages=1)

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        await self._ask(actor, pages=min(self._asked.pages + 1, MOST_PAGES))

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
    async def move(self, actor: Actor, form: dict[str, Any]) -> None:
        """Changes the opened item's quantity for a reason; what was typed stays while something is wrong."""
        said = {name: form.get(name, "") for name in ("reason", "quantity", "note")}
        try:
            movement = MovementIn.model_validate(said)
            moved = await perform(actor, actions.move, item_id=read_id(self.opened.item.id), movement=movement)
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        self.errors, self.form_key = {}, self.form_key + 1
        await say(self, _("{name}: {quantity} left", name=self.opened.item.name, quantity=moved.balance))


class NewItem(rx.State):
    """The form for a new item."""

    open: bool = False
    errors: dict[str, str] = {}
    form_key: int = 0

    @rx.event
    @requires(Permission.inventory_manage)
    async def start(self, actor: Actor) -> None:
        """An empty form."""
        self.open, self.errors, self.form_key = True, {}, self.form_key + 1

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was added."""
        self.open = False

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Adds the item with its first count; what was typed stays while something is wrong."""
        said = {name: form[name] for name in ("name", "sku", "unit", "quantity", "threshold") if form.get(name) not in (None, "")}
        try:
            item = await perform(actor, actions.add_item, item=ItemIn.model_validate(said))
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        self.open = False
        await say(self, _("{name} is on the shelf", name=item.name))
