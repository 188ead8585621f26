"""Reading the business and the days it is closed."""

from careops.business.queries.closures import closed_days, closure, closures
from careops.business.queries.holidays import holidays, observing
from careops.business.queries.places import places
from careops.business.queries.profile import mine, open_business, open_workspace, profile, rest, timezone

__all__ = [
    "closed_days",
    "closure",
    "closures",
    "holidays",
    "mine",
    "observing",
    "open_business",
    "open_workspace",
    "places",
    "profile",
    "rest",
    "timezone",
]
