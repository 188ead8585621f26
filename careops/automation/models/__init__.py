"""One row for each rule, each thing it made of an event, each thing that needs a person, each call to somebody else."""

from careops.automation.models.alerts import Alert
from careops.automation.models.jobs import JobRun, Lease
from careops.automation.models.rules import Rule, Run, RunStep
from careops.automation.models.webhooks import WebhookAttempt, WebhookCall, WebhookEndpoint

__all__ = ["Alert", "JobRun", "Lease", "Rule", "Run", "RunStep", "WebhookAttempt", "WebhookCall", "WebhookEndpoint"]
