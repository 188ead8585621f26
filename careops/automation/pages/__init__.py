"""What needs a person."""

from careops.automation.pages.alerts import alerts
from careops.automation.state import Alerts
from careops.core.i18n import text as _
from careops.frame.pages import Page

PAGES = (Page("/app/alerts", _("Alerts"), alerts, (Alerts.live,)),)
