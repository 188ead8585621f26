"""Step 4: what can be booked, and when."""

from decimal import Decimal, InvalidOperation
from typing import Any

import reflex as rx
from babel.numbers import get_currency_precision
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeEdit
from careops.business import queries as businesses
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires
from careops.onboarding import actions as onboarding
from careops.onboarding import queries as steps
from careops.onboarding.schemas import HoursIn
from careops.onboarding.state.saving import saved

FIELDS = {"name": "name", "duration": "duration", "buffer": "buffer_after"}
USUAL = ("09:00", "17:00")


def set_price(db: Session, actor: Actor, *, service: str, typed: str) -> None:
    """Keeps a price as people type it: "95", "95.00", "95,00"."""
    digits = get_currency_precision(businesses.profile(db, actor).currency)
    try:
        minor = Decimal(typed.strip().replace(",", ".") or "0").scaleb(digits)
        amount = int(minor)
    except (InvalidOperation, ValueError, OverflowError):
        raise Invalid.field("price", _("Give an amount like 45 or 45.50")) from None
    if minor != amount:
        raise Invalid.field("price", _("This has too many decimals"))
    booking.edit_booking_type(db, actor, booking_type_id=read_id(service), change=BookingTypeEdit.model_validate({"price": amount}))


def turn_provider(db: Session, actor: Actor, *, service: str, provider: str) -> None:
    """Somebody does this service from now on, or no more."""
    row, who = bookings.booking_type(db, actor, booking_type_id=read_id(service)), read_id(provider)
    doing = [id for id in row.provider_ids if id != who] if who in row.provider_ids else [*row.provider_ids, who]
    booking.edit_booking_type(db, actor, booking_type_id=row.id, change=BookingTypeEdit(provider_ids=doing))


class ServicesStep(rx.State):
    """Which service is open, and what is wrong with its fields."""

    opened: str = ""
    errors: dict[str, str] = {}

    @rx.event
    @requires(Permission.settings)
    async def open_service(self, actor: Actor, service: str) -> None:
        """Opens a service's fields, or closes them."""
        self.opened, self.errors = "" if self.opened == service else service, {}

    @rx.event
    @requires(Permission.settings)
    async def add(self, actor: Actor) -> None:
        """One more service, open to be filled in."""
        self.opened, self.errors = str(await perform(actor, onboarding.add_service)), {}

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, service: str, field: str, value: str) -> None:
        """Keeps one field as soon as it is left."""

        def made() -> dict[str, Any]:
            change = BookingTypeEdit.model_validate({FIELDS.get(field, field): value})
            return {"booking_type_id": read_id(service), "change": change}

        if field == "price":
            self.errors = await saved(self.errors, actor, field, set_price, lambda: {"service": service, "typed": str(value)[:20]})
        else:
            self.errors = await saved(self.errors, actor, field, booking.edit_booking_type, made)

    @rx.event
    @requires(Permission.settings)
    async def offer(self, actor: Actor, service: str, on: bool) -> None:
        """Offers a service, or puts it away."""
        await perform(actor, booking.edit_booking_type, booking_type_id=read_id(service), change=BookingTypeEdit(active=bool(on)))

    @rx.event
    @requires(Permission.settings)
    async def send_form(self, actor: Actor, service: str, form: str) -> None:
        """Which form follows a booking of this service."""
        await perform(actor, onboarding.send_after, service_id=read_id(service), form_id=read_id(form) if form else None)

    @rx.event
    @requires(Permission.settings)
    async def turn(self, actor: Actor, service: str, provider: str) -> None:
        """Who does it."""
        await perform(actor, turn_provider, service=service, provider=provider)


class HoursStep(rx.State):
    """What is wrong with a weekday's hours."""

    errors: dict[str, str] = {}

    async def _keep(self, actor: Actor, weekday: int, spans: list[HoursIn]) -> None:
        self.errors = await saved(self.errors, actor, str(weekday), onboarding.set_hours, lambda: {"hours": spans})

    @rx.event
    @requires(Permission.settings)
    async def turn_day(self, actor: Actor, weekday: int, on: bool) -> None:
        """Opens on a weekday, or closes."""
        others = [span for span in await look(actor, steps.weekly_hours) if span.weekday != weekday]
        await self._keep(actor, weekday, [*others, HoursIn(weekday=weekday, start=USUAL[0], end=USUAL[1])] if on else others)

    @rx.event
    @requires(Permission.settings)
    async def set_time(self, actor: Actor, weekday: int, edge: str, value: str) -> None:
        """From when, or until when."""
        spans = await look(actor, steps.weekly_hours)
        first = next((at for at, span in enumerate(spans) if span.weekday == weekday), None)
        if first is None or edge not in ("start", "end") or not value:
            return
        made = spans[first].model_dump() | {edge: value}
        self.errors = await saved(
            self.errors,
            actor,
            str(weekday),
            onboarding.set_hours,
            lambda: {"hours": [*spans[:first], HoursIn.model_validate(made), *spans[first + 1 :]]},
        )
