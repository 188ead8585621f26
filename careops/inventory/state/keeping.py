"""Who is ordered from, and where things are kept; live."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Conflict, Invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.schemas import LocationIn, SupplierEdit, SupplierIn
from careops.inventory.state.words import wrong

FIELDS = ("name", "email", "phone", "account", "notes")


@dataclass(frozen=True)
class SupplierLine:
    """Somebody who is ordered from."""

    id: str = ""
    name: str = ""
    reach: str = ""
    said: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class PlaceLine:
    """A place; the first is where everything goes that names no other."""

    id: str
    name: str
    holds: str
    first: bool


def kept(db: Session, actor: Actor) -> tuple[list[SupplierLine], list[PlaceLine]]:
    """The suppliers by name, the places in their order."""
    suppliers = [
        SupplierLine(
            id=str(one.id),
            name=one.name,
            reach=", ".join(part for part in (one.email, one.phone) if part),
            said={name: getattr(one, name) for name in FIELDS},
        )
        for one in stock.suppliers(db, actor, limit=paging.MOST).items
    ]
    places = [
        PlaceLine(str(one.id), one.name, plural("{count} item", "{count} items", one.items), number == 0)
        for number, one in enumerate(stock.locations(db, actor))
    ]
    return suppliers, places


class Keeping(rx.State):
    """The suppliers and places, and the one that is edited."""

    suppliers: list[SupplierLine] = []
    places: list[PlaceLine] = []
    editing: bool = False
    open: SupplierLine = SupplierLine()
    errors: dict[str, str] = {}
    problem: str = ""
    form_key: int = 0
    loaded: bool = False

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Loads both and keeps them true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.inventory_view):
            found = await look(member, kept)
            async with self:
                (self.suppliers, self.places), self.loaded = found, True

    @rx.event
    @requires(Permission.inventory_manage)
    async def edit(self, actor: Actor, id: str) -> None:
        """Opens a supplier's fields; without an id those of a new one."""
        self.open = next((one for one in self.suppliers if one.id == id), SupplierLine(said=dict.fromkeys(FIELDS, "")))
        self.editing, self.errors, self.form_key = True, {}, self.form_key + 1

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes them; nothing changed."""
        self.editing = False

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps the supplier; what was typed stays while something is wrong."""
        said = {name: form.get(name) or "" for name in FIELDS}
        try:
            if self.open.id:
                edit = SupplierEdit.model_validate(said)
                await perform(actor, actions.edit_supplier, supplier_id=read_id(self.open.id), edit=edit)
            else:
                await perform(actor, actions.add_supplier, supplier=SupplierIn.model_validate(said))
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        self.editing = False
        await say(self, _("Saved"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def remove(self, actor: Actor) -> None:
        """Takes the open supplier out of the list."""
        await perform(actor, actions.remove_supplier, supplier_id=read_id(self.open.id))
        self.editing = False
        await say(self, _("Removed: {name}", name=self.open.name))

    # ── places ─────────────────────────────────────────────

    @rx.event
    @requires(Permission.inventory_manage)
    async def add_place(self, actor: Actor, form: dict[str, Any]) -> None:
        """One more place, behind the others."""
        try:
            location = LocationIn.model_validate({"name": form.get("place", "")})
            await perform(actor, actions.add_location, location=location)
        except (ValidationError, Conflict) as problem:
            self.problem = next(iter(wrong(problem).values())) if isinstance(problem, ValidationError) else str(problem)
            return
        self.problem, self.form_key = "", self.form_key + 1

    @rx.event
    @requires(Permission.inventory_manage)
    async def rename_place(self, actor: Actor, id: str, name: str) -> None:
        """Another name for it, once its field is left."""
        known = next((one.name for one in self.places if one.id == id), "")
        if name.strip() and name.strip() != known:
            await perform(actor, actions.rename_location, location_id=read_id(id), location=LocationIn(name=name[:80]))
            await say(self, _("Saved"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def put_first(self, actor: Actor, id: str) -> None:
        """Everything that names no place goes there from now on."""
        await perform(actor, actions.order_locations, ids=[read_id(id)])

    @rx.event
    @requires(Permission.inventory_manage)
    async def remove_place(self, actor: Actor, id: str) -> None:
        """Takes an empty place out of the list."""
        await perform(actor, actions.remove_location, location_id=read_id(id))
