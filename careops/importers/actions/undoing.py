"""Taking a file of bookings back: what nobody has touched since, the bookings before the people and services that were made for them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from careops.booking import actions as booking
from careops.contacts.actions.importing.undoing import take_back as take_back_people
from careops.contacts.models import ImportedRow
from careops.contacts.schemas import Counts
from careops.core.actor import Actor
from careops.core.errors import Refusal

KINDS = ("provider", "service")


def take_back(db: Session, actor: Actor, rows: Sequence[ImportedRow]) -> Counts:
    """`made` were removed, `known` are left, since somebody has dealt with them."""
    counts = Counts()
    booked = [row.subject for row in rows if row.kind == "booking" and row.subject]
    gone = booking.take_back_bookings(db, actor, ids=booked) if booked else {}
    counts.made, counts.known = sum(gone.values()), len(gone) - sum(gone.values())
    people = [_of(row, id) for row in rows if (id := _made(row, "contact"))]
    if people:
        told = take_back_people(db, actor, people)
        counts.made += told.made if not booked else 0
        counts.known += told.known if not booked else 0
    for kind in KINDS:
        for row in rows:
            if id := _made(row, kind):
                removed = _remove(db, actor, kind, id)
                if row.kind == kind:
                    counts.made += removed
                    counts.known += not removed
    return counts


def _made(row: ImportedRow, kind: str) -> UUID | None:
    said = row.before.get(kind)
    return UUID(hex=said) if said else None


def _of(row: ImportedRow, contact: UUID) -> ImportedRow:
    """The same record as if it had been about the person alone; it is never kept."""
    return ImportedRow(import_id=row.import_id, number=row.number, outcome="made", subject=contact, before={"version": 1})


def _remove(db: Session, actor: Actor, kind: str, id: UUID) -> bool:
    try:
        with db.begin_nested():
            if kind == "provider":
                booking.remove_provider(db, actor, provider_id=id)
            else:
                booking.remove_booking_type(db, actor, booking_type_id=id)
            db.flush()
    except Refusal:
        return False
    return True
