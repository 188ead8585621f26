"""Reading rules, runs and alerts."""

from careops.automation.queries.alerts import Standing, alert_row, alerts, needs_you, open_alerts
from careops.automation.queries.rules import Result, built_in, events, runs, switched_off

__all__ = ["Result", "Standing", "alert_row", "alerts", "built_in", "events", "needs_you", "open_alerts", "runs", "switched_off"]
