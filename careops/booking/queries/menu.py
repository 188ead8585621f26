"""Everything a visitor may choose from, in two statements; and which public pages there are."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.booking.models import BookingType, Provider, ProviderKind
from careops.booking.queries.catalogue import TYPES, type_row
from careops.booking.schemas import BookingTypeRow, PublicProviderRow
from careops.core.actor import Actor
from careops.core.db import Prepared, everywhere

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


def public_services(db: Session) -> dict[str, list[str]]:
    """The address words of every open business, each with those of its services, for whoever lists the public pages."""
    question = select(BookingType.workspace_id, BookingType.slug).where(BookingType.active).order_by(col(BookingType.id))
    services: defaultdict[UUID, list[str]] = defaultdict(list)
    with everywhere(db):
        for workspace_id, slug in db.exec(question):
            services[workspace_id].append(slug)
    return {host.slug: services[host.id] for host in accounts.open_workspaces(db)}
