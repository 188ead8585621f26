"""What was done to who a person is; `subject` and `contact` are the one who is left."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMerged(Fact):
    """Two entries became one; `merge` undoes it."""

    kind: ClassVar[str] = "contact.merged"
    name: str
    merged_name: str
    merged: UUID
    merge: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactUnmerged(Fact):
    """They are two again; `left` counts what stayed with whom it was because it was touched since."""

    kind: ClassVar[str] = "contact.unmerged"
    name: str
    merged_name: str
    merged: UUID
    merge: UUID
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactExported(Fact):
    """Somebody took a copy of everything that is known of the person."""

    kind: ClassVar[str] = "contact.exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactErased(Fact):
    """A person was forgotten; nothing here says who it was. Other programs that hold a copy are told to forget them too."""

    kind: ClassVar[str] = "contact.erased"
    rows: int
