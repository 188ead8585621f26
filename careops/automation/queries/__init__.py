"""Reading rules, runs and alerts."""

from careops.automation.queries.alerts import Standing, alert_row, alerts, needs_you, open_alerts
from careops.automation.queries.jobs import due_runs, job, job_runs, jobs
from careops.automation.queries.rules import Result, built_in, events, runs, switched_off
from careops.automation.queries.webhooks import CallState, attempts, calls, offers, webhook, webhooks

__all__ = [
    "CallState",
    "Result",
    "Standing",
    "alert_row",
    "alerts",
    "attempts",
    "built_in",
    "calls",
    "due_runs",
    "events",
    "job",
    "job_runs",
    "jobs",
    "needs_you",
    "offers",
    "open_alerts",
    "runs",
    "switched_off",
    "webhook",
    "webhooks",
]
