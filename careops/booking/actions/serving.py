"""Who does which service, whose turn it is, and which rooms and things it takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Provider, ProviderKind, ProviderService, ProviderTerms
from careops.booking.queries.ask import ask
from careops.booking.rules import level
from careops.core.errors import Invalid

Pair = tuple[UUID, UUID]
"""A service, and who does it."""


def staff_service(db: Session, type_id: UUID, people: Sequence[UUID]) -> list[str]:
    """Makes these the people who do the service; says whether that changed anything."""
    _all_of(db, "provider_ids", people, ProviderKind.person)
    return _relink(db, col(ProviderService.booking_type_id) == type_id, [(type_id, id) for id in people], "provider_ids")


def give_services(db: Session, provider_id: UUID, types: Sequence[UUID], known: set[UUID]) -> list[str]:
    """Makes these the services a person does."""
    if not set(types) <= known:
        raise Invalid.field("booking_type_ids", "Choose from the services here")
    return _relink(db, col(ProviderService.provider_id) == provider_id, [(id, provider_id) for id in types], "services")


def _all_of(db: Session, field: str, ids: Iterable[UUID], kind: ProviderKind) -> None:
    wanted = set(ids)
    known = ask(db, sa.select(col(Provider.id)).where(col(Provider.id).in_(wanted), col(Provider.kind) == kind))
    if len(known) != len(wanted):
        raise Invalid.field(field, "Choose from the people here" if kind is ProviderKind.person else "Choose from the resources here")


def _relink(db: Session, present: "sa.ColumnElement[bool]", wanted: Sequence[Pair], word: str) -> list[str]:
    """Makes who does what exactly this; who leaves a service leaves their own price and length of it."""
    rows = db.scalars(sa.select(ProviderService).where(present, col(ProviderService.need) == 0).with_for_update())
    there = {(row.booking_type_id, row.provider_id): row for row in rows}
    leaving, joining = there.keys() - set(wanted), [pair for pair in dict.fromkeys(wanted) if pair not in there]
    for type_id, provider_id in leaving:
        db.delete(there[type_id, provider_id])
        theirs = sa.delete(ProviderTerms).where(
            col(ProviderTerms.booking_type_id) == type_id, col(ProviderTerms.provider_id) == provider_id
        )
        db.exec(theirs)
    db.flush()
    levels = _levels(db, {type_id for type_id, _ in joining})
    for type_id, provider_id in joining:
        db.add(ProviderService(booking_type_id=type_id, provider_id=provider_id, assigned=round(levels[type_id])))
    db.flush()
    return [word] if leaving or joining else []


# ── whose turn ───────────────────────────────────────────


def _levels(db: Session, types: set[UUID]) -> dict[UUID, float]:
    """Where whoever begins a service begins in the ledger of turns: else they would get every booking until they have caught up."""
    question = (
        sa.select(col(ProviderService.booking_type_id), col(ProviderService.assigned), col(ProviderService.weight))
        .join(Provider, col(Provider.id) == col(ProviderService.provider_id))
        .where(col(ProviderService.booking_type_id).in_(types), col(ProviderService.need) == 0, col(Provider.active))
    )
    ledgers: defaultdict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for type_id, assigned, weight in ask(db, question):
        ledgers[type_id].append((assigned, weight))
    return {id: level(ledgers[id]) for id in types}


def come_back(db: Session, provider_id: UUID) -> None:
    """Whoever was away comes back at the others' level: what they missed is not made up for. Before they are active again."""
    rows = list(
        db.scalars(
            sa.select(ProviderService)
            .where(col(ProviderService.provider_id) == provider_id, col(ProviderService.need) == 0)
            .with_for_update()
        )
    )
    levels = _levels(db, {row.booking_type_id for row in rows})
    for row in rows:
        row.assigned = max(row.assigned, round(levels[row.booking_type_id] * row.weight))


def weigh(db: Session, type_id: UUID, weights: Mapping[UUID, int]) -> list[str]:
    """Sets how often it is whose turn from now on; who was ahead of the others before is as far ahead now."""
    rows = db.scalars(
        sa.select(ProviderService).where(col(ProviderService.booking_type_id) == type_id, col(ProviderService.need) == 0).with_for_update()
    ).all()
    if not weights.keys() <= {row.provider_id for row in rows}:
        raise Invalid.field("weights", "Choose from the people who do this service")
    changed = [row for row in rows if row.weight != weights.get(row.provider_id, 1)]
    for row in changed:
        weight = weights.get(row.provider_id, 1)
        row.assigned, row.weight = round(row.assigned * weight / row.weight), weight
    db.flush()
    return ["weights"] if changed else []


# ── rooms and things ─────────────────────────────────────


def furnish(db: Session, type_id: UUID, needs: Sequence[Sequence[UUID]]) -> list[str]:
    """Makes the service take one resource of each of these lists."""
    for at, need in enumerate(needs):
        _all_of(db, f"needs.{at}", need, ProviderKind.resource)
    wanted = {(number, id) for number, need in enumerate(needs, 1) for id in need}
    rows = db.scalars(sa.select(ProviderService).where(col(ProviderService.booking_type_id) == type_id, col(ProviderService.need) > 0))
    there = {(row.need, row.provider_id): row for row in rows}
    for need in there.keys() - wanted:
        db.delete(there[need])
    db.flush()
    for number, id in sorted(wanted - there.keys()):
        db.add(ProviderService(booking_type_id=type_id, provider_id=id, need=number))
    db.flush()
    return ["needs"] if wanted != there.keys() else []
