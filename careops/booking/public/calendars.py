"""What calendar programs read at a private link, without signing in; they come by themselves, every hour or so."""

from email.utils import format_datetime
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules.calendars import READS, READS_OF_ONE
from careops.core import ratelimit
from careops.core.actor import Actor, Source
from careops.core.db import reading, transaction
from careops.core.http import visitor
from careops.integrations.ics import feed as ics
from careops.integrations.ics.gateway import MIME

router = APIRouter(include_in_schema=False)


@router.api_route("/ical/{token}.ics", methods=["GET", "HEAD"], dependencies=[Depends(visitor(*READS))])
def read_feed(request: Request, token: str, after: BackgroundTasks) -> Response:
    """The calendar, or 304 where the program has it already.

    Only the ETag decides: a booking that went to somebody else leaves no later date behind than those that stay.
    """
    with reading() as db:
        found = bookings.feed_by_link(db, token=token)
        ratelimit.check(READS_OF_ONE, "feed", str(found.id))
        tag = bookings.feed_tag(db, feed=found)
        known = ics.unchanged(tag, request.headers.get("if-none-match"))
        calendar = None if known else bookings.read_feed(db, feed=found)
    if bookings.due_to_note(found):
        after.add_task(_note, found.workspace_id, found.id)
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    if calendar is None:
        return Response(status_code=304, headers=headers)
    if calendar.changed:
        headers["Last-Modified"] = format_datetime(calendar.changed, usegmt=True)
    headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return Response(ics.render(calendar), headers=headers, media_type=MIME)


def _note(workspace_id: UUID, feed_id: UUID) -> None:
    actor = Actor.system(workspace_id, Source.public)
    with transaction(actor) as db:
        booking.note_read(db, actor, feed_id=feed_id)
