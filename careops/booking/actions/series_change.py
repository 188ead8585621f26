"""Several visits of a series confirmed or called off at once: one, this and the following, or all that still come."""

from uuid import UUID

from sqlmodel import Session

from careops.booking.actions.change import call_off, cancel, touch
from careops.booking.actions.series import tell_all
from careops.booking.actions.series_visits import changed_row, in_scope, own_series, too_late, visit_of, visits_of, without
from careops.booking.actions.told import tell
from careops.booking.events import BookingConfirmed, SeriesCancelled, SeriesConfirmed
from careops.booking.models import Status
from careops.booking.queries.rows import words
from careops.booking.rules import IllegalMove
from careops.booking.schemas.series import OnConflict, Scope, SeriesRow
from careops.core.actor import Actor, Kind, Permission

# ── confirming ───────────────────────────────────────────


def confirm_series(db: Session, actor: Actor, *, series_id: UUID, version: int | None = None) -> SeriesRow:
    """Says yes to every visit that was asked for."""
    actor.require(Permission.bookings_manage)
    found = own_series(db, actor, series_id, version)
    asked = [visit for visit in visits_of(db, series_id) if visit.status == Status.pending]
    if not asked:
        raise IllegalMove("confirmed", "confirmed")
    for visit in asked:
        visit.status = Status.confirmed
        touch(visit, calendar=True)
        tell(db, actor, BookingConfirmed, visit, together=True)
    tell_all(db, actor, SeriesConfirmed, found, asked)
    return changed_row(db, actor, found)


# ── cancelling ───────────────────────────────────────────


def cancel_series(
    db: Session,
    actor: Actor,
    *,
    series_id: UUID,
    scope: Scope = "all",
    booking_id: UUID | None = None,
    reason: str = "",
    on_conflict: OnConflict = "refuse",
    version: int | None = None,
) -> SeriesRow:
    """Calls the visits off with one message; those it is too late for, for a customer, are refused by name, or skipped."""
    found = own_series(db, actor, series_id, version)
    if scope == "this":
        visit_of(db, series_id, booking_id)
        cancel(db, actor, booking_id=booking_id or series_id, reason=reason)
        return changed_row(db, actor, found)
    said = words(db, actor)
    visits = in_scope(db, found, scope, booking_id, said)
    late = [visit for visit in visits if too_late(actor, visit, visit.cancel_hours)]
    gone = without(visits, late, on_conflict, said)
    for visit in gone:
        call_off(db, actor, visit, reason, together=True)
    by = "customer" if actor.kind is Kind.customer else "staff"
    tell_all(db, actor, SeriesCancelled, found, gone, by=by, reason=reason)
    return changed_row(db, actor, found)
