"""The signed-in screens' side of what happens by itself."""

from careops.automation.state.alerts import Alerts, Line
from careops.automation.state.webhook_log import WebhookLog
from careops.automation.state.webhooks import Webhooks

__all__ = ["Alerts", "Line", "WebhookLog", "Webhooks"]
