"""Steps 6 and 7: what is in stock, and who else works here."""

from typing import Any

import reflex as rx

from careops.accounts import actions as accounts
from careops.accounts.schemas import InvitationIn
from careops.core.actor import Actor, Permission
from careops.core.db import perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say
from careops.inventory import actions as inventory
from careops.inventory.schemas import ItemEdit, ItemIn
from careops.onboarding import actions as onboarding
from careops.onboarding.state.saving import saved


class ItemsStep(rx.State):
    """Which item is open, and what is wrong with its fields."""

    opened: str = ""
    errors: dict[str, str] = {}

    @rx.event
    @requires(Permission.inventory_manage)
    async def open_item(self, actor: Actor, item: str) -> None:
        """Opens an item's fields, or closes them."""
        self.opened, self.errors = "" if self.opened == item else item, {}

    @rx.event
    @requires(Permission.inventory_manage)
    async def add(self, actor: Actor) -> None:
        """One more item, open to be filled in."""
        made = await perform(actor, inventory.add_item, item=ItemIn(name=_("New item")))
        self.opened, self.errors = str(made.id), {}

    @rx.event
    @requires(Permission.inventory_manage)
    async def save(self, actor: Actor, item: str, field: str, value: str) -> None:
        """Keeps one field as soon as it is left; a quantity goes into the ledger."""
        if field == "quantity":
            count = lambda: {"item_id": read_id(item), "quantity": ItemIn.model_validate({"name": "x", "quantity": value}).quantity}  # noqa: E731
            self.errors = await saved(self.errors, actor, field, onboarding.count_item, count)
        else:
            edit = lambda: {"item_id": read_id(item), "edit": ItemEdit.model_validate({field: value})}  # noqa: E731
            self.errors = await saved(self.errors, actor, field, inventory.edit_item, edit)

    @rx.event
    @requires(Permission.inventory_manage)
    async def drop(self, actor: Actor, item: str) -> None:
        """Takes an item out."""
        await perform(actor, inventory.archive_item, item_id=read_id(item))
        self.opened = ""


class TeamStep(rx.State):
    """Somebody being invited, and what is wrong with their address."""

    errors: dict[str, str] = {}

    @rx.event
    @requires(Permission.team)
    async def invite(self, actor: Actor, form_data: dict[str, Any]) -> Any:
        """Mails an invitation."""

        def made() -> dict[str, Any]:
            asked = InvitationIn.model_validate({"email": form_data.get("invite_email", ""), "role": form_data.get("invite_role", "staff")})
            return {"email": asked.email, "role": asked.role}

        self.errors = await saved({}, actor, "invite_email", accounts.invite, made)
        if self.errors:
            return rx.set_focus("invite_email")
        await say(self, _("The invitation is on its way"))
        return rx.set_value("invite_email", "")

    @rx.event
    @requires(Permission.team)
    async def revoke(self, actor: Actor, invitation: str) -> None:
        """Takes an invitation back."""
        await perform(actor, accounts.revoke, invitation_id=read_id(invitation))
