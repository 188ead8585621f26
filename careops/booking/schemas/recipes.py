"""What one booking of a service uses of stocked things."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from careops.booking.schemas.inputs import In


class UseIn(In):
    """So many units of an item; with a variant it stands in for the service's own line, and 0 means that this variant uses none."""

    item_id: UUID
    variant_id: UUID | None = None
    quantity: Annotated[int, Field(ge=0, le=10**6)]


class RecipeIn(In):
    """Everything a booking of the service uses; it takes the place of what was said before."""

    uses: Annotated[list[UseIn], Field(max_length=100)]


class UseRow(BaseModel):
    """One line of a recipe, with the words to show it."""

    item_id: UUID
    item: str
    unit: str
    variant_id: UUID | None
    variant: str
    quantity: int


class RecipeRow(BaseModel):
    """What a booking of a service uses: the service's lines first, then those of its variants."""

    booking_type_id: UUID
    uses: list[UseRow]


class UserRow(BaseModel):
    """A service, or one of its variants, and how much of an item a booking of it uses."""

    booking_type_id: UUID
    name: str
    variant: str
    quantity: int
