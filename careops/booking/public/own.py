"""How one's own booking looks: just made, later, and while another time is looked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import htpy as h
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.public import picking, words
from careops.booking.public.visit import Visit, book_path
from careops.booking.schemas import ProviderRow, PublicBookingRow
from careops.booking.schemas.series import PublicSeriesRow
from careops.booking.schemas.visits import SeatRow, VisitRow
from careops.contacts import queries as contacts
from careops.contacts.rules import prefill_token
from careops.core.errors import Refusal
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.integrations.ics import gateway as calendar
from careops.ui.public import forms, frame, parts
from careops.ui.public.frame import Page
from careops.ui.public.parts import Kind

STATES: dict[str, tuple[str, Kind]] = {
    "pending": (_("Waiting for our answer"), "warn"),
    "confirmed": (_("Confirmed"), "ok"),
    "completed": (_("Completed"), "plain"),
    "no_show": (_("Missed"), "plain"),
    "cancelled": (_("Cancelled"), "danger"),
}


@dataclass(frozen=True, slots=True)
class Own:
    """A booking with its visit, where its customer books again, and the series it is part of."""

    row: PublicBookingRow
    visit: VisitRow
    again: str
    series: PublicSeriesRow | None = None

    def others(self, booking_id: UUID) -> list[SeatRow]:
        """The seats taken with it; only whoever has the first one's link sees them, for the others are passed on to friends."""
        first = self.visit.seats[:1]
        return self.visit.seats if first and first[0].booking_id == booking_id else []

    def is_guests(self, booking_id: UUID) -> bool:
        """Whether it is a seat that somebody else took for them."""
        return bool(self.visit.seats) and not self.others(booking_id)


def page(here: Visit, row: PublicBookingRow, body: h.Node, refusal: Refusal | None, *, framed: bool = False) -> Page:
    """The page around it; on another site's page it stands only when it has just been made there."""
    above = parts.note(_(refusal.message, here.locale), "warn") if refusal else None
    return frame.page(
        title=_("Your booking, {when}", here.locale, when=here.when(row.starts_at)),
        body=[above, body],
        brand=brand(here.host),
        locale=here.locale,
        private=True,
        embed=here.embed and framed,
        query=here.query,
        errors=refusal is not None,
    )


def again(db: Session, here: Visit, booking_id: UUID) -> str:
    """Where they book again: without typing anything, by their private link, where this page may know who they are."""
    path = book_path(here.host)
    if here.actor.contact_id is None:
        return here.address(path)
    person = contacts.get(db, here.actor, contact_id=here.actor.contact_id)
    known = person.email and bookings.made_known(db, here.actor, booking_id=booking_id, since=person.created_at)
    return here.address(path, me=prefill_token(person.id, person.email) if known else "")


# ── just made ────────────────────────────────────────────


def done(here: Visit, told: Own, booking_id: UUID, entry: calendar.Appointment) -> h.Node:
    """It is booked, or asked for: what, when, into which calendar, and how it may be changed."""
    locale, row = here.locale, told.row
    asked = row.status == "pending"
    title = _("We have your request", locale) if asked else _("You’re booked", locale)
    lead = _("We confirm it by mail; the time is kept for you until then.", locale) if asked else _("We sent you a confirmation.", locale)
    named = _("Move or cancel this booking", locale) if row.may_cancel or row.may_reschedule else _("Your booking", locale)
    link = h.a(".link", href=here.alone().address(f"/manage/{row.token}"), target="_blank" if here.embed else None)
    return h.fragment[
        parts.mark("warn" if asked else "ok", symbol="clock" if asked else "check"),
        frame.heading(title, lead),
        _box(here, told),
        _series(here, told),
        _seats(here, told, booking_id),
        _calendars(here, row, entry),
        parts.section(
            _("Need to change it?", locale),
            h.p[_rule(here, row)],
            h.p[link[named]],
            id="change",
            quiet=True,
        ),
        _once_more(here, told, booking_id),
    ]


def _seats(here: Visit, told: Own, booking_id: UUID) -> h.Node:
    """Each seat with its own link, to be passed on."""
    seats = told.others(booking_id)
    if not seats:
        return None
    locale = here.locale

    def one(seat: SeatRow) -> h.Node:
        label, kind = STATES[seat.status]
        mine = _("This one", locale) if seat.booking_id == booking_id else ""
        return parts.task(_("Seat {number}", locale, number=seat.number), mine, parts.badge(_(label, locale), kind), seat.manage_url)

    lead = _("Each has a link of its own; send it to whoever comes with you.", locale)
    return parts.section(_("Seats", locale), parts.rows(*[one(seat) for seat in seats]), id="seats", lead=lead)


def _series(here: Visit, told: Own) -> h.Node:
    """All dates of the series, each with its own link."""
    if told.series is None:
        return None
    locale = here.locale

    def one(visit: PublicBookingRow) -> h.Node:
        label, kind = STATES[visit.status]
        mine = _("This one", locale) if visit.token == told.row.token else ""
        return parts.task(here.when(visit.starts_at), mine, parts.badge(_(label, locale), kind), here.address(f"/manage/{visit.token}"))

    return parts.section(
        _("All dates", locale), parts.rows(*[one(visit) for visit in told.series.bookings]), id="dates", lead=told.series.sentence
    )


def _once_more(here: Visit, told: Own, booking_id: UUID) -> h.Node:
    if told.is_guests(booking_id):
        return None
    hint = _("Keep this link: next time you need not type anything.", here.locale) if "me=" in told.again else None
    return parts.section(
        _("Next time", here.locale),
        h.p[parts.link_button(_("Book again", here.locale), told.again, look="quiet")],
        parts.dim(hint) if hint else None,
        id="next",
        quiet=True,
    )


def _box(here: Visit, told: Own) -> h.Element:
    return parts.box(words.facts(here, told.row, told.visit), label=_("Your booking", here.locale))


def _calendars(here: Visit, row: PublicBookingRow, entry: calendar.Appointment) -> h.Element:
    return parts.calendar_links(
        google=calendar.google_link(entry), outlook=calendar.outlook_link(entry), ics=f"/manage/{row.token}/booking.ics", locale=here.locale
    )


# ── later ────────────────────────────────────────────────


def manage(
    here: Visit, told: Own, booking_id: UUID, entry: calendar.Appointment, asked: Mapping[str, str], refusal: Refusal | None
) -> h.Node:
    """How it stands, and what may be done with it; the policy is said before anything binds."""
    locale, row = here.locale, told.row
    label, kind = STATES[row.status]
    living = row.status in ("pending", "confirmed")
    moved = asked.get("said") == "moved" and not refusal
    return h.fragment[
        parts.note(_("Your booking has been moved.", locale), "ok") if moved else None,
        h.div(".tight")[h.p[parts.badge(_(label, locale), kind)], h.h1[_("Your booking with {name}", locale, name=row.provider_name)]],
        _box(here, told),
        _changes(here, told, asked, refusal) if living else _over(here, told, booking_id),
        _series(here, told),
        _seats(here, told, booking_id),
        _calendars(here, row, entry) if living else None,
        _once_more(here, told, booking_id) if living else None,
        parts.dim([_("Anything else?", locale), " ", h.a(href=here.host.contact_url)[_("Write to us", locale)]]),
    ]


def _rule(here: Visit, row: PublicBookingRow) -> h.Node:
    """Until when it may be changed: one sentence, or two where moving ends at another hour than cancelling."""
    if row.cancel_until == row.reschedule_until:
        return [words.until(here, row.cancel_until), " ", row.policy]
    move = _("You can move it until {when}.", here.locale, when=here.when(row.reschedule_until)) if row.may_reschedule else ""
    cancel = _("You can cancel it until {when}.", here.locale, when=here.when(row.cancel_until)) if row.may_cancel else ""
    return [f"{move} {cancel}".strip() or words.until(here, row.cancel_until), " ", row.policy]


def _scope(here: Visit, told: Own, asked: Mapping[str, str]) -> h.Node:
    """Which visits of a series are meant."""
    if told.series is None:
        return None
    locale = here.locale
    choices = [
        forms.Choice("this", _("Only this one", locale)),
        forms.Choice("following", _("This one and all that follow", locale)),
        forms.Choice("all", _("All that still come", locale)),
    ]
    return forms.choices("scope", _("Which dates?", locale), choices, chosen=asked.get("scope", "this"), locale=locale)


def _changes(here: Visit, told: Own, asked: Mapping[str, str], refusal: Refusal | None) -> h.Element:
    locale, row = here.locale, told.row
    address = f"/manage/{row.token}"
    move = parts.link_button(_("Move to another time", locale), here.address(address, move="1"), wide=True)
    reason = forms.textarea("reason", _("Tell us why", locale), value=asked.get("reason", ""), required=False, maxlength=500, locale=locale)
    cancel = parts.confirm_step(
        _("Cancel booking", locale),
        h.p[_("{when} becomes free for others, so it may not be there later.", locale, when=here.when(row.starts_at))],
        _scope(here, told, asked),
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
        parts.policy(_rule(here, row), good=row.may_cancel or row.may_reschedule),
        h.p[move] if row.may_reschedule else None,
        cancel if row.may_cancel else None,
        id="move-or-cancel",
    )


def _over(here: Visit, told: Own, booking_id: UUID) -> h.Element:
    where = here.address(book_path(here.host)) if told.is_guests(booking_id) else told.again
    return h.p[parts.link_button(_("Book again", here.locale), where, wide=True)]


# ── to another time ──────────────────────────────────────


def move(db: Session, here: Visit, row: PublicBookingRow, booking_id: UUID, asked: Mapping[str, str]) -> h.Node:
    """Other times for the same visit; the one it has now is not in the way of itself."""
    locale, path = here.locale, f"/manage/{row.token}"
    now = bookings.get(db, here.actor, booking_id=booking_id)
    service = bookings.may_choose(db, here.actor, booking_id=booking_id)
    people = bookings.providers(db, here.actor, active=True, booking_type_id=service) if service else []
    whom = next((one for one in people if one.id == picking.provider_of(asked.get("with", ""))), None)
    query = {"move": "1", "with": str(whom.id) if whom else ""}
    at = picking.choice(here, asked, path, query)
    found = bookings.free_to_move(
        db,
        here.actor,
        booking_id=booking_id,
        from_=at.first,
        to=at.first + timedelta(days=picking.SHOWN - 1),
        provider_id=whom.id if whom else None,
        timezone=here.timezone,
    )
    carried = {"do": "move", "with": query["with"]}
    return h.fragment[
        frame.heading(_("Move to another time", locale), _("Now: {when}", locale, when=here.when(row.starts_at))),
        parts.policy(_rule(here, row), small=True),
        picking.picker(here, at, found, _with(here, at, people, whom.id if whom else now.provider_id), carried),
        h.p[h.a(".link", href=here.address(path))[_("Keep it as it is", locale)]],
    ]


def _with(here: Visit, at: picking.Choice, people: list[ProviderRow], chosen: UUID) -> h.Node:
    if len(people) < 2:
        return None
    chips = [parts.Chip(one.name, at.href(here, **(at.around or {}), **{"with": str(one.id)}), one.id == chosen, one.id) for one in people]
    return picking.people(_("With", here.locale), chips)
