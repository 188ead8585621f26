"""The parts of a service: in which lengths it is sold, what can be added, and what single providers ask for it."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import AddOn, ProviderService, ProviderTerms, Variant
from careops.booking.schemas import AddOnIn, TermsIn, VariantIn
from careops.core.errors import Invalid

P = TypeVar("P", Variant, AddOn)


def set_variants(db: Session, type_id: UUID, given: Sequence[VariantIn]) -> list[str]:
    """Makes these the lengths it is sold in, in this order; what is left out is withdrawn, bookings of it stay as they are."""
    return _replace(db, Variant, type_id, given, "variants")


def set_add_ons(db: Session, type_id: UUID, given: Sequence[AddOnIn]) -> list[str]:
    """Makes these what can be added, in this order; what is left out is withdrawn."""
    return _replace(db, AddOn, type_id, given, "add_ons")


def _replace(db: Session, table: type[P], type_id: UUID, given: Sequence[VariantIn | AddOnIn], word: str) -> list[str]:
    rows = db.scalars(sa.select(table).where(col(table.booking_type_id) == type_id).order_by(col(table.id)).with_for_update())
    left: dict[UUID, P] = {row.id: row for row in rows}
    changed = False
    for at, one in enumerate(given):
        told: dict[str, Any] = one.model_dump(exclude={"id"}) | {"position": at, "active": True}
        if one.id is None:
            db.add(table(booking_type_id=type_id, **told))
            changed = True
            continue
        row = left.pop(one.id, None)
        if row is None:
            raise Invalid.field(f"{word}.{at}.id", "This is none of the service's; leave the id out for a new one")
        changed = _write(row, told) or changed
    for row in left.values():
        changed = _write(row, {"active": False}) or changed
    db.flush()
    return [word] if changed else []


def _write(row: Variant | AddOn, told: dict[str, Any]) -> bool:
    differs = {name: value for name, value in told.items() if getattr(row, name) != value}
    row.sqlmodel_update(differs)
    return bool(differs)


# ── what single providers ask ────────────────────────────


def set_terms(db: Session, type_id: UUID, given: Sequence[TermsIn]) -> list[str]:
    """Makes these what single providers ask otherwise than the service says; after its variants and its people were set."""
    variants = db.scalars(
        sa.select(col(Variant.id)).where(col(Variant.booking_type_id) == type_id, col(Variant.active)).order_by(col(Variant.position))
    ).all()
    doing = set(
        db.scalars(
            sa.select(col(ProviderService.provider_id)).where(
                col(ProviderService.booking_type_id) == type_id, col(ProviderService.need) == 0
            )
        )
    )
    wanted: dict[tuple[UUID, UUID | None], tuple[int | None, int | None]] = {}
    for at, one in enumerate(given):
        about = one.provider_id, _variant(one, at, variants)
        if one.provider_id not in doing:
            raise Invalid.field(f"terms.{at}.provider_id", "Choose from the people who do this service")
        if about in wanted:
            raise Invalid.field(f"terms.{at}.provider_id", "This stands here twice")
        if one.duration is not None or one.price is not None:
            wanted[about] = one.duration, one.price
    rows = db.scalars(sa.select(ProviderTerms).where(col(ProviderTerms.booking_type_id) == type_id).with_for_update()).all()
    there = {(row.provider_id, row.variant_id): (row.duration, row.price) for row in rows}
    if there == wanted:
        return []
    for row in rows:
        db.delete(row)
    db.flush()
    for (provider_id, variant_id), (duration, price) in wanted.items():
        db.add(ProviderTerms(booking_type_id=type_id, provider_id=provider_id, variant_id=variant_id, duration=duration, price=price))
        db.flush()  # one by one: they are read in the order in which they were given
    return ["terms"]


def _variant(one: TermsIn, at: int, variants: Sequence[UUID]) -> UUID | None:
    """Which variant is meant, by its id or by its place among them."""
    if one.variant_at is not None and one.variant_id is None:
        if one.variant_at >= len(variants):
            raise Invalid.field(f"terms.{at}.variant_at", "Choose one of the service's variants")
        return variants[one.variant_at]
    if one.variant_id is not None and (one.variant_at is not None or one.variant_id not in variants):
        raise Invalid.field(f"terms.{at}.variant_id", "Choose one of the service's variants")
    return one.variant_id
