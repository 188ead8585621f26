"""What happened to rules and alerts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.accounts.events import Mail
from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSwitched(Fact):
    """A built-in rule was switched; `subject` is the workspace."""

    kind: ClassVar[str] = "automation.rule_switched"
    rule: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged(Fact):
    """A rule was made, edited, put back or removed (`how`); `subject` is the workspace."""

    kind: ClassVar[str] = "automation.rule_changed"
    rule: str
    title: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCalled(Fact):
    """A rule tells the workspace's webhooks; `subject` is what the event that set it off was about, `about` its kind."""

    kind: ClassVar[str] = "automation.called"
    rule: str
    title: str
    note: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResolved(Fact):
    """Somebody dealt with it; `subject` is the alert."""

    kind: ClassVar[str] = "alert.resolved"
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookFact(Fact):
    """`subject` is the webhook; of its address only the machine is told, the rest may be a secret."""

    kind: ClassVar[str] = "webhook.changed"
    label: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAdded(WebhookFact):
    kind: ClassVar[str] = "webhook.added"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChanged(WebhookFact):
    """`changed` names the fields; "secret" when it got another key."""

    kind: ClassVar[str] = "webhook.changed"
    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRemoved(WebhookFact):
    kind: ClassVar[str] = "webhook.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDisabled(WebhookFact):
    """We switched it off ourselves: it is gone, or took nothing for days."""

    kind: ClassVar[str] = "webhook.disabled"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookGaveUp(Mail):
    """An owner is told that a webhook was switched off; `subject` is the webhook."""

    kind: ClassVar[str] = "account.webhook_disabled"
    business: str
    host: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed(Fact):
    """A job failed as often as it is tried; `subject` stands for the job."""

    kind: ClassVar[str] = "job.failed"
    job: str
    title: str
    error: str
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecovered(Fact):
    """A job that had failed succeeded again; `subject` stands for the job."""

    kind: ClassVar[str] = "job.recovered"
    job: str
    title: str
