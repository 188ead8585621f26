"""The signed-in screens' side of what happens by itself."""

from careops.automation.state.alerts import Alerts, Line, Mate, latest
from careops.automation.state.jobs import JobLine, Jobs, RunLine
from careops.automation.state.one_rule import RulePage
from careops.automation.state.rules import Automations
from careops.automation.state.webhook_log import WebhookLog
from careops.automation.state.webhooks import Webhooks

__all__ = ["Alerts", "Automations", "JobLine", "Jobs", "Line", "Mate", "RulePage", "RunLine", "WebhookLog", "Webhooks", "latest"]
