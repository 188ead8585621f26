"""On one person's page: their tags, what is kept of them besides, and whom they book for."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import actions, queries
from careops.contacts.rules.fields import read_day
from careops.contacts.schemas import ContactChange, DependentChange, DependentIn, FieldRow
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

SAID = {"yes": _("Yes"), "no": _("No")}


@dataclass(frozen=True)
class Value:
    """What one person's page says in such a field, and how it is asked."""

    name: str
    label: str
    kind: str
    text: str
    said: str
    options: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class Dependent:
    id: str
    name: str
    detail: str
    relation: str
    born: str
    notes: str


@dataclass(frozen=True)
class Person:
    """One person's tags, values and dependents."""

    id: str = ""
    tags: str = ""
    tag_list: list[str] = field(default_factory=list)
    answers: list[Value] = field(default_factory=list)
    dependents: list[Dependent] = field(default_factory=list)


def person(db: Session, actor: Actor, *, contact: str, errors: dict[str, str]) -> Person:
    """What is kept of one person besides."""
    row = queries.whole(db, actor, contact_id=read_id(contact))
    here = business.profile(db, actor)
    fields = queries.fields(db, actor)
    return Person(
        id=str(row.id),
        tags=", ".join(row.tags),
        tag_list=row.tags,
        answers=[_value(one, row.fields.get(one.key, ""), errors, here) for one in fields],
        dependents=[
            Dependent(
                str(one.id),
                one.name,
                " · ".join(part for part in (one.relation, _day(one.born_on, here), one.notes) if part),
                one.relation,
                one.born_on.isoformat() if one.born_on else "",
                one.notes,
            )
            for one in queries.dependents(db, actor, contact_id=row.id)
        ],
    )


def _value(one: FieldRow, text: str, errors: dict[str, str], here: BusinessRow) -> Value:
    said = _day(date.fromisoformat(text), here) if one.kind == "date" and text else SAID.get(text, text) if one.kind == "yes_no" else text
    return Value(f"field:{one.key}", one.label, one.kind, text, said or "–", one.options, errors.get(f"fields.{one.key}", ""))


def _day(day: date | None, here: BusinessRow) -> str:
    return when.date_text(day, here.spoken(), year=True) if day else ""


class Kept(rx.State):
    """What is kept of the person whose page is open."""

    shown: Person = Person()
    editing: str = ""
    errors: dict[str, str] = {}

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Loads the person in the address and keeps it true while their page is open."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async for member in while_here(self, actor, Permission.contacts_view):
            found = await self._found(member, asked)
            async with self:
                if found != self.shown:
                    self.shown = found

    @rx.event
    @requires(Permission.contacts_manage)
    async def edit(self, actor: Actor, what: str) -> None:
        """Opens a form: tags, fields, or a dependent (by id, or `new`)."""
        self.editing, self.errors = str(what), {}

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was changed."""
        self.editing = ""

    @rx.event
    @requires(Permission.contacts_manage)
    async def save_tags(self, actor: Actor, form: dict[str, Any]) -> None:
        """Exactly these tags."""
        names = [name.strip()[:40] for name in str(form.get("tags", "")).split(",") if name.strip()][:50]
        await perform(actor, actions.set_tags, contact_id=read_id(self.shown.id), names=names)
        await self._done(actor)

    @rx.event
    @requires(Permission.contacts_manage)
    async def save_fields(self, actor: Actor, form: dict[str, Any]) -> None:
        """What was typed into the business's own fields."""
        said = {key.removeprefix("field:"): str(typed) for key, typed in form.items() if key.startswith("field:")}
        await self._try(actor, lambda: perform(actor, actions.edit, contact_id=read_id(self.shown.id), change=ContactChange(fields=said)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def save_dependent(self, actor: Actor, form: dict[str, Any]) -> None:
        """Somebody new whom they book for, or other words about one."""
        contact, which = read_id(self.shown.id), self.editing
        told = {name: str(form.get(name, "")) for name in ("name", "relation", "notes")}

        async def save() -> object:
            born = read_day(str(form["born_on"])) if form.get("born_on") else None
            if which == "new":
                given = DependentIn.model_validate(told | {"born_on": born})
                return await perform(actor, actions.add_dependent, contact_id=contact, dependent=given)
            change = DependentChange.model_validate(told | {"born_on": born})
            return await perform(actor, actions.change_dependent, contact_id=contact, dependent_id=read_id(which), change=change)

        await self._try(actor, save)

    @rx.event
    @requires(Permission.contacts_manage)
    async def archive_dependent(self, actor: Actor, id: str) -> None:
        """Nothing is booked for them any more; undone for as long as the notice is there."""
        row = await perform(actor, actions.archive_dependent, contact_id=read_id(self.shown.id), dependent_id=read_id(id))
        await say(self, _("{name} is no longer booked for", name=row.name), undo=(Kept.restore_dependent, str(row.id)))
        await self._done(actor)

    @rx.event
    @requires(Permission.contacts_manage)
    async def restore_dependent(self, actor: Actor, id: str) -> None:
        """They are booked for again."""
        await perform(actor, actions.restore_dependent, contact_id=read_id(self.shown.id), dependent_id=read_id(id))
        await self._done(actor)

    async def _try(self, actor: Actor, save: Any) -> None:
        try:
            await save()
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
        except Invalid as refusal:
            self.errors = {problem.field: problem.message for problem in refusal.problems}
        except ValueError as wrong:
            self.errors = {"born_on": _(str(wrong))}
        else:
            return await self._done(actor)
        self.shown = await self._found(actor, self.shown.id)

    async def _done(self, actor: Actor) -> None:
        self.editing, self.errors = "", {}
        self.shown = await self._found(actor, self.shown.id)

    async def _found(self, actor: Actor, contact: str) -> Person:
        try:
            return await look(actor, person, contact=contact, errors=self.errors) if contact else Person()
        except NotFound:
            return Person()
