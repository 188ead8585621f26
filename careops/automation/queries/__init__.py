"""Reading rules, runs and alerts."""

from careops.automation.queries.alerts import Standing, alert_row, alerts, needs_you, open_alerts
from careops.automation.queries.jobs import due_runs, job, job_runs, jobs
from careops.automation.queries.reaching import form_way
from careops.automation.queries.rehearsing import latest_events, rehearse
from careops.automation.queries.rules import choices, events, names_of, one_ruled, rule, ruled, rules, trigger_row, triggers
from careops.automation.queries.runs import Figures, Result, figures, of_contact, run, runs
from careops.automation.queries.webhooks import CallState, attempts, calls, offers, webhook, webhooks
from careops.automation.queries.wording import sample

__all__ = [
    "CallState",
    "Figures",
    "Result",
    "Standing",
    "alert_row",
    "alerts",
    "attempts",
    "calls",
    "choices",
    "due_runs",
    "events",
    "figures",
    "form_way",
    "job",
    "job_runs",
    "jobs",
    "latest_events",
    "names_of",
    "needs_you",
    "of_contact",
    "offers",
    "one_ruled",
    "open_alerts",
    "rehearse",
    "rule",
    "ruled",
    "rules",
    "run",
    "runs",
    "sample",
    "trigger_row",
    "triggers",
    "webhook",
    "webhooks",
]
