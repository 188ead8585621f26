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


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationDown(Fact):
    """Nothing leaves through it for a while; `configuration` when somebody has to change its set-up."""

    kind: ClassVar[str] = "integration.down"
    label: str
    channel: str
    reason: str
    configuration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationRecovered(Fact):
    """It is down no more: a message got through, or nobody waits for it any longer ("switched_off", "removed")."""

    kind: ClassVar[str] = "integration.recovered"
    label: str
    channel: str
    by: str
