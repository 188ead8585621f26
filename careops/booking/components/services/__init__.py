"""The fields of one service, and its line in the list."""

from careops.booking.components.services.booked import again, group, place, policy, rules
from careops.booking.components.services.fields import HERE
from careops.booking.components.services.line import LIST, service_line
from careops.booking.components.services.naming import basics, time
from careops.booking.components.services.pieces import add_ons, variants
from careops.booking.components.services.staffing import needs, who

__all__ = [
    "HERE",
    "LIST",
    "add_ons",
    "again",
    "basics",
    "group",
    "needs",
    "place",
    "policy",
    "rules",
    "service_line",
    "time",
    "variants",
    "who",
]
