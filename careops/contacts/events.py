"""What happened to the people a business knows; `subject` and `contact` are the person."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCreated(Fact):
    """Somebody new; `origin` says through which door ("booking", "contact_form", …)."""

    kind: ClassVar[str] = "contact.created"
    name: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(Fact):
    """`changed` names the fields."""

    kind: ClassVar[str] = "contact.changed"
    name: str
    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactArchived(Fact):
    """Put away: no longer in the lists, everything about them is kept."""

    kind: ClassVar[str] = "contact.archived"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRestored(Fact):
    kind: ClassVar[str] = "contact.restored"
    name: str
