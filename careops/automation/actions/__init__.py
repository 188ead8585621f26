"""Reacting to facts, switching rules, keeping alerts."""

from careops.automation.actions.alerts import raise_alert, read_alert, resolve_alert, settle_alert
from careops.automation.actions.editing import create_rule, edit_rule, remove_rule, reset_rule, switch, try_again
from careops.automation.actions.jobs import (
    AlreadyUnderWay,
    fail,
    finish,
    forget_runs,
    plan,
    retry_run,
    run_job,
    still_mine,
    take,
)
from careops.automation.actions.leading import lead, stop_leading
from careops.automation.actions.reacting import BATCH, MOST_TRIES, do_due, react
from careops.automation.actions.webhooks import (
    add_webhook,
    calls_due,
    change_webhook,
    claim_call,
    forget_webhook_calls,
    remove_webhook,
    replay,
    rotate_secret,
    settle_call,
    tell_webhooks,
    test_webhook,
)

__all__ = [
    "BATCH",
    "MOST_TRIES",
    "AlreadyUnderWay",
    "add_webhook",
    "calls_due",
    "change_webhook",
    "claim_call",
    "create_rule",
    "do_due",
    "edit_rule",
    "fail",
    "finish",
    "forget_runs",
    "forget_webhook_calls",
    "lead",
    "plan",
    "raise_alert",
    "react",
    "read_alert",
    "remove_rule",
    "remove_webhook",
    "replay",
    "reset_rule",
    "resolve_alert",
    "retry_run",
    "rotate_secret",
    "run_job",
    "settle_alert",
    "settle_call",
    "still_mine",
    "stop_leading",
    "switch",
    "take",
    "tell_webhooks",
    "test_webhook",
    "try_again",
]
