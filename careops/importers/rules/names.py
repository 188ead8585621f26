"""Which of ours a name in a file is, and the refusals about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from careops.contacts.rules import name_key
from careops.core.i18n import text as _
from careops.importers.schemas import Choice, Choices

MAKE = "make"


@dataclass(slots=True)
class Ours:
    """The services and people there are here, by how names are compared; and who gives what."""

    services: dict[str, UUID] = field(default_factory=dict[str, UUID])
    providers: dict[str, UUID] = field(default_factory=dict[str, UUID])
    lengths: dict[UUID, int] = field(default_factory=dict[UUID, int])
    groups: set[UUID] = field(default_factory=set[UUID])
    gives: set[tuple[UUID, UUID]] = field(default_factory=set[tuple[UUID, UUID]])  # (provider, service)


def service_of(name: str, ours: Ours, choices: Choices) -> UUID | str:
    """A service of ours, or "make"; ValueError when that is open."""
    known = _chosen(name, choices.services, ours.services, choices)
    if known is None:
        raise ValueError(_("No service here is called “{name}”; choose one, or have it made", name=name[:80]))
    return known


def provider_of(name: str, ours: Ours, choices: Choices) -> UUID | str | None:
    """Somebody of ours, "make", or nobody in particular; ValueError when that is open."""
    if not name:
        return None
    known = _chosen(name, choices.providers, ours.providers, choices)
    if known is None:
        raise ValueError(_("Nobody here is called “{name}”; choose somebody, or have them made", name=name[:80]))
    return known


def shown_choice(name: str, chosen: Mapping[str, Choice], ours: Mapping[str, UUID], *, makes: bool) -> str:
    """What a name is by now, for a list to choose in: an id, "make", "leave", or "" where it is open."""
    said = chosen.get(name) or ours.get(name_key(name)) or (MAKE if makes else "")
    return str(said)


def _chosen(name: str, chosen: Mapping[str, Choice], ours: Mapping[str, UUID], choices: Choices) -> UUID | str | None:
    said: Choice | None = chosen.get(name)
    if said == "leave":
        raise ValueError(_("Bookings of “{name}” are left out, as you chose", name=name[:80]))
    if isinstance(said, UUID):
        return said
    known = ours.get(name_key(name))
    if known is not None:
        return known
    return MAKE if said == MAKE or choices.missing == MAKE else None
