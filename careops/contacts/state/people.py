"""The contacts' list and the form for one, live."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.contacts import actions, queries
from careops.contacts.rules import shown_phone
from careops.contacts.schemas import ContactChange, ContactIn, ContactRow, Source
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say

FIELDS = ("name", "email", "phone", "notes")


class ContactForm(rx.State):
    """The dialog for somebody new, or for changing somebody."""

    open: bool = False
    contact_id: str = ""
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    form_key: str = ""
    _version: int = 0
    _opened: int = 0

    def _fill(self, id: str, values: dict[str, str], version: int = 0) -> None:
        self._opened += 1
        self.open, self.contact_id, self.values, self.errors = True, id, values, {}
        self._version, self.form_key = version, f"contact-{self._opened}"

    @rx.event
    @requires(Permission.contacts_manage)
    async def start(self, actor: Actor) -> None:
        """An empty form."""
        self._fill("", dict.fromkeys(FIELDS, ""))

    @rx.event
    @requires(Permission.contacts_manage)
    async def edit(self, actor: Actor, id: str) -> None:
        """The form with what is known."""
        row = await look(actor, queries.get, contact_id=read_id(id))
        self._fill(id, {"name": row.name, "email": row.email, "phone": shown_phone(row.phone), "notes": row.notes}, row.version)

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was changed."""
        self.open = False

    @rx.event
    @requires(Permission.contacts_manage)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Adds or changes the person, once; what was typed stays while something is wrong."""
        if not self.open:
            return None
        said = {name: str(form.get(name, "")) for name in FIELDS}
        try:
            row = await self._save(actor, said)
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return None
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return None
        changed, self.open = bool(self.contact_id), False
        await say(self, _("Changes saved") if changed else _("{name} is in your contacts", name=row.name))
        return None if changed else rx.redirect(f"/app/contacts/{row.id}")

    async def _save(self, actor: Actor, said: dict[str, str]) -> ContactRow:
        if self.contact_id:
            change = ContactChange(name=said["name"], email=said["email"], phone=said["phone"], notes=said["notes"])
            return await perform(actor, actions.edit, contact_id=read_id(self.contact_id), change=change, version=self._version)
        given = ContactIn(name=said["name"], email=said["email"], phone=said["phone"], notes=said["notes"])
        return await perform(actor, actions.register, **given.model_dump(), source=Source.staff)
