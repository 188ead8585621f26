"""The contact's page: one person, live; and what is told of them beside a conversation."""

import reflex as rx

from careops.core import live
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import NotFound
from careops.core.ids import read_id
from careops.desk.queries import contact_page, next_visit
from careops.desk.schemas import ContactPage, VisitRow
from careops.frame.state import actor_of, cookie_token, requires


class Desk(rx.State):
    """Who is shown."""

    person: ContactPage = ContactPage()
    missing: bool = False

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Loads the person in the address and keeps the page true while it is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.contacts_view):
                try:
                    found = await look(member, contact_page, contact_id=read_id(asked))
                except NotFound:
                    found = ContactPage()
                async with self:
                    if found != self.person:
                        self.person = found
                    self.missing = not found.id
                await sub.news(timeout=60)
                member = await actor_of(token)


class Beside(rx.State):
    """What the person of the open conversation has before them."""

    contact: str = ""
    visit: VisitRow = VisitRow()

    @rx.event
    @requires(Permission.inbox)
    async def load(self, actor: Actor, contact_id: str) -> None:
        """Looks it up for whoever is shown."""
        self.visit = await look(actor, next_visit, contact_id=read_id(contact_id)) if contact_id else VisitRow()
        self.contact = contact_id
