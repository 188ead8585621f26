"""What may be said while setting up, and how far it is."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line


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
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


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
