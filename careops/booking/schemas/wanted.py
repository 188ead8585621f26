"""What somebody would like to book: one service, or several one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """One service of a visit: in which variant, with what added, from whom (anyone when left out)."""

    booking_type_id: UUID
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: tuple[UUID, ...] = ()


Visit = Sequence[Wanted]
