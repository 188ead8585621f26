"""The page of one service: everything about it in one form, saved at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules import moment
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, BookingTypeRow, ProviderKind, ProviderRow
from careops.booking.state.service_form import (
    AddOnLine,
    NeedLine,
    PersonLine,
    Shape,
    Sheet,
    VariantLine,
    drawn,
    moved,
    need_line,
    part_of,
    service_id,
    sheet,
    with_terms,
)
from careops.booking.state.service_typed import Typed, read
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Problem, Refusal, Stale, first_problems
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.frame.state import requires, say

MOST = 50  # variants, add-ons or needs on one page


@dataclass(frozen=True)
class Found:
    """A service with all its page shows."""

    row: BookingTypeRow | None
    sheet: Sheet
    resources: list[ProviderRow]
    currency: str
    next_free: str


def found(db: Session, actor: Actor, *, service: UUID | None) -> Found:
    """The service, or what a new one begins with."""
    row = None if service is None else bookings.booking_type(db, actor, booking_type_id=service)
    resources = bookings.providers(db, actor, kind=ProviderKind.resource)
    currency = business.profile(db, actor).currency
    shown = sheet(row, bookings.providers(db, actor), resources, currency)
    return Found(row, shown, resources, currency, _next_free(db, actor, row) if row else "")


def _next_free(db: Session, actor: Actor, row: BookingTypeRow) -> str:
    """When a customer could have it next, as it is saved."""
    if not row.active or not row.provider_ids:
        return ""
    host = business.profile(db, actor)
    today = clock.today(host.timezone)
    customer = Actor.customer(actor.workspace)
    try:
        times = bookings.free_times(db, customer, booking_type_id=row.id, from_=today, to=today + timedelta(days=13))
    except Refusal:
        return ""
    if times.next is None:
        return _("No free time in sight")
    return _("Next free: {when}", when=host.moment(moment(times.next[0])))


def keep(db: Session, actor: Actor, *, service: UUID | None, typed: Typed, version: int | None) -> BookingTypeRow:
    """Keeps all of it, or nothing."""
    if service is None:
        given = {name: value for name, value in typed.fields.items() if value is not None}
        return booking.create_booking_type(db, actor, given=BookingTypeIn.model_validate(given))
    change = BookingTypeEdit.model_validate(typed.fields)
    return booking.edit_booking_type(db, actor, booking_type_id=service, change=change, version=version)


class ServiceEditor(rx.State):
    """One service, as it is typed; lists grow and shrink here, and are kept with everything else."""

    id: str = ""
    title: str = ""
    said: dict[str, str] = {}
    variants: list[VariantLine] = []
    add_ons: list[AddOnLine] = []
    people: list[PersonLine] = []
    needs: list[NeedLine] = []
    shape: Shape = Shape()
    errors: dict[str, str] = {}
    problems: list[dict[str, str]] = []
    wrong: list[str] = []
    stale: bool = False
    missing: bool = False
    loaded: bool = False
    next_free: str = ""
    has_rooms: bool = False
    currency: str = ""
    form_key: int = 0
    _version: int = 0
    _typed: dict[str, str] = {}
    _resources: list[ProviderRow] = []

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows the service in the address, or an empty one."""
        self.loaded, self.missing = False, False
        await self._show(actor, str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])

    async def _show(self, actor: Actor, address: str) -> None:
        try:
            here = await look(actor, found, service=service_id(address))
        except NotFound:
            self.missing, self.id = True, ""
            return
        self.id, self._version = (str(here.row.id), here.row.version) if here.row else ("new", 0)
        self.title = here.row.name if here.row else _("New service")
        self.variants, self.add_ons, self.people, self.needs = here.sheet.variants, here.sheet.add_ons, here.sheet.people, here.sheet.needs
        self.said, self.shape, self._typed = here.sheet.said, drawn(here.sheet.said), here.sheet.said
        self._resources, self.has_rooms = here.resources, bool(here.resources)
        self.currency, self.next_free = here.currency, here.next_free
        self._right()
        self.form_key, self.loaded = self.form_key + 1, True

    # ── lists that grow and shrink ─────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def add(self, actor: Actor, kind: str) -> None:
        """One more variant, add-on or need, at the end."""
        key = f"new{str(new_id())[-8:]}"
        if kind == "variant" and len(self.variants) < MOST:
            self.variants = [*self.variants, VariantLine(key, duration=self._typed.get("duration", ""))]
            self._follow()
        elif kind == "addon" and len(self.add_ons) < MOST:
            self.add_ons = [*self.add_ons, AddOnLine(key)]
        elif kind == "need" and len(self.needs) < MOST:
            self.needs = [*self.needs, need_line(key, self._resources)]

    @rx.event
    @requires(Permission.settings)
    async def remove(self, actor: Actor, kind: str, key: str) -> None:
        """Takes a line out; what was typed in it comes back with it."""
        self._mark(kind, key, True)
        await say(self, _("Removed. It goes when you save."), undo=(ServiceEditor.bring_back, f"{kind}:{key}"))

    @rx.event
    @requires(Permission.settings)
    async def bring_back(self, actor: Actor, which: str) -> None:
        """Undoes that."""
        kind, _colon, key = str(which).partition(":")
        self._mark(kind, key, False)

    def _mark(self, kind: str, key: str, removed: bool) -> None:
        self.variants = [replace(line, removed=removed) if (kind, key) == ("variant", line.key) else line for line in self.variants]
        self.add_ons = [replace(line, removed=removed) if (kind, key) == ("addon", line.key) else line for line in self.add_ons]
        self.needs = [replace(line, removed=removed) if (kind, key) == ("need", line.key) else line for line in self.needs]
        self._follow()

    @rx.event
    @requires(Permission.settings)
    async def move(self, actor: Actor, kind: str, key: str, step: int) -> None:
        """A place up or down."""
        step = -1 if step < 0 else 1
        if kind == "variant":
            self.variants = moved(self.variants, key, step)
            self._follow()
        elif kind == "addon":
            self.add_ons = moved(self.add_ons, key, step)

    def _follow(self) -> None:
        """Everybody's own terms have a place for each variant."""
        self.people = [with_terms(one, self.variants, {}, self.currency) for one in self.people]

    @rx.event
    @requires(Permission.settings)
    async def rename(self, actor: Actor, key: str, name: str) -> None:
        """A variant's name is said wherever it is meant."""
        self.variants = [replace(line, name=str(name)[:120]) if line.key == key else line for line in self.variants]
        self._follow()

    @rx.event
    @requires(Permission.settings)
    async def turn(self, actor: Actor, person: str, does: bool) -> None:
        """Somebody does it, or does not; their own price and length are shown only then."""
        self.people = [replace(one, does=bool(does)) if one.id == person else one for one in self.people]

    @rx.event
    @requires(Permission.settings)
    async def assign(self, actor: Actor, how: str) -> None:
        """How it is decided who does it."""
        self.said = {**self.said, "assignment": str(how)[:16]}

    @rx.event
    @requires(Permission.settings)
    async def draw(self, actor: Actor, name: str, typed: str) -> None:
        """Draws the bar anew while lengths are typed."""
        self._typed = {**self._typed, str(name)[:20]: str(typed)[:8]}
        self.shape = drawn(self._typed)

    # ── keeping it ─────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Keeps everything at once; what was typed stays while something is wrong."""
        return await self._save(actor, form, self._version)

    async def _save(self, actor: Actor, form: dict[str, Any], version: int) -> Any:
        there = Sheet(self.said, self.variants, self.add_ons, self.people, self.needs)
        typed = read(form, there, self.currency)
        known = service_id(self.id)
        try:
            if typed.problems:
                raise Invalid(problems=typed.problems)
            row = await perform(actor, keep, service=known, typed=typed, version=version or None)
        except ValidationError as problem:
            return self._point_at(first_problems(problem), typed)
        except Invalid as refusal:
            return self._point_at(refusal.problems, typed)
        except Stale:
            self.stale = True
            return None
        await say(self, _("Saved: {name}", name=row.name))
        if known is None:
            return rx.redirect(f"/app/settings/services/{row.id}", replace=True)
        await self._show(actor, str(row.id))
        return None

    @rx.event
    @requires(Permission.settings)
    async def insist(self, actor: Actor) -> None:
        """What is typed here is to be kept over what somebody else saved meanwhile: the next Save does."""
        row = await look(actor, bookings.booking_type, booking_type_id=service_id(self.id))
        self._version, self.stale = row.version, False

    @rx.event
    @requires(Permission.settings)
    async def give_in(self, actor: Actor) -> None:
        """Shows what somebody else saved meanwhile."""
        await self._show(actor, self.id)

    @rx.event
    @requires(Permission.settings)
    async def delete(self, actor: Actor) -> Any:
        """Forgets a service nobody ever booked."""
        known = service_id(self.id)
        if known is not None:
            await perform(actor, booking.remove_booking_type, booking_type_id=known)
            await say(self, _("Removed: {name}", name=self.title))
        return rx.redirect("/app/settings/services")

    def _right(self) -> None:
        self.errors, self.problems, self.wrong, self.stale = {}, [], [], False

    def _point_at(self, problems: Sequence[Problem], typed: Typed) -> Any:
        named = {_named(problem.field, typed): problem.message for problem in problems}
        self.errors = named
        self.problems = [{"field": name, "message": message} for name, message in named.items()]
        self.wrong = sorted({part_of(name) for name in named})
        return rx.call_script(FOCUS)


FOCUS = "setTimeout(() => document.querySelector('.errors')?.focus(), 60)"


def _named(path: str, typed: Typed) -> str:
    """The field of the page that a field of the change came from."""
    parts = path.split(".")
    candidates: list[Callable[[], str]] = [lambda: ".".join(parts), lambda: ".".join(parts[:3]), lambda: ".".join(parts[:2])]
    return next((typed.names[made()] for made in candidates if made() in typed.names), parts[0])
