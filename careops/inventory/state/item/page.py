"""The page of one item, live: moving it, carrying it, and saying what it is."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Stale
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here
from careops.inventory import actions
from careops.inventory import queries as stock
from careops.inventory.actions.items import restore_item
from careops.inventory.schemas import ItemEdit, MovementIn, Reason, TransferIn
from careops.inventory.state import choices
from careops.inventory.state.item.known import Entry, There, UsedIn, Whole, whole
from careops.inventory.state.outlook import Chart
from careops.inventory.state.words import REASONS, Choice, Line, LotLine, again, ticked, typed, wrong

MOST_PAGES = 20


class ItemPage(Following, rx.State):
    """The item in the address."""

    item: Line = Line()
    said: dict[str, str] = {}
    facts: dict[str, str] = {}
    chart: Chart = Chart()
    levels: list[There] = []
    lots: list[LotLine] = []
    lot_choices: list[Choice] = []
    uses: list[UsedIn] = []
    places: list[Choice] = []
    suppliers: list[Choice] = []
    entries: list[Entry] = []
    more: bool = False
    pack: int = 1
    by_lot: bool = False
    reason: str = Reason.receive.value
    editing: bool = False
    stale: bool = False
    errors: dict[str, str] = {}
    carry_errors: dict[str, str] = {}
    form_key: int = 0
    missing: bool = False
    loaded: bool = False
    _pages: int = 1
    _version: int = 0
    _seen: int = 0

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def live(self, actor: Actor) -> None:
        """Shows the item in the address and keeps it true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.inventory_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        async def read(pages: int) -> Whole | None:
            try:
                return await look(actor, whole, item_id=choices.in_address(self), pages=pages)
            except NotFound:
                return None

        await self._show_newest(lambda: self._pages, read, self._show)

    def _show(self, found: Whole | None) -> None:
        if found:
            for name in ("item", "said", "facts", "chart", "levels", "lots", "uses", "places", "suppliers", "entries"):
                if getattr(found, name) != getattr(self, name):
                    setattr(self, name, getattr(found, name))
            self.lot_choices = [Choice(one.id, f"{one.code}, {one.left}, {one.place}") for one in found.lots]
            self.more, self.pack, self.by_lot, self._version = found.more, found.pack, found.by_lot, found.version
        self.missing, self.loaded = found is None, True

    @rx.event(background=True)
    @requires(Permission.inventory_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page of the ledger, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    # ── moving ─────────────────────────────────────────────

    @rx.event
    @requires(Permission.inventory_manage)
    async def choose(self, actor: Actor, reason: str) -> None:
        """What happened: the form asks for what belongs to it."""
        self.reason = reason if reason in [one.value for one in REASONS] else Reason.receive.value
        self.errors = {}

    @rx.event
    @requires(Permission.inventory_manage)
    async def move(self, actor: Actor, form: dict[str, Any]) -> None:
        """Writes into the ledger what happened, once; what was typed stays while something is wrong."""
        if again(form, self.form_key):
            return
        said = {name: form[name] for name in ("quantity", "note", "lot", "location_id", "expires_on", "lot_id") if form.get(name)}
        said |= {"reason": self.reason, "quantity": form.get("quantity", ""), "in_packs": ticked(form, "in_packs")}
        try:
            movement = MovementIn.model_validate(said)
            moved = await perform(actor, actions.move, item_id=choices.in_address(self), movement=movement)
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        self.errors, self.form_key = {}, self.form_key + 1
        await say(self, _("{name}: {quantity} left", name=self.item.name, quantity=moved.balance))

    @rx.event
    @requires(Permission.inventory_manage)
    async def carry(self, actor: Actor, form: dict[str, Any]) -> None:
        """Carries some from one place to another, once."""
        if again(form, self.form_key):
            return
        said = {"quantity": form.get("carried", ""), "from_id": form.get("from_id", ""), "to_id": form.get("to_id", "")}
        try:
            transfer = TransferIn.model_validate(said)
            await perform(actor, actions.transfer, item_id=choices.in_address(self), transfer=transfer)
        except (ValidationError, Invalid) as problem:
            told = wrong(problem)
            self.carry_errors = {"carried" if name == "quantity" else name: words for name, words in told.items()}
            return
        self.carry_errors, self.form_key = {}, self.form_key + 1
        await say(self, _("Carried"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def refill(self, actor: Actor, on: bool) -> None:
        """Says that something nobody counts is short, or is there again."""
        await perform(actor, actions.edit_item, item_id=choices.in_address(self), edit=ItemEdit(needs_refill=bool(on)))

    # ── editing ────────────────────────────────────────────

    @rx.event
    @requires(Permission.inventory_manage)
    async def edit(self, actor: Actor) -> None:
        """Opens the item's fields."""
        self.editing, self.errors, self.stale, self._seen, self.form_key = True, {}, False, self._version, self.form_key + 1

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the fields; nothing changed."""
        self.editing, self.errors = False, {}

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what was typed, unless somebody else saved the item in the meantime; then saving again insists."""
        currency = (await look(actor, business.profile)).currency
        try:
            edit = ItemEdit.model_validate(typed(form, currency))
            await perform(actor, actions.edit_item, item_id=choices.in_address(self), edit=edit, expected=self._seen)
        except Stale:
            self.stale, self._seen = True, (await look(actor, stock.get, item_id=choices.in_address(self))).version
            return
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        self.editing, self.errors = False, {}
        await say(self, _("Saved"))

    @rx.event
    @requires(Permission.inventory_manage)
    async def archive(self, actor: Actor) -> Any:
        """Takes the item off the shelf; it can be brought back for a moment."""
        await perform(actor, actions.archive_item, item_id=choices.in_address(self))
        await say(self, _("{name} is off the shelf", name=self.item.name), undo=(ItemPage.restore, str(choices.in_address(self))))
        return rx.redirect("/app/inventory")

    @rx.event
    @requires(Permission.inventory_manage)
    async def restore(self, actor: Actor, id: str) -> None:
        """Puts it back where it was."""
        item = await perform(actor, restore_item, item_id=read_id(id))
        await say(self, _("{name} is on the shelf", name=item.name))
