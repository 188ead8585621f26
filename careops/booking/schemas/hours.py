"""When somebody works, and when they do not, as it may be said."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from careops.booking.schemas.inputs import DAY_MINUTES, In, Start, Zone
from careops.business.schemas.closures import Day
from careops.core.typed import Line


class Span(In):
    """Work from start to end, in minutes after midnight on the provider's wall clock; an end after 1440 is on the next day."""

    start: int = Field(ge=0, lt=DAY_MINUTES)
    end: int = Field(gt=0, le=2 * DAY_MINUTES)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("The end must come after the start")
        if self.end > self.start + DAY_MINUTES:
            raise ValueError("Work that begins on one day may last 24 hours at most")
        return self


def _apart(spans: list[Span]) -> list[Span]:
    ordered = sorted(spans, key=lambda span: span.start)
    if any(later.start < earlier.end for earlier, later in pairwise(ordered)):
        raise ValueError("These hours overlap")
    return ordered


Spans = Annotated[list[Span], Field(max_length=12), AfterValidator(_apart)]


class DayHours(In):
    """The hours that begin on one weekday; Monday is 0."""

    weekday: int = Field(ge=0, le=6)
    hours: Spans


class ScheduleIn(In):
    """The whole week at once; a weekday that is left out is free."""

    timezone: Zone | None = None
    week: list[DayHours] = Field(max_length=7)

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        if len({day.weekday for day in self.week}) != len(self.week):
            raise ValueError("Each weekday may stand here once")
        return self


class OverrideIn(In):
    """The hours that begin on one date in place of the week's; none means closed."""

    day: Day
    hours: Spans = Field(default=[])


class TimeOffIn(In):
    """A stretch in which nobody is offered the provider; what is booked in it stays booked."""

    starts_at: Start
    ends_at: Start
    reason: Line = Field(default="", max_length=200)
