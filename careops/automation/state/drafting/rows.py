"""The rows a rule is edited in, and what can be chosen in them."""

from dataclasses import dataclass, field

from careops.automation.rules.messages import messages_for
from careops.automation.rules.sentences import WAYS
from careops.automation.schemas import FactRow
from careops.core.i18n import text as _

UNITS = (("1", _("minutes")), ("60", _("hours")), ("1440", _("days")), ("10080", _("weeks")))
DOES = (
    ("send", _("Send a message of ours")),
    ("write", _("Send your own words")),
    ("form", _("Ask for a form")),
    ("alert", _("Alert the team")),
    ("assign", _("Assign the conversation")),
    ("label", _("Label the conversation")),
    ("close", _("Close the conversation")),
    ("snooze", _("Snooze the conversation")),
    ("pause", _("Pause automation")),
    ("webhook", _("Call webhooks")),
)
DOES_WORDS = dict(DOES)
MOST_VALUES = 20  # of one condition, as definitions say
FIELDS = ("message", "way", "purpose", "subject", "text", "template_id", "priority", "member_id", "label", "minutes", "note")


@dataclass(frozen=True)
class Pair:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True)
class Ask:
    """One condition; `choices` is empty where the answer is typed. Where it may name several values (`many`), `more` are the others."""

    key: int
    fact: str
    op: str
    value: str
    ops: list[Pair]
    choices: list[Pair]
    number: bool
    unit: str
    many: bool = False
    more: list[Pair] = field(default_factory=list[Pair])


@dataclass(frozen=True)
class Bunch:
    """Conditions of which all, or any, have to hold."""

    key: int
    mode: str
    asks: list[Ask]


@dataclass(frozen=True)
class Deed:
    """One action, with whatever its kind needs."""

    key: int
    do: str
    title: str
    message: str = ""
    way: str = "email"
    purpose: str = "service"
    subject: str = ""
    text: str = ""
    template_id: str = ""
    priority: str = "medium"
    member_id: str = ""
    label: str = ""
    minutes: str = "1440"
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """The whole rule. `fixed` tells conditions that are too deep for this screen: they stay as they are."""

    mode: str = "all"
    bunches: list[Bunch] = field(default_factory=list[Bunch])
    deeds: list[Deed] = field(default_factory=list[Deed])
    delay: str = "0"
    unit: str = "60"
    open_days: bool = False
    fixed: str = ""


Facts = dict[str, FactRow]


def messages(trigger: str) -> list[Pair]:
    """Our messages that make sense then."""
    return [Pair(message.name, message.title) for message in messages_for(trigger)]


def ways() -> list[Pair]:
    """By which channels something may go."""
    return [Pair(way, words) for way, words in WAYS.items()]
