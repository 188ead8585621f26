"""What may be said about a movement, the places and lots it is of, and what readers of the ledger get."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines
from careops.inventory.models import Reason as Reason
from careops.inventory.schemas.items import MOST, Price

Some = Annotated[int, Field(ge=1, le=MOST)]


class MovementIn(BaseModel):
    """A change of a quantity: how many were received, used, wasted, returned or sold; an adjustment or a count carries its sign.

    Without a place it is the first one. `in_packs`: the quantity counts packs. What is received of an item with lots may name its
    `lot` and when that expires; what goes may name the lot it is taken from by `lot_id`, else what expires first goes first.
    """

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    quantity: int = Field(ge=-MOST, le=MOST)
    in_packs: bool = False
    location_id: UUID | None = None
    lot: Line = Field(default="", max_length=60)
    expires_on: date | None = None
    lot_id: UUID | None = None
    note: Lines = Field(default="", max_length=500)
    unit_cost: Price | None = None
    booking_id: UUID | None = None


class TransferIn(BaseModel):
    """So many carried from one place to another."""

    model_config = ConfigDict(extra="forbid")

    quantity: Some
    in_packs: bool = False
    from_id: UUID
    to_id: UUID
    lot_id: UUID | None = None
    note: Lines = Field(default="", max_length=500)


class UsageIn(BaseModel):
    """What was used of an item, perhaps for a booking."""

    model_config = ConfigDict(extra="forbid")

    item_id: UUID
    quantity: Some
    location_id: UUID | None = None
    lot_id: UUID | None = None
    note: Lines = Field(default="", max_length=500)
    booking_id: UUID | None = None


class MovementRow(BaseModel):
    """One line of the ledger; `balance` is what was in that place afterwards."""

    id: UUID
    item_id: UUID
    location_id: UUID
    location: str
    lot_id: UUID | None
    lot: str
    change: int
    balance: int
    reason: str
    note: str
    unit_cost: int | None
    ref: str
    booking_id: UUID | None
    contact_id: UUID | None
    actor_kind: str
    actor_name: str
    moved_at: datetime


class UsedRow(BaseModel):
    """What was taken for one person, or came back from them."""

    id: UUID
    item_id: UUID
    item: str
    unit: str
    change: int
    reason: str
    booking_id: UUID | None
    actor_name: str
    moved_at: datetime


class LocationIn(BaseModel):
    """A place where things are kept."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=80)


class LocationOrder(BaseModel):
    """The places in this order; the first is where everything goes that names no other."""

    model_config = ConfigDict(extra="forbid")

    ids: list[UUID] = Field(min_length=1, max_length=200)


class LocationRow(BaseModel):
    """A place, and how many different items are there."""

    id: UUID
    name: str
    position: int
    items: int = 0


class LevelRow(BaseModel):
    """How many of an item are in one place."""

    location_id: UUID
    location: str
    quantity: int


class LotRow(BaseModel):
    """What is left of a lot in one place. `days` until it expires; below zero when it has."""

    id: UUID
    item_id: UUID
    item: str
    unit: str
    location_id: UUID
    location: str
    code: str
    expires_on: date | None
    days: int | None
    quantity: int
    unit_cost: int | None
    received_at: datetime


class RecallLine(BaseModel):
    """For whom some of a lot was used."""

    contact_id: UUID | None
    contact_name: str
    booking_id: UUID | None
    quantity: int
    moved_at: datetime


class RecallRow(BaseModel):
    """Where a lot went: for whom it was used, how many of them were used for nobody in particular, and what is left of it."""

    item_id: UUID
    item: str
    unit: str
    code: str
    expires_on: date | None
    left: int
    used: int
    for_nobody: int
    lines: list[RecallLine]
