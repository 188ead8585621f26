"""What is said about a webhook, and what its keepers get: its secret once, when it is made."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careops.core.typed import Line, Moment


def _each_once(kinds: list[str]) -> list[str]:
    return list(dict.fromkeys(kinds))


Kind = Annotated[Line, Field(min_length=1, max_length=64)]
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=100), AfterValidator(_each_once)]
Address = Annotated[Line, Field(min_length=1, max_length=2000)]
Label = Annotated[Line, Field(max_length=80)]


# ── input ────────────────────────────────────────────────


class WebhookIn(BaseModel):
    """Where events are to be told, and which."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"url": "https://example.com/hooks/careops", "label": "Our website", "events": ["booking.created"]}]
        },
    )
    url: Address
    label: Label = ""
    events: Kinds


class WebhookChange(BaseModel):
    """Any part of it; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    url: Address | None = None
    label: Label | None = None
    events: Kinds | None = None
    enabled: bool | None = None


class ReplayIn(BaseModel):
    """One call by its id, or every one that failed since then."""

    model_config = ConfigDict(extra="forbid")
    call_id: UUID | None = None
    since: Moment | None = None


# ── what readers get ─────────────────────────────────────


class OfferRow(BaseModel):
    """A kind of event that can be told, and what its data hold."""

    kind: str
    title: str
    fields: list[str]


class WebhookRow(BaseModel):
    """A webhook and how it is doing; `failing_since` when nothing was taken since then."""

    id: UUID
    url: str
    host: str
    label: str
    events: list[str]
    enabled: bool
    disabled_reason: str
    failing_since: datetime | None
    last_success_at: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    version: int


class MadeWebhookRow(WebhookRow):
    """The same with its secret: it is not shown again."""

    secret: str


class CallRow(BaseModel):
    """One event and what became of telling it: waiting (until `due_at`), leased (on its way), delivered or failed."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    kind: str
    state: str
    tries: int
    due_at: datetime | None
    status: int
    reason: str
    created_at: datetime
    settled_at: datetime | None


class AttemptRow(BaseModel):
    """One try: what was sent, what was answered (the beginning of it). `status` 0: no answer came, `reason` says why."""

    id: UUID
    call_id: UUID
    kind: str
    number: int
    headers: dict[str, str]
    body: str
    taken: bool
    status: int
    reason: str
    answer: str
    milliseconds: int
    at: datetime


class ReplayedRow(BaseModel):
    """How many are sent again."""

    replayed: int


# ── on its way ───────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Errand:
    """A call somebody has taken on: everything it takes to make it."""

    id: UUID
    workspace_id: UUID
    endpoint_id: UUID
    event_id: UUID
    kind: str
    attempts: int
    tries: int
    failing: bool
    url: str = field(repr=False)  # may hold a secret of its owner: no log may show it
    body: bytes = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
