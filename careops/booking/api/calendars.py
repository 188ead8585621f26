"""Private calendar links, foreign calendars that are read, and the calendar as a file."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules.calendars import LOOKS
from careops.booking.schemas.calendars import FeedIn, FeedRow, ImportEdit, ImportIn, ImportRow, MadeFeedRow
from careops.business.schemas.closures import Day
from careops.core import ratelimit
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import Page
from careops.integrations.ics import foreign
from careops.integrations.ics.gateway import MIME

router = APIRouter(prefix="/api/v1/calendar", tags=["calendar"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Version = Annotated[int | None, Depends(if_match)]

# ── links that other programs read at ────────────────────


@router.get("/feeds")
def list_feeds(actor: Viewer) -> Page[FeedRow]:
    """The private calendar links that work: one's own, and everybody's for those who keep the settings. Never their addresses."""
    return Page(items=ask(actor, bookings.feeds))


@router.post("/feeds", status_code=201, response_model=MadeFeedRow)
def make_feed(request: Request, actor: Viewer, body: FeedIn) -> Response:
    """Makes a link at which other programs read a calendar without signing in. Its address is in this answer only."""
    return post(request, actor, booking.make_feed, given=body)


@router.post("/feeds/{feed_id}/renew", status_code=200, response_model=MadeFeedRow)
def renew_feed(request: Request, actor: Viewer, feed_id: UUID) -> Response:
    """Gives the link another address; the old one is dead at once."""
    return post(request, actor, booking.renew_feed, status=200, feed_id=feed_id)


@router.delete("/feeds/{feed_id}", status_code=204, response_class=Response)
def revoke_feed(request: Request, actor: Viewer, feed_id: UUID) -> Response:
    """Takes the link back: whoever reads there is told that it is gone."""
    return post(request, actor, booking.revoke_feed, status=204, feed_id=feed_id)


# ── calendars that are read ──────────────────────────────


@router.get("/imports")
def list_imports(actor: Viewer) -> Page[ImportRow]:
    """The foreign calendars whose busy times keep providers free, and how reading them goes."""
    return Page(items=ask(actor, bookings.imports))


@router.post("/imports", status_code=201, response_model=ImportRow)
def add_import(request: Request, actor: Viewer, body: ImportIn) -> Response:
    """Adds a calendar by its private link; it is read once before, so that the answer says what was found. 422 when it cannot be."""
    errand = ask(actor, bookings.plan_import, given=body)
    _count(actor)
    return post(request, actor, partial(booking.add_import, look=foreign.look(errand)), given=body)


@router.get("/imports/{import_id}")
def get_import(actor: Viewer, import_id: UUID) -> ImportRow:
    """One of them."""
    return ask(actor, bookings.import_of, import_id=import_id)


@router.patch("/imports/{import_id}", response_model=ImportRow)
def edit_import(request: Request, actor: Viewer, version: Version, import_id: UUID, body: ImportEdit) -> Response:
    """Calls it otherwise, or switches it off and on."""
    return patch(request, actor, booking.edit_import, import_id=import_id, change=body, version=version)


@router.delete("/imports/{import_id}", status_code=204, response_class=Response)
def remove_import(request: Request, actor: Viewer, import_id: UUID) -> Response:
    """Forgets it; its busy times can be booked again."""
    return post(request, actor, booking.remove_import, status=204, import_id=import_id)


@router.post("/imports/{import_id}/refresh")
def refresh_import(actor: Viewer, import_id: UUID) -> ImportRow:
    """Reads it now; what came of it is in the answer."""
    ask(actor, bookings.import_of, import_id=import_id)
    _count(actor)
    with transaction(actor) as db:
        refresh = booking.start_refresh(db, actor, import_id=import_id)
    found = foreign.look(refresh.errand)
    with transaction(actor) as db:
        row = booking.finish_refresh(db, actor, refresh=refresh, look=found)
    return row or ask(actor, bookings.import_of, import_id=import_id)


def _count(actor: Actor) -> None:
    """Each look keeps a thread waiting and calls a machine of somebody's choosing: not too many of them."""
    ratelimit.check(LOOKS, "calendar", str(actor.member_id))


# ── as a file ────────────────────────────────────────────


@router.get("/export.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def export(
    actor: Viewer,
    from_: Annotated[Day, Query(alias="from", description="The first day")],
    to: Annotated[Day, Query(description="The last day; a year after the first at most")],
    provider_id: Annotated[UUID | None, Query(description="Only what takes this provider or room")] = None,
) -> Response:
    """The bookings of some days as a calendar file."""
    content = ask(actor, bookings.export, from_=from_, to=to, provider_id=provider_id)
    headers = {"Content-Disposition": f'attachment; filename="bookings-{from_}-{to}.ics"'}
    return Response(content, headers=headers, media_type=MIME)
