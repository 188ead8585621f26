"""What is sold, by whom and with what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.booking.models import AddOn, Assignment, BookingType, Provider, ProviderKind, ProviderService, ProviderTerms, Variant
from careops.booking.schemas import (
    AddOnRow,
    BookingTypeRow,
    ProviderRow,
    PublicProviderRow,
    PublicTypeRow,
    TermsRow,
    VariantRow,
)
from careops.business import queries as business
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.db import Gathered, Prepared
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.money import Money, format_money
from careops.ui.people import initials, tint

# ── the question: a service with all its parts, in one statement ──


def _parts(question: "sa.Select[Any]", name: str) -> Any:
    return question.correlate(BookingType).scalar_subquery().label(name)


_TYPES = sa.select(
    BookingType,
    _parts(
        sa.select(
            Gathered(
                col(Variant.position),
                col(Variant.id),
                col(Variant.name),
                col(Variant.duration),
                col(Variant.price),
                col(Variant.gap_after),
                col(Variant.gap_minutes),
            )
        ).where(col(Variant.booking_type_id) == col(BookingType.id), col(Variant.active)),
        "variants",
    ),
    _parts(
        sa.select(
            Gathered(col(AddOn.position), col(AddOn.id), col(AddOn.name), col(AddOn.description), col(AddOn.minutes), col(AddOn.price))
        ).where(col(AddOn.booking_type_id) == col(BookingType.id), col(AddOn.active)),
        "add_ons",
    ),
    _parts(
        sa.select(
            Gathered(
                col(ProviderTerms.id),
                col(ProviderTerms.provider_id),
                col(ProviderTerms.variant_id),
                col(ProviderTerms.duration),
                col(ProviderTerms.price),
            )
        ).where(col(ProviderTerms.booking_type_id) == col(BookingType.id)),
        "terms",
    ),
    _parts(
        sa.select(
            Gathered(col(Provider.position), col(Provider.name), col(Provider.id), col(ProviderService.need), col(ProviderService.weight))
        )
        .select_from(ProviderService)
        .join(Provider, col(Provider.id) == col(ProviderService.provider_id))
        .where(col(ProviderService.booking_type_id) == col(BookingType.id)),
        "takes",
    ),
)
TYPES = Prepared(_TYPES.order_by(col(BookingType.position), col(BookingType.name), col(BookingType.id)))
TYPE = Prepared(_TYPES.where(col(BookingType.id) == sa.bindparam("id")))
TYPE_AT = Prepared(_TYPES.where(col(BookingType.slug) == sa.bindparam("slug")))


# ── services ─────────────────────────────────────────────


def type_row(found: Any, currency: str, locale: str = "en") -> BookingTypeRow:
    """The service as its readers see it, from a row of the question above."""
    kind: BookingType = found[0]
    takes = _ordered(found.takes)
    plain = kind.model_dump(exclude={"workspace_id", "created_at", "price", "deposit"})
    variants = [_variant_row(told, currency, locale) for told in _ordered(found.variants)]
    terms = [_terms_row(told, variants, currency) for told in _ordered(found.terms)]
    needs: defaultdict[int, list[UUID]] = defaultdict(list)
    for _position, _name, id, need, _weight in takes:
        needs[need].append(UUID(id))
    return BookingTypeRow(
        **plain,
        price=Money(amount=kind.price, currency=currency),
        price_text=_price_text(kind.price, currency, locale),
        from_text=_from_text(kind.price, variants, [one for one in terms if one is not None], currency, locale),
        deposit=Money(amount=kind.deposit, currency=currency),
        deposit_text=_price_text(kind.deposit, currency, locale),
        duration_text=when.minutes_text(kind.duration, locale),
        provider_ids=needs.pop(0, []),
        variants=variants,
        add_ons=[_add_on_row(told, currency, locale) for told in _ordered(found.add_ons)],
        needs=[needs[need] for need in sorted(needs)],
        terms=[one for one in terms if one is not None],
        weights={UUID(id): weight for _position, _name, id, need, weight in takes if need == 0},
    )


def _ordered(parts: list[list[Any]] | None) -> list[list[Any]]:
    return sorted(parts or ())


def _price_text(amount: int, currency: str, locale: str) -> str:
    return format_money(amount, currency, locale) if amount else ""


def _variant_row(told: list[Any], currency: str, locale: str) -> VariantRow:
    _position, id, name, duration, price, gap_after, gap_minutes = told
    return VariantRow(
        id=UUID(id),
        name=name,
        duration=duration,
        duration_text=when.minutes_text(duration, locale),
        price=Money(amount=price, currency=currency),
        price_text=_price_text(price, currency, locale),
        gap_after=gap_after,
        gap_minutes=gap_minutes,
    )


def _add_on_row(told: list[Any], currency: str, locale: str) -> AddOnRow:
    _position, id, name, description, minutes, price = told
    return AddOnRow(
        id=UUID(id),
        name=name,
        description=description,
        minutes=minutes,
        minutes_text=_("+{length}", locale, length=when.minutes_text(minutes, locale)) if minutes else "",
        price=Money(amount=price, currency=currency),
        price_text=_("+{price}", locale, price=format_money(price, currency, locale)) if price else "",
    )


def _terms_row(told: list[Any], variants: list[VariantRow], currency: str) -> TermsRow | None:
    """What one asks; nothing when it is about a variant that was withdrawn."""
    _id, provider_id, variant_id, duration, price = told
    about = UUID(variant_id) if variant_id else None
    if about is not None and about not in {one.id for one in variants}:
        return None
    asked = None if price is None else Money(amount=price, currency=currency)
    return TermsRow(provider_id=UUID(provider_id), variant_id=about, duration=duration, price=asked)


def _from_text(price: int, variants: list[VariantRow], terms: list[TermsRow], currency: str, locale: str) -> str:
    """The price where there is one, "from €45" where there are several."""
    prices = {one.price.amount for one in variants} or {price}
    prices |= {one.price.amount for one in terms if one.price is not None and (one.variant_id is not None or not variants)}
    if len(prices) == 1:
        return _price_text(min(prices), currency, locale)
    return _("from {price}", locale, price=format_money(min(prices), currency, locale))


def booking_types(db: Session, actor: Actor, *, active: bool | None = None) -> list[BookingTypeRow]:
    """Every service in the owner's order; `active` keeps only those offered, or only those put away."""
    actor.require_member()
    return _types(db, actor, active)


def _types(db: Session, actor: Actor, active: bool | None, locale: str = "en") -> list[BookingTypeRow]:
    currency = business.profile(db, actor).currency
    return [type_row(found, currency, locale) for found in TYPES.ask(db) if active in (None, found[0].active)]


def booking_type(db: Session, actor: Actor, *, booking_type_id: UUID) -> BookingTypeRow:
    """One service; strangers see only what is offered."""
    return _one_type(db, actor, TYPE.ask(db, id=booking_type_id))


def booking_type_by_slug(db: Session, actor: Actor, *, slug: str, locale: str = "en") -> BookingTypeRow:
    """One service by its address word."""
    return _one_type(db, actor, TYPE_AT.ask(db, slug=slug), locale)


def _one_type(db: Session, actor: Actor, found: Any, locale: str = "en") -> BookingTypeRow:
    if not found or not (found[0][0].active or actor.can(Permission.bookings_view)):
        raise NotFound
    return type_row(found[0], business.profile(db, actor).currency, locale)


def offered_types(db: Session, actor: Actor, *, locale: str = "en") -> list[BookingTypeRow]:
    """What a visitor may choose from: services that are active and that somebody does."""
    working = _working(db).keys()
    return [row for row in _types(db, actor, True, locale) if working & set(row.provider_ids)]


def public_types(db: Session, actor: Actor, *, locale: str = "en") -> list[PublicTypeRow]:
    """The same with nothing a stranger has no use for."""
    names = _working(db)
    return [_public(row, names) for row in _types(db, actor, True, locale) if names.keys() & set(row.provider_ids)]


def _working(db: Session) -> dict[UUID, str]:
    return {found.id: found.name for found in db.exec(select(Provider).where(Provider.active, Provider.kind == ProviderKind.person))}


def _public(row: BookingTypeRow, names: Mapping[UUID, str]) -> PublicTypeRow:
    chosen = row.customer_chooses and row.assignment != Assignment.collective
    doing = [PublicProviderRow(id=id, name=names[id]) for id in row.provider_ids if id in names] if chosen else []
    terms = [one for one in row.terms if one.provider_id in names]
    return PublicTypeRow(**row.model_dump(include=set(PublicTypeRow.model_fields) - {"providers", "terms"}), providers=doing, terms=terms)


# ── providers ────────────────────────────────────────────


def provider_row(found: Provider, booking_type_ids: Iterable[UUID]) -> ProviderRow:
    """The provider as its readers see them."""
    told = found.model_dump(exclude={"workspace_id", "created_at"})
    return ProviderRow(**told, booking_type_ids=list(dict.fromkeys(booking_type_ids)), initials=initials(found.name), tint=tint(found.id))


def providers(
    db: Session,
    actor: Actor,
    *,
    active: bool | None = None,
    booking_type_id: UUID | None = None,
    kind: ProviderKind | None = ProviderKind.person,
) -> list[ProviderRow]:
    """Who can be booked, in the owner's order; for one service, only those who do it. `kind` None tells rooms and things as well."""
    question = select(Provider).order_by(col(Provider.position), col(Provider.name), col(Provider.id))
    if active is not None:
        question = question.where(col(Provider.active) == active)
    if kind is not None:
        question = question.where(col(Provider.kind) == kind)
    doing: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for service in db.exec(select(ProviderService).order_by(col(ProviderService.id))):
        doing[service.provider_id].append(service.booking_type_id)
    rows = [provider_row(found, doing[found.id]) for found in db.exec(question)]
    return rows if booking_type_id is None else [row for row in rows if booking_type_id in row.booking_type_ids]


def provider(db: Session, actor: Actor, *, provider_id: UUID, kind: ProviderKind | None = None) -> ProviderRow:
    """One provider; NotFound as well when it is not of the kind that was asked for."""
    actor.require_member()
    found = db.exec(select(Provider).where(Provider.id == provider_id)).one_or_none()
    if found is None or kind not in (None, found.kind):
        raise NotFound
    services = db.exec(
        select(ProviderService.booking_type_id).where(ProviderService.provider_id == provider_id).order_by(col(ProviderService.id))
    )
    return provider_row(found, services)
