"""What a trigger is, and what a fact that may be asked about."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of answer a fact gives, and so which questions may be asked."""

    text = "text"
    number = "number"
    choice = "choice"
    several = "several"
    yes_no = "yes_no"


class Options(StrEnum):
    """What a choice is made of where it differs between businesses."""

    services = "services"
    providers = "providers"
    forms = "forms"
    labels = "labels"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that may be asked about. One that is `live` may change between the event and the moment the rule acts.

    One of yes or no tells in `denied` what is said when it is not so.
    """

    name: str
    title: str
    kind: Kind
    live: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    options: Options | None = None
    unit: str = ""
    denied: str = ""


class About(StrEnum):
    """What an event is about."""

    booking = "booking"
    series = "series"
    wish = "wish"
    contact = "contact"
    conversation = "conversation"
    delivery = "delivery"
    form = "form"
    item = "item"


class Anchor(StrEnum):
    """The moment a rule's delay is counted from, and how: `begins` is the only one counted backwards."""

    event = "event"
    begins = "begins"
    ends = "ends"
    waiting = "waiting"
    answered = "answered"
    due = "due"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A "when". `kinds` are the events that set it off, or arm it; `ends` those that end what it was armed for.

    `stands`: the states its subject must be in when the rule acts; empty where any will do. `usual` is the delay a new rule begins with.
    """

    name: str
    title: str
    group: str
    about: About
    kinds: frozenset[str]
    anchor: Anchor = Anchor.event
    stands: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    facts: tuple[Known, ...] = ()
    reaches: bool = True  # there is a contact to write to
    usual: int = 0

    @property
    def timed(self) -> bool:
        """Whether it is about a time, and not about the event itself."""
        return self.anchor is not Anchor.event
