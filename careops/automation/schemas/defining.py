"""What an owner may say in a rule: when, if, how long to wait, what to do."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from careops.core.typed import Line, Lines

Operator = Literal["is", "is_not", "at_least", "at_most", "contains", "contains_not"]
Way = Literal["email", "sms", "email_or_sms", "sms_or_email"]
Purpose = Literal["service", "marketing"]
FactName = Annotated[Line, Field(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=60)]
Name = Annotated[Line, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=64)]

LONGEST = 366 * 24 * 60  # a year, in minutes
MOST_CONDITIONS = 30
MOST_ACTIONS = 8


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


# ── conditions ───────────────────────────────────────────


class Condition(Strict):
    """One question about one fact. Several values count as one of them; a yes-or-no fact takes "yes" or "no"."""

    fact: FactName
    op: Operator = "is"
    values: list[Annotated[Line, Field(max_length=200)]] = Field(min_length=1, max_length=20)


class Group(Strict):
    """Questions of which all, or any, have to hold; a group may stand inside another. An empty one holds."""

    mode: Literal["all", "any"] = "all"
    parts: list["Condition | Group"] = Field(default=[], max_length=MOST_CONDITIONS)

    def conditions(self) -> list[Condition]:
        """Every question, of every group inside."""
        return [one for part in self.parts for one in (part.conditions() if isinstance(part, Group) else [part])]

    def depth(self) -> int:
        """How many groups stand inside each other."""
        return 1 + max((part.depth() for part in self.parts if isinstance(part, Group)), default=0)


# ── actions ──────────────────────────────────────────────


class Send(Strict):
    """One of CareOps's own messages, in the contact's language."""

    do: Literal["send"] = "send"
    message: Name
    way: Way = "email"


class Write(Strict):
    """The owner’s own words, with {variables}. Marketing goes only to who agreed to it."""

    do: Literal["write"] = "write"
    subject: Line = Field(default="", max_length=200)
    text: Lines = Field(min_length=1, max_length=5000)
    way: Way = "email"
    purpose: Purpose = "service"


class AskForm(Strict):
    """A form the contact is asked to fill in."""

    do: Literal["form"] = "form"
    template_id: UUID


class AlertTeam(Strict):
    """Tells the team that something needs a person."""

    do: Literal["alert"] = "alert"
    text: Line = Field(min_length=1, max_length=200)
    priority: Literal["low", "medium", "high", "critical"] = "medium"


class Assign(Strict):
    """Makes the conversation somebody's, or nobody's."""

    do: Literal["assign"] = "assign"
    member_id: UUID | None = None


class AddLabel(Strict):
    """Puts a label on the conversation; one that does not exist yet is made."""

    do: Literal["label"] = "label"
    label: Line = Field(min_length=1, max_length=40)


class Close(Strict):
    """Closes the conversation."""

    do: Literal["close"] = "close"


class Snooze(Strict):
    """Puts the conversation away for so many minutes, or until the contact writes."""

    do: Literal["snooze"] = "snooze"
    minutes: int = Field(default=1440, ge=10, le=LONGEST)


class Pause(Strict):
    """Leaves the conversation to people: automation says nothing there that a person might say."""

    do: Literal["pause"] = "pause"


class CallWebhook(Strict):
    """Tells the workspace's webhooks, as "automation.called" with this note and what set the rule off."""

    do: Literal["webhook"] = "webhook"
    note: Line = Field(default="", max_length=200)


Action = Annotated[Send | Write | AskForm | AlertTeam | Assign | AddLabel | Close | Snooze | Pause | CallWebhook, Field(discriminator="do")]


# ── a rule ───────────────────────────────────────────────


class Definition(Strict):
    """If these conditions hold, do that, in this order. `delay` is in minutes: before or after what the trigger names."""

    conditions: Group = Group()
    delay: int = Field(default=0, ge=0, le=LONGEST)
    open_days: bool = Field(default=False, description="Moved to the next day on which the business is not closed")
    actions: list[Action] = Field(min_length=1, max_length=MOST_ACTIONS)

    @model_validator(mode="after")
    def _size(self) -> Self:
        if len(self.conditions.conditions()) > MOST_CONDITIONS or self.conditions.depth() > 3:
            raise ValueError("There are too many conditions, or groups inside groups")
        return self


class RuleIn(Strict):
    """A rule of the owner's own. It begins switched off unless said otherwise: look at its rehearsal first."""

    title: Line = Field(min_length=1, max_length=120)
    trigger: Name
    definition: Definition
    enabled: bool = False


class RuleEdit(Strict):
    """Any part of a rule. Of a built-in one the title and the trigger stay."""

    title: Line | None = Field(default=None, min_length=1, max_length=120)
    trigger: Name | None = None
    definition: Definition | None = None
    enabled: bool | None = None


class RehearseIn(Strict):
    """Which days to look back over, and, if it is not saved yet, what the rule would say."""

    days: int = Field(default=30, ge=1, le=90)
    definition: Definition | None = None


class TryIn(Strict):
    """Against which event, and, if it is not saved yet, what the rule would say."""

    event_id: UUID
    definition: Definition | None = None


Snapshot = dict[str, Any]
