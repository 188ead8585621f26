"""Booking for a customer, and moving a booking: service, person, day, time; the same picker for both."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingIn, PersonIn
from careops.booking.state.one import BookingState
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say


@dataclass(frozen=True)
class Choice:
    """An option of a select."""

    value: str
    label: str


@dataclass(frozen=True)
class Found:
    """A contact that fits what was typed."""

    id: str
    name: str
    detail: str
    initials: str
    tint: int


@dataclass(frozen=True)
class Offer:
    """The choices of the form: services, and who does the chosen one."""

    types: list[Choice]
    providers: list[Choice]
    type_id: str
    timezone: str


def offer(db: Session, actor: Actor, *, type_id: str) -> Offer:
    """What can be booked, and by whom; the first service when none is chosen."""
    types = bookings.booking_types(db, actor, active=True)
    chosen = next((row for row in types if str(row.id) == type_id), types[0] if types else None)
    providers = bookings.providers(db, actor, active=True, booking_type_id=chosen.id) if chosen else []
    return Offer(
        types=[Choice(str(row.id), ", ".join(filter(None, (row.name, row.duration_text, row.price_text)))) for row in types],
        providers=[Choice("", _("Anyone free")), *(Choice(str(row.id), row.name) for row in providers)],
        type_id=str(chosen.id) if chosen else "",
        timezone=business.profile(db, actor).timezone,
    )


def times(
    db: Session, actor: Actor, *, type_id: UUID, provider_id: UUID | None, day: date, timezone: str
) -> tuple[list[Choice], datetime | None]:
    """The free starts of one day, as the business's clock says them; and the next free one of all."""
    found = bookings.available(db, actor, booking_type_id=type_id, from_=day, to=day, provider_id=provider_id, timezone=timezone)
    starts = [time.starts_at for one in found.days for time in one.times]
    following = found.next_available
    return [Choice(at.isoformat(), when.time_text(at, timezone)) for at in starts], following.starts_at if following else None


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


class BookingForm(rx.State):
    """The drawer for a new booking, or for moving the one that is open."""

    open: bool = False
    moving: str = ""
    types: list[Choice] = []
    providers: list[Choice] = []
    type_id: str = ""
    provider_id: str = ""
    day: str = ""
    free: list[Choice] = []
    chosen: str = ""
    next_day: str = ""
    next_words: str = ""
    found: list[Found] = []
    contact: Found | None = None
    errors: dict[str, str] = {}
    _timezone: str = "UTC"

    async def _reload(self, actor: Actor) -> None:
        """The choices that follow from what is chosen so far."""
        known = await look(actor, offer, type_id=self.type_id)
        self.types, self.providers, self.type_id, self._timezone = known.types, known.providers, known.type_id, known.timezone
        if self.provider_id not in {p.value for p in self.providers}:
            self.provider_id = ""
        self.day = self.day or clock.today(self._timezone).isoformat()
        self.free, self.chosen, self.next_day, self.next_words = [], "", "", ""
        if self.type_id:
            provider = read_id(self.provider_id) if self.provider_id else None
            self.free, following = await look(
                actor, times, type_id=read_id(self.type_id), provider_id=provider, day=_day(self.day), timezone=self._timezone
            )
            if following:
                self.next_day = clock.local(following, self._timezone).date().isoformat()
                self.next_words = _("Next free: {when}", when=when.moment_text(clock.now(), following, self._timezone))

    @rx.event
    @requires(Permission.bookings_manage)
    async def start(self, actor: Actor, day: str) -> None:
        """Opens the form for a new booking on that day."""
        self.reset()
        self.open, self.day = True, str(day)
        await self._reload(actor)

    async def _open_from_address(self, actor: Actor, day: str, contact_id: str) -> None:
        """Opens it because the address says so (`?new=1`), with the contact it names chosen."""
        self.reset()
        self.open, self.day = True, day
        self.contact = await look(actor, known, contact_id=contact_id)
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def move(self, actor: Actor) -> None:
        """Opens it to move the booking that is shown."""
        shown = (await self.get_state(BookingState)).shown
        self.reset()
        self.open, self.moving, self.day = True, shown.id, shown.iso_day
        self.type_id, self.provider_id = shown.type_id, shown.provider_id
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_view)
    async def close(self, actor: Actor) -> None:
        """Puts the form away."""
        self.reset()

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_type(self, actor: Actor, value: str) -> None:
        """Another service."""
        self.type_id = str(value)
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_provider(self, actor: Actor, value: str) -> None:
        """Another person, or anyone."""
        self.provider_id = str(value)
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_day(self, actor: Actor, value: str) -> None:
        """Another day."""
        self.day = str(value)
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_time(self, actor: Actor, value: str) -> None:
        """The time."""
        self.chosen = str(value)
        self.errors = {}

    @rx.event
    @requires(Permission.contacts_view)
    async def find(self, actor: Actor, typed: str) -> None:
        """Contacts that fit what is typed."""
        typed = str(typed).strip()
        self.found = await look(actor, fitting, typed=typed[:100]) if len(typed) > 1 else []

    @rx.event
    @requires(Permission.contacts_view)
    async def choose_contact(self, actor: Actor, id: str) -> None:
        """One of the contacts found; an empty id takes the choice back."""
        self.contact = next((one for one in self.found if one.id == id), None)
        self.found = []

    @rx.event
    @requires(Permission.bookings_manage)
    async def submit(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Books, or moves; what is wrong stands at its field and everything typed stays."""
        self.errors = {}
        try:
            if not self.chosen:
                raise Invalid.field("time", _("Choose a time"))
            row = await self._moved(actor) if self.moving else await self._booked(actor, form)
        except Refusal as refusal:
            self.errors = {problem.field.rsplit(".", 1)[-1]: problem.message for problem in refusal.problems} or {"time": str(refusal)}
            if refusal.status == 409:
                await self._reload(actor)
            return None
        await say(self, _("Moved to {when}", when=row.when) if self.moving else _("Booked: {when}", when=row.when))
        day = clock.local(row.starts_at, row.timezone).date()
        self.reset()
        return rx.redirect(f"/app/calendar?date={day}&booking={row.id}")

    async def _moved(self, actor: Actor) -> Any:
        provider = read_id(self.provider_id) if self.provider_id else None
        return await perform(
            actor, booking.reschedule, booking_id=read_id(self.moving), starts_at=datetime.fromisoformat(self.chosen), provider_id=provider
        )

    async def _booked(self, actor: Actor, form: dict[str, Any]) -> Any:
        person = {key: str(form.get(key, "")) for key in ("name", "email", "phone")}
        told = {
            "booking_type_id": self.type_id,
            "starts_at": self.chosen,
            "provider_id": self.provider_id or None,
            "contact_id": self.contact.id if self.contact else None,
            "customer": None if self.contact else person,
            "notes": str(form.get("notes", "")),
        }
        try:
            given = BookingIn.model_validate(told)
        except ValidationError as problem:
            raise invalid(problem) from None
        return await perform(actor, booking.book, **_arguments(given))


def _arguments(given: BookingIn) -> dict[str, Any]:
    """The action's arguments, the customer still a schema."""
    person: PersonIn | None = given.customer
    return {**given.model_dump(exclude={"customer"}), "customer": person}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.field("day", _("Choose a day")) from None
