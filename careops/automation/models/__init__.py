"""One row for each reaction, each switch that was touched, each thing that needs a person."""

from careops.automation.models.alerts import Alert
from careops.automation.models.jobs import JobRun, Lease
from careops.automation.models.rules import RuleSwitch, Run
from careops.automation.models.webhooks import WebhookAttempt, WebhookCall, WebhookEndpoint

__all__ = ["Alert", "JobRun", "Lease", "RuleSwitch", "Run", "WebhookAttempt", "WebhookCall", "WebhookEndpoint"]
