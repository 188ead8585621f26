"""What bookings take from the shelf, as the shelf's own pages, a service's page and a booking's page show it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.queries.recipes import using
from careops.booking.schemas.recipes import RecipeIn, RecipeRow, UseIn
from careops.booking.state.service import ServiceEditor
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.typed import whole
from careops.frame.state import requires
from careops.inventory import queries as stock
from careops.inventory.schemas import PromiseRow
from careops.inventory.state.item import UsedIn
from careops.inventory.state.words import Choice


@dataclass(frozen=True)
class UseLine:
    """One line of a recipe; `key` is its item and variant."""

    key: str
    words: str
    variant: str


@dataclass(frozen=True)
class TakenLine:
    """What a booking takes of an item, or took."""

    item_id: str
    name: str
    unit: str
    amount: str
    taken: bool


@dataclass(frozen=True)
class Menu:
    """A recipe with the items and variants that can be chosen."""

    lines: list[UseLine]
    items: list[Choice]
    variants: list[Choice]


def used_in(db: Session, actor: Actor, item_id: UUID) -> list[UsedIn]:
    """The services that use an item, for its page."""
    return [
        UsedIn(
            name=f"{row.name}, {row.variant}" if row.variant else row.name,
            amount=str(row.quantity),
            href=f"/app/settings/services/{row.booking_type_id}",
        )
        for row in using(db, actor, item_id=item_id)
    ]


def taken(rows: list[PromiseRow]) -> list[TakenLine]:
    """What is kept for a booking, or was used for it."""
    return [
        TakenLine(str(row.item_id), row.name, row.unit, str(row.quantity if row.used is None else row.used), row.used is not None)
        for row in rows
    ]


def menu(db: Session, actor: Actor, *, service: UUID) -> Menu:
    """A service's recipe, and what could be added to it."""
    recipe = bookings.recipe(db, actor, booking_type_id=service)
    kept = [row for row in stock.items(db, actor, limit=paging.MOST).items if row.counted] if actor.can(Permission.inventory_view) else []
    return Menu(
        lines=_lines(recipe),
        items=[Choice(str(row.id), f"{row.name} ({row.unit})") for row in kept],
        variants=[Choice(str(one.id), one.name) for one in bookings.booking_type(db, actor, booking_type_id=service).variants],
    )


def _lines(recipe: RecipeRow) -> list[UseLine]:
    return [
        UseLine(
            key=f"{use.item_id}:{use.variant_id or ''}",
            words=_("{quantity} {unit} of {item}", quantity=use.quantity, unit=use.unit, item=use.item),
            variant=use.variant,
        )
        for use in recipe.uses
    ]


class Recipe(rx.State):
    """What a booking of the service in the address uses; every change is kept at once."""

    lines: list[UseLine] = []
    items: list[Choice] = []
    variants: list[Choice] = []
    problem: str = ""
    form_key: int = 0
    there: bool = False

    def _id(self) -> str:
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows the recipe; a service that is still to be made has none."""
        self.reset()
        if self._id() != "new":
            found = await look(actor, menu, service=read_id(self._id()))
            self.lines, self.items, self.variants, self.there = found.lines, found.items, found.variants, True

    async def _keep(self, actor: Actor, uses: list[UseIn]) -> None:
        """Keeps all of it over what the page was opened with; the editor around it goes on with the new version."""
        editor: Any = await self.get_state(ServiceEditor)
        wanted = RecipeIn(uses=uses)
        kept = await perform(actor, booking.set_recipe, booking_type_id=read_id(self._id()), recipe=wanted, version=editor._version)
        editor._version += 1
        self.lines, self.problem, self.form_key = _lines(kept), "", self.form_key + 1

    async def _uses(self, actor: Actor, without: str) -> list[UseIn]:
        recipe = await look(actor, bookings.recipe, booking_type_id=read_id(self._id()))
        found = [UseIn(item_id=use.item_id, variant_id=use.variant_id, quantity=use.quantity) for use in recipe.uses]
        return [use for use in found if f"{use.item_id}:{use.variant_id or ''}" != without]

    @rx.event
    @requires(Permission.settings)
    async def add(self, actor: Actor, form: dict[str, Any]) -> None:
        """So many of an item more; the same item for the same variant gets the new amount."""
        many, item, variant = whole(str(form.get("amount") or "")), str(form.get("item") or ""), str(form.get("variant") or "")
        if not item or many is None or many > 10**6:
            self.problem = _("Choose an item, and how much of it one booking uses")
            return
        use = UseIn(item_id=read_id(item), variant_id=read_id(variant) if variant else None, quantity=many)
        await self._keep(actor, [*await self._uses(actor, f"{use.item_id}:{use.variant_id or ''}"), use])

    @rx.event
    @requires(Permission.settings)
    async def remove(self, actor: Actor, key: str) -> None:
        """It is not used any more."""
        await self._keep(actor, await self._uses(actor, key))
