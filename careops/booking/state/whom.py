"""Whom a booking is for: a contact that is found while a name is typed, and who of theirs comes."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from careops.booking.state.words import Choice
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import Refusal
from careops.core.ids import read_id
from careops.frame.state import requires


@dataclass(frozen=True)
class Found:
    """A contact that fits what was typed."""

    id: str
    name: str
    detail: str
    initials: str
    tint: int


class Whom(rx.State):
    """The customer's part of the booking form."""

    found: list[Found] = []
    contact: Found | None = None
    dependents: list[Choice] = []

    @rx.event
    @requires(Permission.contacts_view)
    async def find(self, actor: Actor, typed: str) -> None:
        """Contacts that fit what is typed."""
        typed = typed.strip()
        self.found = await look(actor, fitting, typed=typed[:100]) if len(typed) > 1 else []

    @rx.event
    @requires(Permission.contacts_view)
    async def choose(self, actor: Actor, id: str) -> None:
        """One of the contacts found; an empty id takes the choice back."""
        self.contact = next((one for one in self.found if one.id == id), None)
        self.found = []
        await self._look_along(actor)

    async def _begin(self, actor: Actor, contact_id: str) -> None:
        """Chosen already, because an address names them."""
        self.contact = await look(actor, known, contact_id=contact_id)
        await self._look_along(actor)

    async def _look_along(self, actor: Actor) -> None:
        self.dependents = await look(actor, booked_for, contact_id=self.contact.id) if self.contact else []


def fitting(db: Session, actor: Actor, *, typed: str) -> list[Found]:
    """The first contacts that fit."""
    page = contacts.page(db, actor, q=typed, limit=5)
    return [Found(str(c.id), c.name, c.email or c.phone, c.initials, c.tint) for c in page.items]


def known(db: Session, actor: Actor, *, contact_id: str) -> Found | None:
    """The contact with that id; nobody when it is not one of theirs."""
    try:
        c = contacts.get(db, actor, contact_id=read_id(contact_id))
    except Refusal:
        return None
    return Found(str(c.id), c.name, c.email or c.phone, c.initials, c.tint)


def booked_for(db: Session, actor: Actor, *, contact_id: str) -> list[Choice]:
    """Whom that contact books for, to choose from; nobody for who may not see people."""
    if not actor.can(Permission.contacts_view):
        return []
    rows = contacts.dependents(db, actor, contact_id=read_id(contact_id))
    return [Choice(str(one.id), " · ".join(filter(None, (one.name, one.relation)))) for one in rows]


def passer_by(db: Session, actor: Actor, *, name: str) -> str:
    """The contact all nameless walk-ins are booked for; empty before the first."""
    page = contacts.page(db, actor, q=name, limit=20)
    return next((str(c.id) for c in page.items if c.name == name and not c.email and not c.phone), "")
