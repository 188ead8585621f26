"""Days, weeks and months by provider, and why a time is offered or not."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from careops.accounts.api import ask, member
from careops.booking import queries as bookings
from careops.booking.api.visits import AskedVisit
from careops.booking.schemas import PreviewIn
from careops.booking.schemas.calendar import CalendarDay, Explanation, PreviewRow
from careops.business.schemas.closures import Day
from careops.core.actor import Actor, Permission
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1", tags=["booking"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Manager = Annotated[Actor, Depends(member(Permission.bookings_manage))]


def filters(
    provider_id: Annotated[list[UUID], Query(max_length=100, description="Only these; may be repeated")] = [],  # noqa: B006  FastAPI copies it
    booking_type_id: Annotated[UUID | None, Query(description="Only bookings of this service")] = None,
    status: Annotated[str, Query(max_length=16, description="Only bookings that stand so")] = "",
) -> dict[str, Any]:
    """What is left of a calendar."""
    return {"provider_ids": provider_id, "booking_type_id": booking_type_id, "status": status}


Filters = Annotated[dict[str, Any], Depends(filters)]


@router.get("/calendar/day/{day}")
def calendar_day(actor: Viewer, day: Day, only: Filters) -> CalendarDay:
    """A day by provider: hours, all that takes time, what is free, and figures."""
    return ask(actor, bookings.calendar, from_=day, to=day, **only)[0]


@router.get("/calendar/week/{day}")
def calendar_week(actor: Viewer, day: Day, only: Filters) -> Page[CalendarDay]:
    """The seven days around a date, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return Page(items=ask(actor, bookings.calendar, from_=monday, to=monday + timedelta(days=6), **only))


@router.get("/calendar/month/{year}/{month}")
def calendar_month(
    actor: Viewer, year: Annotated[int, Path(ge=2000, le=2200)], month: Annotated[int, Path(ge=1, le=12)], only: Filters
) -> Page[CalendarDay]:
    """Every day of a month."""
    first, days = date(year, month, 1), monthrange(year, month)[1]
    return Page(items=ask(actor, bookings.calendar, from_=first, to=first.replace(day=days), **only))


@router.get("/availability/explain")
def explain(actor: Viewer, visit: AskedVisit, day: Annotated[Day, Query(alias="date")]) -> Explanation:
    """Why each time of a day is offered or not, rule by rule."""
    return ask(actor, bookings.explain, day=day, **visit)


@router.post("/bookings/preview")
def preview(actor: Manager, body: PreviewIn) -> PreviewRow:
    """What staff would run into if a booking went there; nothing is kept."""
    return ask(actor, bookings.preview, **{name: getattr(body, name) for name in PreviewIn.model_fields})
