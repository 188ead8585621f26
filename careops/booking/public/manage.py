"""One's own booking by its private link: see it, put it into a calendar, move it, cancel it. Opening the link changes nothing."""

from datetime import datetime
from uuid import UUID

import htpy as h
from fastapi import Depends, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from careops.accounts.public.doors import Typed, go, page_router
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.public import picking, words
from careops.booking.public.visit import Visit, book_path, of
from careops.booking.rules import limits
from careops.booking.schemas import CancelIn, PublicBookingRow
from careops.booking.schemas.inputs import Start
from careops.business import queries as businesses
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.http import visitor
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.integrations.ics import gateway as calendar
from careops.ui.public import forms, frame, parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page
from careops.ui.public.parts import Kind

router = page_router()

LOOK = [Depends(visitor("120/minute"))]
ACT = [Depends(visitor(*limits.CHANGES))]
TIME: TypeAdapter[datetime] = TypeAdapter(Start)
STATES: dict[str, tuple[str, Kind]] = {
    "pending": (_("Waiting for our answer"), "warn"),
    "confirmed": (_("Confirmed"), "ok"),
    "completed": (_("Completed"), "plain"),
    "no_show": (_("Missed"), "plain"),
    "cancelled": (_("Cancelled"), "danger"),
}


@router.get("/manage/{token}", dependencies=LOOK)
def own_booking(request: Request, token: str) -> Response:
    """The booking: just made (`new`), looked at, or about to be moved (`move`)."""
    with reading() as db:
        return html_response(_shown(db, request, token, dict(request.query_params)))


@router.get("/manage/{token}/booking.ics", dependencies=LOOK)
def calendar_file(token: str) -> Response:
    """The booking for a calendar; each later revision replaces this one there."""
    with reading() as db:
        actor, booking_id = bookings.by_link(db, token=token)
        content = bookings.ics(db, actor, booking_id=booking_id)
    headers = {
        "Content-Disposition": 'attachment; filename="booking.ics"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return Response(content, headers=headers, media_type=calendar.MIME)


@router.post("/manage/{token}", dependencies=ACT)
def change(request: Request, token: str, said: Typed) -> Response:
    """Cancels it, or moves it to the time that was tapped; refused, it stays as it was and the page says why."""
    with reading() as db:
        actor, booking_id = bookings.by_link(db, token=token)
        here = of(request, businesses.profile(db, actor), actor, said)
    try:
        if said.get("do") == "cancel":
            reason = _reason(said)
            with transaction(actor) as db:
                booking.cancel(db, actor, booking_id=booking_id, reason=reason)
        else:
            starts_at, provider_id = _start(said), picking.provider_of(said.get("with", ""))
            with transaction(actor) as db:
                booking.reschedule(db, actor, booking_id=booking_id, starts_at=starts_at, provider_id=provider_id)
    except Refusal as refusal:
        with reading() as db:
            shown = dict(said) if said.get("do") == "cancel" else {**said, "move": "1"}
            return html_response(_shown(db, request, token, shown, refusal), refusal.status)
    return go(here.address(f"/manage/{token}", said="moved" if said.get("do") != "cancel" else ""))


def _reason(said: dict[str, str]) -> str:
    try:
        return CancelIn(reason=said.get("reason", "")).reason
    except ValidationError as problem:
        raise invalid(problem) from None


def _start(said: dict[str, str]) -> datetime:
    try:
        return TIME.validate_python(picking.slot_of(said))
    except ValidationError:
        raise Invalid.field("slot", "Choose a time from the list") from None


# ── what it looks like ───────────────────────────────────


def _shown(db: Session, request: Request, token: str, asked: dict[str, str], refusal: Refusal | None = None) -> Page:
    actor, booking_id = bookings.by_link(db, token=token)
    here = of(request, businesses.profile(db, actor), actor, asked)
    row = bookings.public_booking(db, actor, booking_id=booking_id, locale=here.locale)
    if asked.get("move") and row.may_reschedule:
        body = _move(db, here, row, booking_id, asked)
    elif asked.get("new"):
        body = _done(db, here, row, booking_id)
    else:
        body = _manage(db, here, row, booking_id, asked, refusal)
    above = parts.note(_(refusal.message, here.locale), "warn") if refusal else None
    title = _("Your booking, {when}", here.locale, when=here.when(row.starts_at))
    return frame.page(
        title=title,
        body=[above, body],
        brand=brand(here.host),
        locale=here.locale,
        private=True,
        embed=here.embed,
        query=here.query,
        errors=refusal is not None,
    )


def _box(here: Visit, row: PublicBookingRow) -> h.Element:
    return parts.box(words.facts(here, row), label=_("Your booking", here.locale))


def _done(db: Session, here: Visit, row: PublicBookingRow, booking_id: UUID) -> h.Node:
    locale = here.locale
    asked = row.status == "pending"
    title = _("We have your request", locale) if asked else _("You’re booked", locale)
    lead = _("We confirm it by mail; the time is kept for you until then.", locale) if asked else _("We sent you a confirmation.", locale)
    return h.fragment[
        parts.mark("warn" if asked else "ok", symbol="clock" if asked else "check"),
        frame.heading(title, lead),
        _box(here, row),
        _calendars(db, here, row, booking_id),
        parts.section(
            _("Need to change it?", locale),
            h.p[_rule(here, row)],
            h.p[h.a(".link", href=here.address(f"/manage/{row.token}"))[_("Move or cancel this booking", locale)]]
            if row.may_cancel or row.may_reschedule
            else None,
            id="change",
            quiet=True,
        ),
    ]


def _manage(db: Session, here: Visit, row: PublicBookingRow, booking_id: UUID, asked: dict[str, str], refusal: Refusal | None) -> h.Node:
    locale = here.locale
    label, kind = STATES[row.status]
    living = row.status in ("pending", "confirmed")
    return h.fragment[
        parts.note(_("Your booking has been moved.", locale), "ok") if asked.get("said") == "moved" and not refusal else None,
        h.div(".tight")[h.p[parts.badge(_(label, locale), kind)], h.h1[_("Your booking with {name}", locale, name=row.provider_name)]],
        _box(here, row),
        _changes(here, row, asked, refusal) if living else _over(here),
        _calendars(db, here, row, booking_id) if living else None,
        parts.dim([_("Anything else?", locale), " ", h.a(href=here.host.contact_url)[_("Write to us", locale)]]),
    ]


def _rule(here: Visit, row: PublicBookingRow) -> h.Node:
    return [words.until(here, row.cancel_until), " ", row.policy]


def _changes(here: Visit, row: PublicBookingRow, asked: dict[str, str], refusal: Refusal | None) -> h.Element:
    locale = here.locale
    address = f"/manage/{row.token}"
    move = parts.link_button(_("Move to another time", locale), here.address(address, move="1"), wide=True)
    reason = forms.textarea("reason", _("Tell us why", locale), value=asked.get("reason", ""), required=False, maxlength=500, locale=locale)
    cancel = parts.confirm_step(
        _("Cancel booking", locale),
        h.p[_("{when} becomes free for others, so it may not be there later.", locale, when=here.when(row.starts_at))],
        reason,
        [forms.hidden(name, value) for name, value in ({"do": "cancel"} | here.kept()).items()],
        action=address,
        confirm=_("Cancel my booking", locale),
        keep=_("Keep it", locale),
        keep_href=here.address(address),
        open=refusal is not None and asked.get("do") == "cancel",
    )
    return parts.section(
        _("Move or cancel", locale),
        parts.policy(_rule(here, row), good=row.may_cancel),
        h.p[move] if row.may_reschedule else None,
        cancel if row.may_cancel else None,
        id="move-or-cancel",
    )


def _over(here: Visit) -> h.Element:
    return h.p[parts.link_button(_("Book again", here.locale), here.address(book_path(here.host)), wide=True)]


def _move(db: Session, here: Visit, row: PublicBookingRow, booking_id: UUID, asked: dict[str, str]) -> h.Node:
    found = bookings.get(db, here.actor, booking_id=booking_id)
    people = bookings.providers(db, here.actor, active=True, booking_type_id=found.booking_type_id)
    whom = asked.get("with", "") or str(found.provider_id)
    path = f"/manage/{row.token}"
    if picking.provider_of(whom) not in {one.id for one in people}:
        whom = ""
    chosen = picking.choice(here, {**asked, "with": whom}, found.booking_type_id, path, move="1")
    return h.fragment[
        frame.heading(_("Move to another time", here.locale), _("Now: {when}", here.locale, when=here.when(row.starts_at))),
        picking.picker(here, chosen, picking.look(db, here, chosen), people, {"do": "move"}),
        h.p[h.a(".link", href=here.address(path))[_("Keep it as it is", here.locale)]],
    ]


def _calendars(db: Session, here: Visit, row: PublicBookingRow, booking_id: UUID) -> h.Element:
    entry = bookings.appointment(db, here.actor, booking_id=booking_id, locale=here.locale)
    return parts.calendar_links(
        google=calendar.google_link(entry), outlook=calendar.outlook_link(entry), ics=f"/manage/{row.token}/booking.ics", locale=here.locale
    )
