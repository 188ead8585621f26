"""What happened to rules and alerts."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSwitched(Fact):
    """A built-in rule was switched; `subject` is the workspace."""

    kind: ClassVar[str] = "automation.rule_switched"
    rule: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResolved(Fact):
    """Somebody dealt with it; `subject` is the alert."""

    kind: ClassVar[str] = "alert.resolved"
    cause: str
