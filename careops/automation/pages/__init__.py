"""What needs a person."""

from careops.automation.pages.alerts import alerts
from careops.automation.pages.jobs import jobs
from careops.automation.pages.rules import automations, rule
from careops.automation.pages.webhooks import webhooks
from careops.automation.state import Alerts, Automations, Jobs, RulePage, WebhookLog, Webhooks
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.pages import Page

PAGES = (
    Page("/app/automations", _("Automations"), automations, (Automations.live,), Permission.automation_manage),
    Page("/app/automations/[rule_name]", _("Automation"), rule, (RulePage.live,), Permission.automation_manage),
    Page("/app/alerts", _("Alerts"), alerts, (Alerts.live,)),
    Page("/app/jobs", _("Jobs"), jobs, (Jobs.live,), Permission.automation_manage),
    Page("/app/settings/webhooks", _("Webhooks"), webhooks, (Webhooks.live, WebhookLog.live), Permission.settings),
)
