"""The page of the business's own fields and tags."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.contacts import actions, queries
from careops.contacts.schemas import FieldChange, FieldIn, FieldRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Conflict, Invalid, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

KINDS = {"text": _("Text"), "number": _("Number"), "date": _("Date"), "choice": _("One of several"), "yes_no": _("Yes or no")}


@dataclass(frozen=True)
class OwnField:
    """A field of the business's own."""

    id: str
    key: str
    label: str
    kind: str
    detail: str
    position: int


@dataclass(frozen=True)
class OwnTag:
    id: str
    name: str


def own(db: Session, actor: Actor) -> tuple[list[OwnField], list[OwnTag]]:
    """The business's fields in their order, and its tags."""
    fields = [
        OwnField(str(one.id), one.key, one.label, one.kind, _detail(one), place) for place, one in enumerate(queries.fields(db, actor))
    ]
    return fields, [OwnTag(str(tag.id), tag.name) for tag in queries.tags(db, actor)]


def _detail(one: FieldRow) -> str:
    return f"{KINDS[one.kind]}: {', '.join(one.options)}" if one.options else KINDS[one.kind]


class Keeping(rx.State):
    """The page of the business's own fields and tags."""

    fields: list[OwnField] = []
    tags: list[OwnTag] = []
    loaded: bool = False
    adding: bool = False
    errors: dict[str, str] = {}

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Shows both and keeps them true while the page is open."""
        async for member in while_here(self, actor, Permission.contacts_view):
            fields, tags = await look(member, own)
            async with self:
                self.fields, self.tags, self.loaded = fields, tags, True

    @rx.event
    @requires(Permission.contacts_manage)
    async def start(self, actor: Actor) -> None:
        """Opens the form for a new field."""
        self.adding, self.errors = True, {}

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was added."""
        self.adding = False

    @rx.event
    @requires(Permission.contacts_manage)
    async def add(self, actor: Actor, form: dict[str, Any]) -> None:
        """A new field, after the others."""
        options = [line.strip() for line in str(form.get("options", "")).splitlines() if line.strip()]
        try:
            given = FieldIn.model_validate({"label": form.get("label", ""), "kind": form.get("kind", "text"), "options": options})
            await perform(actor, actions.add_field, field=given)
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
        except Invalid as refusal:
            self.errors = {problem.field: problem.message for problem in refusal.problems}
        except Conflict as refusal:
            self.errors = {"label": _(refusal.message)}
        else:
            self.adding = False

    @rx.event
    @requires(Permission.contacts_manage)
    async def move(self, actor: Actor, id: str, position: int) -> None:
        """To another place among the fields."""
        await perform(actor, actions.change_field, field_id=read_id(id), change=FieldChange(position=min(max(int(position), 0), 1000)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def archive(self, actor: Actor, id: str) -> None:
        """Puts a field away; undone for as long as the notice is there."""
        row = await perform(actor, actions.archive_field, field_id=read_id(id))
        await say(self, _("“{name}” is put away; what is kept in it stays", name=row.label), undo=(Keeping.restore, str(row.id)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def restore(self, actor: Actor, id: str) -> None:
        """Brings a field back."""
        await perform(actor, actions.restore_field, field_id=read_id(id))

    @rx.event
    @requires(Permission.contacts_manage)
    async def rename_tag(self, actor: Actor, form: dict[str, Any]) -> None:
        """Another name for a tag, everywhere."""
        name = " ".join(str(form.get("name", "")).split())[:40]
        if name:
            await perform(actor, actions.rename_tag, tag_id=read_id(form.get("id", "")), name=name)

    @rx.event
    @requires(Permission.contacts_manage)
    async def remove_tag(self, actor: Actor, id: str) -> None:
        """Takes a tag off everybody, and away."""
        await perform(actor, actions.remove_tag, tag_id=read_id(id))
        await say(self, _("The tag is gone"))
