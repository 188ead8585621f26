"""Calendars of other programs: what may be said about them, and what readers get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from careops.booking.schemas.inputs import In, Name
from careops.core.typed import Line
from careops.integrations.ics.foreign import Errand

# ── links that other programs read at ────────────────────


class FeedIn(In):
    """A calendar to be read by other programs: a provider's or a room's, or, without one, the whole business's."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Ben's phone", "with_names": False}]})

    provider_id: UUID | None = Field(default=None, description="Whose bookings; everybody's when left out")
    name: Line = Field(default="", max_length=120, description="What it is called in the other program")
    with_names: bool = Field(default=True, description="Whether it tells who comes")


class FeedRow(BaseModel):
    """A private calendar link. Its address is told once, when it is made."""

    id: UUID
    name: str
    scope: Literal["person", "resource", "workspace"]
    provider_id: UUID | None
    provider_name: str
    with_names: bool
    created_at: datetime
    last_read_at: datetime | None


class MadeFeedRow(FeedRow):
    """The same with its address, told this once; whoever has it can read the calendar without signing in."""

    url: str
    webcal_url: str


# ── calendars that are read ──────────────────────────────


class ImportIn(In):
    """A calendar elsewhere, in whose busy times a provider is not offered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"provider_id": "01930d2e-7c1a-7b5e-8f00-000000000001", "url": "https://calendar.example.com/private/basic.ics"}]
        }
    )

    provider_id: UUID
    url: Annotated[SecretStr, Field(min_length=1, max_length=2000, description="Its private link, https:// or webcal://")]
    name: Line = Field(default="", max_length=120)


class ImportEdit(In):
    """What is left out stays. Switched off, its busy times are free again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": False}]})

    name: Name | None = None
    enabled: bool | None = None


class ImportRow(BaseModel):
    """A calendar that is read; of its link only the host is ever shown. `busy` counts the stretches it keeps free of bookings."""

    id: UUID
    provider_id: UUID
    provider_name: str
    name: str
    host: str
    enabled: bool
    state: Literal["good", "failing", "off"]
    error: str
    failures: int
    fetched_at: datetime | None
    succeeded_at: datetime | None
    next_at: datetime
    busy: int
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Refresh:
    """A look that somebody has taken on: it counts while `lease` is still what the calendar's row says."""

    import_id: UUID
    workspace_id: UUID
    lease: datetime
    errand: Errand
