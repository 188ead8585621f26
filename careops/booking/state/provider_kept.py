"""What the page of one provider is filled with, and how it is kept: all of it in one transaction, or nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import (
    ProviderEdit,
    ProviderIn,
    ProviderKind,
    ProviderRow,
    ResourceEdit,
    ResourceIn,
    ScheduleIn,
    ScheduleRow,
    TimeOffRow,
)
from careops.booking.state.provider_form import ServicePick
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.core.actor import Actor
from careops.core.i18n import text as _


@dataclass(frozen=True)
class FoundProvider:
    """A provider with all their page shows."""

    row: ProviderRow | None
    schedule: ScheduleRow | None
    off: list[TimeOffRow]
    services: list[ServicePick]
    members: list[Choice]
    timezone: str
    first_weekday: int


def found_provider(db: Session, actor: Actor, *, provider: UUID | None) -> FoundProvider:
    """The provider, or what a new one begins with."""
    host = business.profile(db, actor)
    row = None if provider is None else bookings.provider(db, actor, provider_id=provider)
    doing = set(row.booking_type_ids) if row else set[UUID]()
    return FoundProvider(
        row=row,
        schedule=bookings.schedule(db, actor, provider_id=row.id) if row else None,
        off=bookings.time_off(db, actor, provider_id=row.id) if row else [],
        services=[ServicePick(str(one.id), one.name, one.id in doing) for one in bookings.booking_types(db, actor)],
        members=[Choice("", _("Does not sign in")), *(Choice(str(one.id), one.name) for one in accounts.members(db, actor) if one.active)],
        timezone=host.timezone,
        first_weekday=host.first_weekday,
    )


def keep_provider(
    db: Session, actor: Actor, *, provider: UUID | None, kind: str, fields: dict[str, Any], week: ScheduleIn, version: int | None
) -> ProviderRow:
    """Keeps the provider and their week together, or neither."""
    given = {name: value for name, value in fields.items() if value is not None}
    if kind == ProviderKind.resource:
        row = (
            booking.add_resource(db, actor, given=ResourceIn.model_validate(given))
            if provider is None
            else booking.edit_resource(db, actor, resource_id=provider, change=ResourceEdit.model_validate(fields), version=version)
        )
    else:
        row = (
            booking.add_provider(db, actor, given=ProviderIn.model_validate(given))
            if provider is None
            else booking.edit_provider(db, actor, provider_id=provider, change=ProviderEdit.model_validate(fields), version=version)
        )
    booking.set_week(db, actor, provider_id=row.id, given=week)
    return row
