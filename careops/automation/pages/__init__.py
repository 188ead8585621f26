"""What needs a person."""

from careops.automation.pages.alerts import alerts
from careops.automation.pages.webhooks import webhooks
from careops.automation.state import Alerts, WebhookLog, Webhooks
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.pages import Page

PAGES = (
    Page("/app/alerts", _("Alerts"), alerts, (Alerts.live,)),
    Page("/app/settings/webhooks", _("Webhooks"), webhooks, (Webhooks.live, WebhookLog.live), Permission.settings),
)
