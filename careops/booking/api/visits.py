"""How a visit is asked for in an address: one service, what is chosen of it, and those that follow.

Reading an address waits for nothing, so both are `async`: a plain function would cost a thread to run in.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query

from careops.booking.schemas import matrix
from careops.booking.schemas.inputs import Start

TEXT = "A service that follows in the same visit: `TYPE;variant=…;provider=…;add_on=…` with ids; may be repeated, in order"


async def visit(
    booking_type_id: UUID,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Annotated[list[UUID], Query(max_length=20, description="What is added to the service; may be repeated")] = [],  # noqa: B006  FastAPI copies it
    also: Annotated[list[str], Query(max_length=7, description=TEXT)] = [],  # noqa: B006  FastAPI copies it
    seats: Annotated[int, Query(ge=1, le=50, description="Seats of a group session")] = 1,
) -> dict[str, Any]:
    """The visit an address asks for, as queries take it; 422 names the part that cannot be read."""
    return {
        "booking_type_id": booking_type_id,
        "provider_id": provider_id,
        "variant_id": variant_id,
        "add_on_ids": tuple(add_on_ids),
        "also": matrix.wanted(also),
        "seats": seats,
    }


async def wish(around: Annotated[Start | None, Query(description="The wished time, with its offset from UTC")] = None) -> datetime | None:
    """The time somebody would like best."""
    return around


AskedVisit = Annotated[dict[str, Any], Depends(visit)]
