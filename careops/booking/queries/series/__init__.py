"""Repeated visits: what a rule comes to before it is booked, in words, and once it is booked."""

from careops.booking.queries.series.kept import own_series, public_series, repeat_of, series, series_of_visit, series_row, visits_of
from careops.booking.queries.series.planning import AROUND, Drafted, drafted_series, exact_or, plan_row, plan_series, version_of
from careops.booking.queries.series.wording import occurrence, sentence, told_of, when_text

__all__ = [
    "AROUND",
    "Drafted",
    "drafted_series",
    "exact_or",
    "occurrence",
    "own_series",
    "plan_row",
    "plan_series",
    "public_series",
    "repeat_of",
    "sentence",
    "series",
    "series_of_visit",
    "series_row",
    "told_of",
    "version_of",
    "visits_of",
    "when_text",
]
