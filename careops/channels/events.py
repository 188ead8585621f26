"""What happened to the accounts; their secrets are never told."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationAdded(Fact):
    kind: ClassVar[str] = "integration.added"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationChanged(Fact):
    """`changed` names the fields, not what is in them."""

    kind: ClassVar[str] = "integration.changed"
    label: str
    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationRemoved(Fact):
    kind: ClassVar[str] = "integration.removed"
    label: str
