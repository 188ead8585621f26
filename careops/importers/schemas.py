"""What other programs' files say in one shape, and what may be chosen about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.booking.schemas.inputs import Zone
from careops.core.typed import Line

Named = Annotated[Line, Field(min_length=1, max_length=200)]
Choice = UUID | Literal["make", "leave"]


# ── what a file says ─────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Person:
    """A customer, as a file has them."""

    name: str
    email: str = ""
    phone: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Something that can be booked there; the price as it is written there."""

    name: str
    minutes: int
    price: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who is booked there: `week` holds (weekday, from, until) in minutes after midnight on the clock of `timezone`."""

    name: str
    timezone: str = ""
    week: tuple[tuple[int, int, int], ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking there. `over` says why it is not to be booked here, if so: then only who it was is brought in."""

    person: Person
    service: str
    provider: str
    starts: datetime
    minutes: int
    notes: str = ""
    over: str = ""


Thing = Service | Provider | Person | Visit


@dataclass(frozen=True, slots=True)
class Found:
    """One record of a file: what it is, or what is wrong with it. `key` names it where it comes from, for ever."""

    number: int
    thing: Thing | None = None
    key: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: its columns, whose clock it is written by, and how it writes days."""

    mapping: Mapping[str, str]
    timezone: str
    month_first: bool


# ── what may be chosen ───────────────────────────────────


class Choices(BaseModel):
    """What `more` of an import's options says for bookings.

    `services` and `providers` say which of ours a name in the file is: one of them, a new one, or none (its bookings are left out). A
    name nobody chose for is whoever is called that here; where nobody is, it is made if `missing` says so, else refused row by row.
    Nobody hears of what is brought in; with `remind` the reminders count from now on.
    """

    model_config = ConfigDict(extra="forbid")

    services: Annotated[dict[Named, Choice], Field(max_length=500)] = Field(default_factory=dict[str, Choice])
    providers: Annotated[dict[Named, Choice], Field(max_length=500)] = Field(default_factory=dict[str, Choice])
    missing: Literal["refuse", "make"] = "refuse"
    timezone: Zone | Literal[""] = ""
    dates: Literal["", "month_first", "day_first"] = ""
    remind: bool = False


# ── what readers get ─────────────────────────────────────


class NameRow(BaseModel):
    """A name in the file, how often it stands there, and what it is here: an id, "make", "leave", or "" where that is open."""

    name: str
    count: int
    choice: str


class NamesRow(BaseModel):
    """The services and people a file speaks of."""

    services: Sequence[NameRow]
    providers: Sequence[NameRow]


class OriginRow(BaseModel):
    """A kind of file that can be brought in."""

    what: str
    origin: str
    title: str
    how: str = ""


@dataclass(slots=True)
class Names:
    """How often each name stands in a file."""

    services: dict[str, int] = field(default_factory=dict[str, int])
    providers: dict[str, int] = field(default_factory=dict[str, int])
