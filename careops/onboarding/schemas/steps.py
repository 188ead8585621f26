"""What may be said while setting up, and how far it is."""

import re
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careops.core.typed import Line

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])|(24)[:.](00)")


def _clock(typed: str) -> str:
    found = CLOCK.fullmatch(typed)
    if not found:
        raise ValueError("Give a time like 09:00")
    hours, minutes = [part for part in found.groups() if part is not None]
    return f"{int(hours):02d}:{minutes}"


Clock = Annotated[Line, Field(max_length=5), AfterValidator(_clock)]


class StepKey(StrEnum):
    """The eight steps, in their order."""

    workspace = "workspace"
    channels = "channels"
    contact_form = "contact_form"
    booking = "booking"
    forms = "forms"
    inventory = "inventory"
    team = "team"
    review = "review"


class StepIn(BaseModel):
    """A step ended, skipped or opened again; or a preset that fills every step in."""

    model_config = ConfigDict(extra="forbid")

    step: StepKey | None = None
    state: Literal["done", "skipped", "open"] = "done"
    preset: Annotated[Line, Field(max_length=20)] | None = None


class HoursIn(BaseModel):
    """One span of one weekday, as typed: "09:00"."""

    model_config = ConfigDict(extra="forbid")

    weekday: Annotated[int, Field(ge=0, le=6)]
    start: Clock
    end: Clock


class StepRow(BaseModel):
    """A step with what is in it now: "Lisbon, EUR"."""

    key: StepKey
    number: int
    title: str
    state: str
    detail: str
    skippable: bool


class MissingRow(BaseModel):
    """Something activation waits for, and the step that mends it."""

    step: StepKey
    message: str


class ProgressRow(BaseModel):
    """How far setting up is; `current` is where to go on."""

    workspace_id: UUID
    status: str
    preset: str
    current: StepKey
    steps: list[StepRow]
    missing: list[MissingRow]
    minutes_left: int
    booking_url: str
    contact_url: str
