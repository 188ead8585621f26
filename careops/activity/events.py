"""The shape of a fact: past tense, frozen, told once."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """Subclass it in a domain's `events` and set `kind` ("booking.created"); fields are JSON-able values, ids included.

    `subject` is the row it is about; `contact` the person it concerns, if any.
    """

    kind: ClassVar[str]

    subject: UUID
    contact: UUID | None = None
