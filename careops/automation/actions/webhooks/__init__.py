"""Telling others what happens: which addresses hear of what, what is owed to each, and how each try went. No network here."""

from careops.automation.actions.webhooks.keeping import add_webhook, change_webhook, remove_webhook, replay, rotate_secret, test_webhook
from careops.automation.actions.webhooks.owing import WEBHOOKS, calls_due, claim_call, tell_webhooks
from careops.automation.actions.webhooks.settling import forget_webhook_calls, settle_call

__all__ = [
    "WEBHOOKS",
    "add_webhook",
    "calls_due",
    "change_webhook",
    "claim_call",
    "forget_webhook_calls",
    "remove_webhook",
    "replay",
    "rotate_secret",
    "settle_call",
    "tell_webhooks",
    "test_webhook",
]
