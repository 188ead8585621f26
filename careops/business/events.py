"""What happens to a business."""

from dataclasses import dataclass
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
