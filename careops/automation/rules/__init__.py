"""The built-in rules as data, the words they send, and how any rule is judged and timed."""

from careops.automation.rules.builtin import ACCOUNT_KINDS, BUILT_IN, BuiltIn, by_name

__all__ = ["ACCOUNT_KINDS", "BUILT_IN", "BuiltIn", "by_name"]
