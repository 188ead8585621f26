"""What happens to a business."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class BusinessChanged(Fact):
    """Its profile says something else; `fields` names what."""

    kind: ClassVar[str] = "business.changed"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BusinessActivated(Fact):
    """Its public pages are open."""

    kind: ClassVar[str] = "business.activated"


@dataclass(frozen=True, slots=True)
class BusinessSuspended(Fact):
    """Its public pages are closed."""

    kind: ClassVar[str] = "business.suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureAdded(Fact):
    """Nobody is served from the first to the last of these days."""

    kind: ClassVar[str] = "closure.added"
    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureChanged(Fact):
    """It is called differently, or covers other days; `changed` names the fields."""

    kind: ClassVar[str] = "closure.changed"
    name: str
    first_day: date
    last_day: date
    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRemoved(Fact):
    """These days are ordinary days again."""

    kind: ClassVar[str] = "closure.removed"
    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysChanged(Fact):
    """Other public holidays are observed than before, or newly known ones; `added` and `removed` count the closures."""

    kind: ClassVar[str] = "business.holidays_changed"
    observed: bool
    region: str
    added: int
    removed: int
