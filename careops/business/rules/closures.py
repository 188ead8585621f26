"""What makes a closure possible."""

from datetime import date

from careops.core.errors import Conflict, Invalid

LONGEST = 366  # days


class NoHolidays(Conflict):
    code, says = "no_holidays", "No public holidays are known for this business; say in the settings which country it is in"


def check_span(first_day: date, last_day: date) -> None:
    """Passes for up to a year of days in their order; else Invalid names the last day."""
    if last_day < first_day:
        raise Invalid.field("last_day", "The last day cannot be before the first")
    if (last_day - first_day).days >= LONGEST:
        raise Invalid.field("last_day", "Close for {longest} days at most", longest=LONGEST)
