"""Whose calendar somebody may look after: their own, and with the settings everybody's."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Provider
from careops.booking.queries.catalogue import providers
from careops.booking.schemas import ProviderRow
from careops.core.actor import Actor, Permission
from careops.core.errors import Forbidden, NotFound


def keeps(actor: Actor, provider_member_id: UUID | None) -> bool:
    """Whether the provider is the actor, or the actor keeps the settings."""
    own = actor.member_id is not None and provider_member_id == actor.member_id
    return actor.can(Permission.settings) or (own and actor.can(Permission.bookings_view))


def kept_providers(db: Session, actor: Actor) -> list[ProviderRow]:
    """Everybody and everything whose calendar the actor looks after."""
    return [row for row in providers(db, actor, kind=None) if keeps(actor, row.member_id)]


def kept_provider(db: Session, actor: Actor, provider_id: UUID) -> Provider:
    """The provider, for whoever keeps their calendar."""
    actor.require_member()
    found = db.scalars(sa.select(Provider).where(col(Provider.id) == provider_id)).one_or_none()
    if found is None:
        raise NotFound
    if not keeps(actor, found.member_id):
        raise Forbidden
    return found
