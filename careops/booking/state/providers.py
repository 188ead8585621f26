"""The list of people, rooms and things: in order, each on or off."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import ProviderEdit, ProviderKind, ProviderRow, ResourceEdit
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say


@dataclass(frozen=True)
class ProviderLine:
    """Somebody or something in the list."""

    id: str
    name: str
    href: str
    initials: str
    tint: int
    about: str
    active: bool
    first: bool
    last: bool
    switch: str
    up: str
    down: str


@dataclass(frozen=True)
class Everybody:
    """People, and rooms and things."""

    people: list[ProviderLine]
    resources: list[ProviderLine]


def everybody_lines(db: Session, actor: Actor) -> Everybody:
    """All who and what can be booked, in the owner's order."""
    rows = bookings.providers(db, actor, kind=None)
    people = [row for row in rows if row.kind == ProviderKind.person]
    resources = [row for row in rows if row.kind == ProviderKind.resource]
    return Everybody(
        [_line(row, at, len(people)) for at, row in enumerate(people)], [_line(row, at, len(resources)) for at, row in enumerate(resources)]
    )


def _line(row: ProviderRow, at: int, count: int) -> ProviderLine:
    services = plural("{count} service", "{count} services", len(row.booking_type_ids))
    units = plural("{count} of it", "{count} of them", row.capacity)
    return ProviderLine(
        id=str(row.id),
        name=row.name,
        href=f"/app/settings/providers/{row.id}",
        initials=row.initials,
        tint=row.tint,
        about=services if row.kind == ProviderKind.person else f"{units}, {services}",
        active=row.active,
        first=at == 0,
        last=at == count - 1,
        switch=_("{name} can be booked", name=row.name),
        up=_("Move {name} up", name=row.name),
        down=_("Move {name} down", name=row.name),
    )


def switch_provider(db: Session, actor: Actor, *, provider: str, on: bool) -> ProviderRow:
    """Lets somebody or something be booked, or no more."""
    row = bookings.provider(db, actor, provider_id=read_id(provider))
    if row.kind == ProviderKind.resource:
        return booking.edit_resource(db, actor, resource_id=row.id, change=ResourceEdit(active=on))
    return booking.edit_provider(db, actor, provider_id=row.id, change=ProviderEdit(active=on))


class ProviderList(rx.State):
    """Who and what is booked, in order."""

    people: list[ProviderLine] = []
    resources: list[ProviderLine] = []
    loaded: bool = False

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows the lists."""
        await self._show(actor)

    async def _show(self, actor: Actor) -> None:
        found = await look(actor, everybody_lines)
        self.people, self.resources, self.loaded = found.people, found.resources, True

    @rx.event
    @requires(Permission.settings)
    async def switch(self, actor: Actor, provider: str, on: bool) -> None:
        """Lets somebody be booked, or no more; their bookings stay."""
        row = await perform(actor, switch_provider, provider=provider, on=bool(on))
        await self._show(actor)
        await say(self, _("{name} can be booked", name=row.name) if row.active else _("{name} cannot be booked any more", name=row.name))

    @rx.event
    @requires(Permission.settings)
    async def move(self, actor: Actor, provider: str, step: int) -> None:
        """A place up or down among their own kind."""
        people, resources = [line.id for line in self.people], [line.id for line in self.resources]
        ids = people if provider in people else resources
        at = ids.index(provider) if provider in ids else -1
        to = at + (-1 if step < 0 else 1)
        if at >= 0 and 0 <= to < len(ids):
            ids.insert(to, ids.pop(at))
            await perform(actor, booking.order_providers, ids=[read_id(id) for id in (*people, *resources)])
        await self._show(actor)
