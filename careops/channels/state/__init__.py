"""The screen of accounts that messages leave and arrive through."""

from careops.channels.state.accounts import Accounts, tests

__all__ = ["Accounts", "tests"]
