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
class NumberOffered(Fact):
    """On a public page somebody gave the address of this person and a number, `words`; nobody has proven that it is theirs."""

    kind: ClassVar[str] = "contact.number_offered"
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactArchived(Fact):
    """Put away: no longer in the lists, everything about them is kept."""

    kind: ClassVar[str] = "contact.archived"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRestored(Fact):
    kind: ClassVar[str] = "contact.restored"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact(Fact):
    """`subject` is the person; `source` says where it was said (keyword, link, form, staff, api, import, provider)."""

    kind: ClassVar[str] = "contact.consent"
    channel: str
    purpose: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOptedIn(ConsentFact):
    kind: ClassVar[str] = "contact.opted_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOptedOut(ConsentFact):
    kind: ClassVar[str] = "contact.opted_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutSuspected(Fact):
    """They wrote something that sounds like "leave me be"; a person decides. `words` are theirs."""

    kind: ClassVar[str] = "contact.opt_out_suspected"
    channel: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutDismissed(Fact):
    """Somebody read those words and they meant something else; or they were dealt with."""

    kind: ClassVar[str] = "contact.opt_out_settled"
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBlocked(Fact):
    """Nothing goes to that address any more. Without a contact when nobody has it (any more); the address itself is not told."""

    kind: ClassVar[str] = "contact.address_blocked"
    channel: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressUnblocked(Fact):
    """Staff let an address be written to again, and said why."""

    kind: ClassVar[str] = "contact.address_unblocked"
    channel: str
    reason: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEnded(Fact):
    """A file was brought in, or taken out again (`task`: run, undo); `subject` is the run. What each row came to is counted."""

    kind: ClassVar[str] = "import.ended"
    what: str
    task: str
    made: int
    changed: int
    known: int
    refused: int
