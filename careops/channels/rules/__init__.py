"""Which servers an owner may name, in which order accounts are tried, and when one is left alone for a while."""

from careops.channels.rules.accounts import LocalStays, check_server, in_use, local_id
from careops.channels.rules.breaking import Breaker, at_fault, standing

__all__ = ["Breaker", "LocalStays", "at_fault", "check_server", "in_use", "local_id", "standing"]
