"""What may be said about days on which nobody is served, and what its readers get."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, computed_field

from careops.core.typed import Line

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 12, 31)


def _within_reach(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError("Give a day within reach")
    return day


Day = Annotated[date, AfterValidator(_within_reach)]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Region = Annotated[Line, Field(max_length=20, description="A state or province by its code; empty for the whole country")]


# ── input ────────────────────────────────────────────────


class ClosureIn(BaseModel):
    """Days to close, both ends included; without a last day it is one day."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"first_day": "2027-08-02", "last_day": "2027-08-15", "name": "Summer break"}]}
    )

    first_day: Day
    last_day: Day | None = None
    name: Name


class ClosureChange(BaseModel):
    """Any part of a closure; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"last_day": "2027-08-22"}]})

    first_day: Day | None = None
    last_day: Day | None = None
    name: Name | None = None


class HolidaysIn(BaseModel):
    """Whether the business closes on public holidays: where, and on which of them it is open all the same."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"observed": True, "region": "", "open_days": ["2027-12-08"]}]}
    )

    observed: bool
    region: Region = ""
    open_days: list[Day] = Field(default=[], max_length=200, description="Public holidays on which the business is open")


# ── what readers get ─────────────────────────────────────


class ClosureRow(BaseModel):
    """Days on which nobody is served; `source` says whether the owner wrote it or it follows from a public holiday."""

    id: UUID
    first_day: date
    last_day: date
    name: str
    source: Literal["owner", "holiday"]
    holiday: date | None = Field(default=None, description="The public holiday it stands for")
    version: int

    @computed_field
    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last_day - self.first_day).days + 1


class RegionRow(BaseModel):
    """A part of the country that has public holidays of its own."""

    code: str
    name: str


class HolidayRow(BaseModel):
    """A public holiday, and whether the business closes on it."""

    day: date
    name: str
    closed: bool


class HolidaysRow(BaseModel):
    """A year's public holidays where the business is; `version` is the business's own."""

    country: str
    regions: list[RegionRow]
    region: str
    observed: bool
    open_days: list[date]
    year: int
    holidays: list[HolidayRow]
    version: int
