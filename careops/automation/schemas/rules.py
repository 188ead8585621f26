"""What readers get of rules, runs and alerts, and what a rule is given to write from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careops.activity.schemas import EventRow
from careops.business.schemas import BusinessRow
from careops.contacts.schemas import ContactRow
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Mail


class SwitchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    enabled: bool


class RuleRow(BaseModel):
    """A built-in rule as a sentence."""

    name: str
    title: str
    sentence: str
    events: list[str]
    enabled: bool


class RunRow(BaseModel):
    """What a rule made of an event: done (`message_id`), skipped (`reason`), waiting to be tried again, or failed (`reason`)."""

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
    """A message ready for the outbox: the mail, the line the thread shows, the files."""

    mail: Mail
    line: str
    attachments: tuple[Attachment, ...] = ()
