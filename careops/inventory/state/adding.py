"""The form for a new item."""

from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.frame.state import requires, say
from careops.inventory import actions
from careops.inventory.schemas import ItemIn
from careops.inventory.state import choices
from careops.inventory.state.words import Choice, typed, wrong


def offered(db: Session, actor: Actor) -> tuple[str, list[Choice]]:
    """The currency prices are in, and the suppliers an item may have."""
    return business.profile(db, actor).currency, choices.suppliers(db, actor)


class NewItem(rx.State):
    """The form for a new item."""

    open: bool = False
    errors: dict[str, str] = {}
    suppliers: list[Choice] = []
    currency: str = ""
    form_key: int = 0

    @rx.event
    @requires(Permission.inventory_manage)
    async def start(self, actor: Actor) -> None:
        """An empty form."""
        self.currency, self.suppliers = await look(actor, offered)
        self.open, self.errors, self.form_key = True, {}, self.form_key + 1

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was added."""
        self.open = False

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Adds the item with its first count, once; what was typed stays while something is wrong."""
        if not self.open:
            return
        currency, _suppliers = await look(actor, offered)
        try:
            item = await perform(actor, actions.add_item, item=ItemIn.model_validate(typed(form, currency)))
        except (ValidationError, Invalid) as problem:
            self.errors = wrong(problem)
            return
        self.open = False
        await say(self, _("{name} is on the shelf", name=item.name))
