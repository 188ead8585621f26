"""What happened to what is sold and who does it."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class CatalogueFact(Fact):
    """Something about what is sold or who does it; `name` as it is now, `changed` the fields that differ from before."""

    kind: ClassVar[str] = "catalogue.changed"

    name: str = ""
    changed: list[str] | None = None


@dataclass(frozen=True, slots=True)
class BookingTypeCreated(CatalogueFact):
    kind: ClassVar[str] = "booking_type.created"


@dataclass(frozen=True, slots=True)
class BookingTypeChanged(CatalogueFact):
    kind: ClassVar[str] = "booking_type.changed"


@dataclass(frozen=True, slots=True)
class BookingTypeRemoved(CatalogueFact):
    kind: ClassVar[str] = "booking_type.removed"


@dataclass(frozen=True, slots=True)
class ProviderCreated(CatalogueFact):
    kind: ClassVar[str] = "provider.created"


@dataclass(frozen=True, slots=True)
class ProviderChanged(CatalogueFact):
    kind: ClassVar[str] = "provider.changed"


@dataclass(frozen=True, slots=True)
class ProviderRemoved(CatalogueFact):
    kind: ClassVar[str] = "provider.removed"


@dataclass(frozen=True, slots=True)
class HoursChanged(CatalogueFact):
    """A provider's week, or single dates of it, changed."""

    kind: ClassVar[str] = "provider.hours_changed"
