"""What is sold, who does it, and when they work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time
from uuid import UUID

from sqlmodel import Session, col, select

from careops.booking.models import BookingType, HoursOverride, Provider, ProviderService, WeeklyHours
from careops.booking.schemas import BookingTypeRow, OverrideRow, ProviderRow, PublicTypeRow, ScheduleRow
from careops.booking.schemas.rows import HourBlock, PublicProviderRow, WeekdayRow
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.money import Money, format_money
from careops.ui.people import initials, tint

# ── services ─────────────────────────────────────────────


def type_row(found: BookingType, provider_ids: list[UUID], currency: str, locale: str = "en") -> BookingTypeRow:
    """The service as its readers see it."""
    told = found.model_dump(exclude={"workspace_id", "created_at", "price"})
    return BookingTypeRow(
        **told,
        price=Money(amount=found.price, currency=currency),
        price_text=format_money(found.price, currency, locale) if found.price else "",
        duration_text=when.minutes_text(found.duration, locale),
        provider_ids=provider_ids,
    )


def _services(db: Session) -> list[ProviderService]:
    """Who does what, in the providers' own order."""
    question = select(ProviderService).join(Provider, col(Provider.id) == col(ProviderService.provider_id))
    return list(db.exec(question.order_by(col(Provider.position), col(Provider.name), col(Provider.id))))


def booking_types(db: Session, actor: Actor, *, active: bool | None = None) -> list[BookingTypeRow]:
    """Every service in the owner's order; `active` keeps only those offered, or only those put away."""
    actor.require_member()
    return _types(db, actor, active)


def _types(db: Session, actor: Actor, active: bool | None, locale: str = "en") -> list[BookingTypeRow]:
    question = select(BookingType).order_by(col(BookingType.position), col(BookingType.name), col(BookingType.id))
    if active is not None:
        question = question.where(col(BookingType.active) == active)
    doing: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for service in _services(db):
        doing[service.booking_type_id].append(service.provider_id)
    currency = business.profile(db, actor).currency
    return [type_row(found, doing[found.id], currency, locale) for found in db.exec(question)]


def booking_type(db: Session, actor: Actor, *, booking_type_id: UUID) -> BookingTypeRow:
    """One service; strangers see only what is offered."""
    found = db.exec(select(BookingType).where(BookingType.id == booking_type_id)).one_or_none()
    return _one_type(db, actor, found)


def booking_type_by_slug(db: Session, actor: Actor, *, slug: str, locale: str = "en") -> BookingTypeRow:
    """One service by its address word."""
    return _one_type(db, actor, db.exec(select(BookingType).where(BookingType.slug == slug)).one_or_none(), locale)


def _one_type(db: Session, actor: Actor, found: BookingType | None, locale: str = "en") -> BookingTypeRow:
    if found is None or not (found.active or actor.can(Permission.bookings_view)):
        raise NotFound
    doing = [service.provider_id for service in _services(db) if service.booking_type_id == found.id]
    return type_row(found, doing, business.profile(db, actor).currency, locale)


def offered_types(db: Session, actor: Actor, *, locale: str = "en") -> list[BookingTypeRow]:
    """What a visitor may choose from: services that are active and that somebody does."""
    working = {found.id for found in db.exec(select(Provider).where(Provider.active))}
    return [row for row in _types(db, actor, True, locale) if working.intersection(row.provider_ids)]


def public_types(db: Session, actor: Actor, *, locale: str = "en") -> list[PublicTypeRow]:
    """The same with nothing a stranger has no use for."""
    names = {found.id: found.name for found in db.exec(select(Provider).where(Provider.active))}
    return [_public(row, names) for row in _types(db, actor, True, locale) if names.keys() & set(row.provider_ids)]


def _public(row: BookingTypeRow, names: Mapping[UUID, str]) -> PublicTypeRow:
    doing = [PublicProviderRow(id=id, name=names[id]) for id in row.provider_ids if id in names]
    return PublicTypeRow(**row.model_dump(include=set(PublicTypeRow.model_fields) - {"providers"}), providers=doing)


# ── providers ────────────────────────────────────────────


def provider_row(found: Provider, booking_type_ids: list[UUID]) -> ProviderRow:
    """The provider as its readers see them."""
    told = found.model_dump(exclude={"workspace_id", "created_at"})
    return ProviderRow(**told, booking_type_ids=booking_type_ids, initials=initials(found.name), tint=tint(found.id))


def providers(db: Session, actor: Actor, *, active: bool | None = None, booking_type_id: UUID | None = None) -> list[ProviderRow]:
    """Who can be booked, in the owner's order; for one service, only those who do it."""
    question = select(Provider).order_by(col(Provider.position), col(Provider.name), col(Provider.id))
    if active is not None:
        question = question.where(col(Provider.active) == active)
    doing: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for service in _services(db):
        doing[service.provider_id].append(service.booking_type_id)
    rows = [provider_row(found, doing[found.id]) for found in db.exec(question)]
    return rows if booking_type_id is None else [row for row in rows if booking_type_id in row.booking_type_ids]


def provider(db: Session, actor: Actor, *, provider_id: UUID) -> ProviderRow:
    """One provider."""
    actor.require_member()
    found = db.exec(select(Provider).where(Provider.id == provider_id)).one_or_none()
    if found is None:
        raise NotFound
    services = db.exec(select(ProviderService.booking_type_id).where(ProviderService.provider_id == provider_id))
    return provider_row(found, list(services))


# ── hours ────────────────────────────────────────────────


def hour_blocks(spans: Iterable[tuple[int, int]], hour_cycle: int = 24, locale: str = "en") -> list[HourBlock]:
    """Stretches of a day with the words for them; a closed day's empty one is left out."""
    return [
        HourBlock(start=start, end=end, text=f"{_clock(start, hour_cycle, locale)}–{_clock(end, hour_cycle, locale)}")
        for start, end in sorted(spans)
        if start < end
    ]


def _clock(minute: int, hour_cycle: int, locale: str) -> str:
    if minute == 1440 and hour_cycle == 24:
        return "24:00"
    return when.clock_text(time(minute // 60 % 24, minute % 60), locale, hour_cycle)


def schedule(db: Session, actor: Actor, *, provider_id: UUID) -> ScheduleRow:
    """A provider's week and the dates ahead that differ from it."""
    actor.require_member()
    found = db.exec(select(Provider).where(Provider.id == provider_id)).one_or_none()
    if found is None:
        raise NotFound
    cycle = business.profile(db, actor).hour_cycle
    week: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for hours in db.exec(select(WeeklyHours).where(WeeklyHours.provider_id == provider_id)):
        week[hours.weekday].append((hours.start_minute, hours.end_minute))
    return ScheduleRow(
        provider_id=found.id,
        timezone=found.timezone,
        week=[WeekdayRow(weekday=day, name=when.weekday_name(day), hours=hour_blocks(week[day], cycle)) for day in range(7)],
        overrides=_overrides(db, found, cycle),
    )


def _overrides(db: Session, found: Provider, cycle: int) -> list[OverrideRow]:
    here = clock.today(found.timezone)
    question = select(HoursOverride).where(HoursOverride.provider_id == found.id, HoursOverride.day >= here)
    dates: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    for row in db.exec(question.order_by(col(HoursOverride.day), col(HoursOverride.start_minute))):
        dates[row.day].append((row.start_minute, row.end_minute))
    return [
        OverrideRow(day=day, day_text=when.day_text(here, day), closed=not hour_blocks(spans), hours=hour_blocks(spans, cycle))
        for day, spans in dates.items()
    ]
