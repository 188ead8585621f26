"""The built-in rules as data, and the words they send."""

from careops.automation.rules.builtin import ACCOUNT_KINDS, BUILT_IN, BuiltIn, by_name, triggered_by

__all__ = ["ACCOUNT_KINDS", "BUILT_IN", "BuiltIn", "by_name", "triggered_by"]
