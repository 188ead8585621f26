"""Reacting to facts, switching rules, keeping alerts."""

from careops.automation.actions.alerts import raise_alert, read_alert, resolve_alert, settle_alert
from careops.automation.actions.reacting import BATCH, MOST_TRIES, react
from careops.automation.actions.switching import switch

__all__ = ["BATCH", "MOST_TRIES", "raise_alert", "react", "read_alert", "resolve_alert", "settle_alert", "switch"]
