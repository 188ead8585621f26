"""What readers get of rules, runs and alerts, and what a rule is given to write from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careops.activity.schemas import EventRow
from careops.automation.schemas.defining import Definition, Snapshot
from careops.business.schemas import BusinessRow
from careops.contacts.schemas import ContactRow
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Mail


class SwitchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    enabled: bool


class RuleRow(BaseModel):
    """A rule as a sentence, and in full. `changed`: a built-in one that says something else than CareOps makes it say."""

    name: str
    title: str
    sentence: str
    trigger: str
    events: list[str]
    definition: Definition
    enabled: bool
    built_in: bool
    changed: bool = False
    version: int = 0


class StepRow(BaseModel):
    """One line of a run's log; `ok` says how it came out where there was something to come out."""

    kind: str
    told: str
    ok: bool | None
    message_id: UUID | None
    at: datetime


class RunRow(BaseModel):
    """What a rule made of an event: done (`message_id`), waiting until `due_at`, skipped, unmatched or failed (`reason` says why)."""

    id: UUID
    event_id: UUID
    event_kind: str
    rule: str
    title: str
    contact_id: UUID | None
    state: str
    reason: str
    message_id: UUID | None
    tries: int
    due_at: datetime | None
    at: datetime
    contact_name: str = ""


class RunPage(RunRow):
    """One run with its log and the facts its conditions were asked of."""

    steps: list[StepRow]
    snapshot: Snapshot
    rule_version: int


class TriggerRow(BaseModel):
    """A "when", the facts that may be asked about it and the messages that make sense then."""

    name: str
    title: str
    group: str
    timed: bool
    backwards: bool
    facts: list["FactRow"]
    messages: list[str]


class FactRow(BaseModel):
    """Something that may be asked: what kind of answer it gives, and the choices where it has some."""

    name: str
    title: str
    kind: str
    operators: list[str]
    choices: list[tuple[str, str]]
    unit: str


class WouldRow(BaseModel):
    """What a rule would have made of one event: when it would have acted, whether, and why not."""

    event_id: UUID
    contact_id: UUID | None
    contact_name: str
    at: datetime
    acts: bool
    reason: str
    does: str


class Rehearsal(BaseModel):
    """A rule played over the past: how often it would have acted, and each time. Nothing was done."""

    days: int
    events: int
    acts: int
    skipped: int
    truncated: bool
    rows: list[WouldRow]


class Trial(BaseModel):
    """A rule tried on one event: what it would do now, step by step. Nothing was done."""

    state: str
    reason: str
    due_at: datetime | None
    steps: list[StepRow]
    snapshot: Snapshot


# ── between a rule and what it writes ────────────────────


@dataclass(frozen=True, slots=True)
class Told:
    """All a rule knows when it writes: what happened, whose business it is, to whom, in which language, and when it is now."""

    event: EventRow
    business: BusinessRow
    contact: ContactRow
    locale: str
    now: datetime

    def fact(self, name: str) -> str:
        """A text of the event; empty where it has none."""
        return str(self.event.data.get(name) or "")


@dataclass(frozen=True, slots=True)
class Written:
    """A message ready for the outbox: the mail, the line the thread shows, the files, and what a text message says (else the line)."""

    mail: Mail
    line: str
    attachments: tuple[Attachment, ...] = ()
    sms: str = ""
