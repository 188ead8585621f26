"""What a file needs and nobody here has: made through the domains' own actions, and noted, so that undoing finds it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking.schemas import BookingTypeIn, DayHours, ProviderEdit, ProviderIn, ProviderRow, ScheduleIn, Span
from careops.business import queries as business
from careops.contacts import actions as contacts
from careops.contacts import queries as known
from careops.contacts.rules import email_key, name_key
from careops.contacts.rules.importing import FORGOTTEN
from careops.contacts.schemas import ContactIn, Source
from careops.core.actor import Actor
from careops.core.clock import zone
from careops.core.errors import invalid
from careops.core.money import read_amount
from careops.importers.rules.names import Ours
from careops.importers.schemas import Person, Provider, Service


@dataclass(slots=True)
class Made:
    """What was made for one record."""

    contact: UUID | None = None
    service: UUID | None = None
    provider: UUID | None = None
    linked: list[tuple[UUID, UUID]] = field(default_factory=list[tuple[UUID, UUID]])

    def told(self) -> dict[str, Any]:
        """For undoing."""
        return {name: id.hex for name in ("contact", "service", "provider") if (id := getattr(self, name))}

    def forget(self, ours: Ours) -> None:
        """It was not made after all."""
        for kept, id in ((ours.services, self.service), (ours.providers, self.provider)):
            for name in [name for name, one in kept.items() if one == id]:
                del kept[name]
        ours.gives -= set(self.linked)

    def link(self, db: Session, actor: Actor, ours: Ours, row: ProviderRow, service: UUID) -> None:
        """Lets them give the service from now on."""
        booking.edit_provider(db, actor, provider_id=row.id, change=ProviderEdit(booking_type_ids=[*row.booking_type_ids, service]))
        ours.gives.add((row.id, service))
        self.linked.append((row.id, service))


def make_service(db: Session, actor: Actor, ours: Ours, made: Made, service: Service) -> UUID:
    """The service of that name: the one made a moment ago, or a new one; nobody gives it yet."""
    key = name_key(service.name)
    if key in ours.services:
        return ours.services[key]
    try:
        given = BookingTypeIn(
            name=service.name[:120], duration=service.minutes, description=service.description, price=_price(db, actor, service.price)
        )
    except ValidationError as wrong:
        raise invalid(wrong) from None
    row = booking.create_booking_type(db, actor, given=given)
    ours.services[key], ours.lengths[row.id], made.service = row.id, row.duration, row.id
    return row.id


def make_provider(db: Session, actor: Actor, ours: Ours, made: Made, provider: Provider) -> UUID:
    """Whoever is called that: made a moment ago, or new, with their week and what they give so far as it is here."""
    key = name_key(provider.name)
    if key in ours.providers:
        return ours.providers[key]
    gives = [id for name in provider.services if (id := ours.services.get(name_key(name)))]
    try:
        given = ProviderIn(name=provider.name[:120], timezone=_zone(provider.timezone), booking_type_ids=list(dict.fromkeys(gives)))
        week = _week(provider)
    except ValidationError as wrong:
        raise invalid(wrong) from None
    row = booking.add_provider(db, actor, given=given)
    if week:
        booking.set_week(db, actor, provider_id=row.id, given=week)
    ours.providers[key], made.provider = row.id, row.id
    made.linked += [(row.id, service) for service in gives]
    ours.gives |= {(row.id, service) for service in gives}
    return row.id


def same_person(db: Session, actor: Actor, person: Person) -> tuple[UUID | None, str]:
    """Who it is here, if anybody, and by what the file's other rows are known to mean the same.

    Invalid when they cannot be kept, ValueError when they were erased: by a file nobody comes back.
    """
    said = _cleaned(db, actor, person)
    key = f"e:{email_key(said.email)}" if said.email else f"p:{said.phone}" if said.phone else f"n:{name_key(said.name)}"
    if said.email or said.phone:
        found = known.find(db, actor, email=said.email, phone=said.phone)
        if found is None and known.erased(db, actor, addresses=[("email", said.email), ("sms", said.phone)]):
            raise ValueError(FORGOTTEN)
        return (found.id if found else None), key
    named = known.page(db, actor, q=said.name, source=Source.imported, reach="none", limit=20).items
    return next((one.id for one in named if name_key(one.name) == name_key(said.name)), None), key


def make_person(db: Session, actor: Actor, made: Made, person: Person) -> UUID:
    """Who it is here; whoever is known stays as they are, somebody new is kept as coming from a file."""
    found, _key = same_person(db, actor, person)
    if found is not None:
        return found
    said = _cleaned(db, actor, person)
    row = contacts.register(db, actor, name=said.name, email=said.email, phone=said.phone, notes=said.notes, source=Source.imported)
    made.contact = row.id
    return row.id


def _cleaned(db: Session, actor: Actor, person: Person) -> ContactIn:
    try:
        said = ContactIn(name=person.name, email=person.email, phone=person.phone, notes=person.notes)
    except ValidationError as wrong:
        raise invalid(wrong) from None
    return said.model_copy(update={"phone": known.read_phone(db, actor, said.phone)})


def _price(db: Session, actor: Actor, said: str) -> int:
    """What it costs, in minor units; what cannot be read costs nothing until somebody says so."""
    try:
        return read_amount(said, business.profile(db, actor).currency) if said else 0
    except ValueError:
        return 0


def _zone(name: str) -> str | None:
    try:
        zone(name)
    except ValueError:
        return None
    return name


def _week(provider: Provider) -> ScheduleIn | None:
    days: dict[int, list[Span]] = {}
    for weekday, begin, end in provider.week:
        days.setdefault(weekday, []).append(Span(start=begin, end=end))
    return ScheduleIn(week=[DayHours(weekday=day, hours=hours) for day, hours in sorted(days.items())]) if days else None
