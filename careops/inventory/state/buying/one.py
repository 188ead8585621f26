"""One order: its draft, what was ordered, and what comes of it in as many parts as it comes; live."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Stale
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.money import amount_text, format_money
from careops.frame.state import requires, say, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import ArrivalIn, OrderDetail, OrderEdit, OrderLineIn, OrderLineRow, ReceiveIn
from careops.inventory.state import choices
from careops.inventory.state.buying.words import OrderHead, order_head, packed
from careops.inventory.state.words import Choice, again, amount, several, wrong


@dataclass(frozen=True)
class OrderLine:
    """A line of an order, with the names of its fields."""

    id: str
    item_id: str
    name: str
    unit: str
    pack: str
    quantity: str
    cost: str
    total: str
    came: str
    missing: str
    open: bool
    by_lot: bool


@dataclass(frozen=True)
class Opened:
    """One order with all about it."""

    head: OrderHead
    lines: list[OrderLine]
    said: dict[str, str]
    version: int
    suppliers: list[Choice]
    places: list[Choice]
    items: list[Choice]


def opened(db: Session, actor: Actor, *, order_id: UUID) -> Opened:
    """One order, or NotFound."""
    here = business.profile(db, actor)
    detail: OrderDetail = stock.order(db, actor, order_id=order_id)
    taken = {line.item_id for line in detail.lines}
    counted = [row for row in stock.items(db, actor, limit=paging.MOST).items if row.counted and row.id not in taken]
    return Opened(
        head=order_head(detail, here.moment(detail.created_at, clock.now()), here.currency),
        lines=[_line(line, here.currency) for line in detail.lines],
        said={
            "supplier_id": str(detail.supplier_id or ""),
            "location_id": str(detail.location_id),
            "notes": detail.notes,
            "expected_on": detail.expected_on.isoformat() if detail.expected_on else "",
            "text": detail.text,
            "email": detail.email,
            "place": detail.location,
        },
        version=detail.version,
        suppliers=choices.suppliers(db, actor),
        places=choices.places(db, actor),
        items=[Choice(str(row.id), row.name) for row in counted],
    )


def _line(line: OrderLineRow, currency: str) -> OrderLine:
    return OrderLine(
        id=str(line.id),
        item_id=str(line.item_id),
        name=line.name,
        unit=line.unit,
        pack=packed(line.quantity, line),
        quantity=str(line.quantity),
        cost=amount_text(line.unit_cost, currency) if line.unit_cost else "",
        total=format_money(line.total, currency) if line.total else "",
        came=_("{came} of {all} here", came=line.received, all=line.quantity),
        missing=str(line.missing),
        open=line.missing > 0,
        by_lot=line.by_lot,
    )


class OrderPage(rx.State):
    """The order in the address."""

    head: OrderHead = OrderHead()
    lines: list[OrderLine] = []
    said: dict[str, str] = {}
    suppliers: list[Choice] = []
    places: list[Choice] = []
    items: list[Choice] = []
    errors: dict[str, str] = {}
    stale: bool = False
    form_key: int = 0
    missing: bool = False
    loaded: bool = False
    _version: int = 0

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows the order and keeps it true while the page is open; what is typed stays until somebody else saves the order."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        try:
            found = await look(actor, opened, order_id=choices.in_address(self))
        except NotFound:
            async with self:
                self.missing, self.loaded = True, True
            return
        async with self:
            self._show(found)

    def _show(self, found: Opened) -> None:
        """What was saved; with nothing new, what is being typed keeps its fields. Older than what is shown was read before our change."""
        if found.version < self._version:
            return
        if found.version > self._version:
            self.lines, self.said, self._version = found.lines, found.said, found.version
            self.form_key += 1
        self.head, self.suppliers, self.places, self.items = found.head, found.suppliers, found.places, found.items
        self.missing, self.loaded = False, True

    def _typed(self, form: dict[str, Any], currency: str) -> list[OrderLineIn]:
        kept = [line for line in self.lines if f"quantity-{line.item_id}" in form]
        found = [
            OrderLineIn(
                item_id=read_id(line.item_id),
                quantity=several(form, f"quantity-{line.item_id}"),
                unit_cost=amount(form, f"cost-{line.item_id}", currency),
            )
            for line in kept
            if str(form.get(f"quantity-{line.item_id}", "")).strip() not in ("", "0")
        ]
        if added := str(form.get("add") or ""):
            found.append(OrderLineIn(item_id=read_id(added), quantity=several(form, "add_quantity")))
        return found

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps the draft as it was typed: a line of 0 goes, the chosen item comes. Sent as `order` it was ordered just so."""
        currency = (await look(actor, business.profile)).currency
        told: dict[str, Any] = {"notes": str(form.get("notes") or ""), "expected_on": form.get("expected_on") or None}
        try:
            if self.head.status == "draft":
                told |= {"supplier_id": form.get("supplier_id") or None, "lines": self._typed(form, currency)}
                told |= {"location_id": form["location_id"]} if form.get("location_id") else {}
            edit = OrderEdit.model_validate(told)
            await perform(actor, actions.edit_order, order_id=choices.in_address(self), edit=edit, expected=self._version)
            if ordered := form.get("how") == "order":
                await perform(actor, actions.place_order, order_id=choices.in_address(self))
        except Stale:
            self.stale = True
            return
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        await self._done(actor, _("Ordered; what comes of it is counted when you receive it") if ordered else _("Saved"))

    async def _done(self, actor: Actor, words: str) -> None:
        self.errors, self.stale = {}, False
        self._show(await look(actor, opened, order_id=choices.in_address(self)))
        await say(self, words)

    @rx.event
    @requires(Permission.inventory_manage)
    async def drop(self, actor: Actor) -> None:
        """Nothing more comes of it."""
        await perform(actor, actions.cancel_order, order_id=choices.in_address(self))
        await self._done(actor, _("Cancelled; what has come stays"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def receive(self, actor: Actor, form: dict[str, Any]) -> None:
        """What came goes onto the shelf, once however often it is sent; an empty or 0 line has not come."""
        if again(form, self.form_key):
            return
        try:
            arrivals = [self._arrived(form, line) for line in self.lines if str(form.get(f"came-{line.id}") or "0").strip() != "0"]
            if not arrivals:
                raise Invalid.field("arrivals", "Say what has come")
            await perform(actor, actions.receive_order, order_id=choices.in_address(self), received=ReceiveIn(arrivals=arrivals))
        except (ValidationError, Invalid) as problem:
            self.errors = {"received": next(iter(wrong(problem).values()), ""), **wrong(problem)}
            return
        await self._done(actor, _("On the shelf"))

    def _arrived(self, form: dict[str, Any], line: OrderLine) -> ArrivalIn:
        told: dict[str, Any] = {"lot": form.get(f"lot-{line.id}") or "", "expires_on": form.get(f"expires-{line.id}") or None}
        return ArrivalIn.model_validate({"line_id": line.id, "quantity": several(form, f"came-{line.id}"), **told})
