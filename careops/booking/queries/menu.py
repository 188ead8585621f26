"""Everything a visitor may choose from, in two statements."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Provider, ProviderKind
from careops.booking.queries.catalogue import TYPES, type_row
from careops.booking.schemas import BookingTypeRow, PublicProviderRow
from careops.core.actor import Actor
from careops.core.db import Prepared

PEOPLE: Prepared[Any, Any] = Prepared(
    sa.select(col(Provider.id), col(Provider.name))
    .where(col(Provider.active), col(Provider.kind) == ProviderKind.person)
    .order_by(col(Provider.position), col(Provider.name), col(Provider.id))
)


def menu(db: Session, actor: Actor, *, currency: str, locale: str = "en") -> tuple[list[BookingTypeRow], list[PublicProviderRow]]:
    """The services on offer that somebody does, and everybody who works, in the owner's order."""
    people = [PublicProviderRow(id=id, name=name) for id, name in PEOPLE.ask(db)]
    working = {one.id for one in people}
    rows = [type_row(found, currency, locale) for found in TYPES.ask(db) if found[0].active]
    return [row for row in rows if working.intersection(row.provider_ids)], people
