"""What a file speaks of, and which of it is known here."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlmodel import Session

from careops.booking import queries as booking
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.rules import name_key
from careops.contacts.schemas import ImportOptions
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.importers.rules.names import MAKE, Ours, shown_choice
from careops.importers.rules.readers import READERS, Reader, names_in
from careops.importers.schemas import Choices, NameRow, NamesRow, Reading

MONTH_FIRST = frozenset({"US", "PH", "FM", "PW"})


def reader(origin: str) -> Reader:
    """Whoever reads bookings of that origin; NotFound when nobody does."""
    found = next((one for one in READERS if one.origin == origin), None)
    if found is None:
        raise NotFound
    return found


def ours(db: Session, actor: Actor) -> Ours:
    """The services and people there are here; those that are put away too, so that nothing is made twice."""
    types, people = booking.booking_types(db, actor), booking.providers(db, actor)
    known = Ours()
    for one in sorted(types, key=lambda one: one.active):
        known.services[name_key(one.name)] = one.id
        known.lengths[one.id] = one.duration
        known.gives |= {(provider, one.id) for provider in one.provider_ids}
        if one.capacity > 1:
            known.groups.add(one.id)
    known.providers = {name_key(one.name): one.id for one in sorted(people, key=lambda one: one.active)}
    return known


def reading(db: Session, actor: Actor, *, options: ImportOptions, choices: Choices) -> Reading:
    """How a file is to be read: by the business's clock and country where the owner says nothing else."""
    host = business.profile(db, actor)
    month_first = choices.dates == "month_first" or (not choices.dates and host.country in MONTH_FIRST)
    return Reading(options.mapping, choices.timezone or host.timezone, month_first)


def choices_of(options: ImportOptions, origin: str) -> Choices:
    """What was chosen; programs whose whole database comes along have what is missing made unless that was chosen otherwise."""
    said = options.more if "missing" in options.more else options.more | ({"missing": MAKE} if reader(origin).makes else {})
    return Choices.model_validate(said)


def names(db: Session, actor: Actor, *, import_id: UUID) -> NamesRow:
    """The services and people a file of bookings speaks of, the most frequent first, and which of ours each is; others speak of none."""
    actor.require(Permission.bookings_manage)
    run, content = contacts.import_file(db, actor, import_id=import_id)
    if run.what != "bookings":
        return NamesRow(services=[], providers=[])
    choices = choices_of(run.options, run.origin)
    said = names_in(reader(run.origin).found(content, reading(db, actor, options=run.options, choices=choices)))
    known, makes = ours(db, actor), choices.missing == MAKE
    return NamesRow(
        services=_rows(said.services, lambda name: shown_choice(name, choices.services, known.services, makes=makes)),
        providers=_rows(said.providers, lambda name: shown_choice(name, choices.providers, known.providers, makes=makes)),
    )


def _rows(said: Mapping[str, int], choice: Callable[[str], str]) -> list[NameRow]:
    ordered = sorted(said.items(), key=lambda one: (-one[1], one[0]))
    return [NameRow(name=name, count=count, choice=choice(name)) for name, count in ordered]
