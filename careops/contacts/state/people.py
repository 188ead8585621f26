"""The contacts' list and the form for one, live."""

from dataclasses import dataclass
from typing import Any, cast, get_args

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import actions, queries
from careops.contacts.rules import shown_phone
from careops.contacts.schemas import ContactChange, ContactIn, ContactRow, Source
from careops.core import live, when
from careops.core.actor import Actor, Permission
from careops.core.clock import local
from careops.core.db import look, perform
from careops.core.errors import Invalid, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say

PAGE = 50
FIELDS = ("name", "email", "phone", "notes")


@dataclass(frozen=True)
class Line:
    """A person in the list."""

    id: str
    href: str
    name: str
    email: str
    phone: str
    since: str
    initials: str
    tint: int


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see."""

    q: str = ""
    sort: queries.Sort = "name"
    reach: str = ""
    archived: bool = False
    length: int = PAGE


def listed(db: Session, actor: Actor, *, asked: Asked) -> tuple[list[Line], bool]:
    """The asked people, and whether there are more."""
    reach = cast(queries.Reach, asked.reach) if asked.reach in get_args(queries.Reach) else None
    page = queries.page(db, actor, q=asked.q, reach=reach, archived=asked.archived, sort=asked.sort, limit=min(asked.length, 200))
    here = business.profile(db, actor)
    return [_line(row, here) for row in page.items], page.next_cursor is not None


def _line(row: ContactRow, here: BusinessRow) -> Line:
    return Line(
        id=str(row.id),
        href=f"/app/contacts/{row.id}",
        name=row.name,
        email=row.email,
        phone=shown_phone(row.phone),
        since=when.date_text(local(row.created_at, here.timezone).date(), here.spoken(), year=True),
        initials=row.initials,
        tint=row.tint,
    )


class Contacts(rx.State):
    """The list that is shown."""

    lines: list[Line] = []
    more: bool = False
    loaded: bool = False
    narrowed: bool = False
    sort: str = "name"
    reach: str = ""
    _asked: Asked = Asked()

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Shows the list and keeps it true while the page is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.contacts_view):
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    async def _load(self, actor: Actor) -> None:
        asked = self._asked
        lines, more = await look(actor, listed, asked=asked)
        async with self:
            if asked == self._asked:
                if lines != self.lines or not self.loaded:
                    self.lines, self.loaded = lines, True
                self.more, self.narrowed = more, bool(asked.q or asked.reach)
                self.sort, self.reach = asked.sort, asked.reach

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = Asked(**(self._asked.__dict__ | changed))
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def search(self, actor: Actor, typed: str) -> None:
        """Only people whose name, address or number fits what was typed."""
        await self._ask(actor, q=str(typed)[:200].replace("\0", ""), length=PAGE)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def sort_by(self, actor: Actor, sort: str) -> None:
        """By name, or the newest first."""
        if sort in get_args(queries.Sort):
            await self._ask(actor, sort=sort, length=PAGE)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def reachable_by(self, actor: Actor, reach: str) -> None:
        """Only people who can be reached that way."""
        await self._ask(actor, reach=str(reach), length=PAGE)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def show_more(self, actor: Actor) -> None:
        """More people below."""
        await self._ask(actor, length=self._asked.length + PAGE)


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
        """Adds or changes the person; what was typed stays while something is wrong."""
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
