"""Foreign calendars: added, looked at by whoever takes that on, switched off, forgotten. The looking itself is nobody's here.

A look is taken on in one transaction and its outcome kept in another; between them the network is asked for as long as it takes.
Whoever takes it on later wins: the earlier outcome then comes too late to count.
"""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking.events import ImportAdded, ImportChanged, ImportFact, ImportFailing, ImportRecovered, ImportRemoved
from careops.booking.models import CalendarImport, Provider, TimeOff
from careops.booking.queries.ask import ask
from careops.booking.queries.imports import errand, import_row, link, place
from careops.booking.queries.whose import keeps, kept_provider
from careops.booking.rules.calendars import LEASE, MOST_IMPORTS, TELL_AFTER, TooManyImports, next_look
from careops.booking.schemas.calendars import ImportEdit, ImportIn, ImportRow, Refresh
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import seal
from careops.core.db import Inserted, enter, everywhere, wake
from careops.core.errors import Invalid, NotFound, Stale
from careops.core.ids import new_id
from careops.integrations.ics.foreign import Look, Stretches

F = TypeVar("F", bound=ImportFact)
BUSY = Inserted(TimeOff)
MANY = 500  # rows in one statement


# ── by their keepers ─────────────────────────────────────


def add_import(db: Session, actor: Actor, *, given: ImportIn, look: Look) -> ImportRow:
    """Keeps the provider free of bookings in the busy times that the first look found; refused when it found no calendar."""
    provider = kept_provider(db, actor, given.provider_id)
    mine = sa.select(sa.func.count(col(CalendarImport.id))).where(col(CalendarImport.provider_id) == provider.id)
    if ask(db, mine)[0][0] >= MOST_IMPORTS:
        raise TooManyImports
    if look.problem or look.busy is None:
        raise Invalid.field("url", look.problem or "There is no calendar at this address")
    id, at, target = new_id(), now(), link(given.url.get_secret_value())
    made = CalendarImport(
        id=id,
        provider_id=provider.id,
        name=given.name or target.host[:120],
        sealed_url=seal(target.url, place(id, "url")),
        host=target.host,
        created_at=at,
    )
    db.add(made)
    db.flush()
    _keep_look(db, made, look, at)
    made.next_at = next_look(at, 0)
    _tell(db, actor, ImportAdded, made, provider.name)
    return import_row(made, provider.name)


def edit_import(db: Session, actor: Actor, *, import_id: UUID, change: ImportEdit, version: int | None = None) -> ImportRow:
    """Calls it otherwise, or switches it: off, its busy times can be booked; on, it is read at once."""
    found, provider = _own(db, actor, import_id)
    if version is not None and version != found.version:
        raise Stale
    changed = {name: value for name, value in change.model_dump(exclude_none=True).items() if getattr(found, name) != value}
    if not changed:
        return import_row(found, provider.name)
    found.sqlmodel_update(changed)
    found.version += 1
    if "enabled" in changed:
        _switched(db, actor, found, provider.name)
    _tell(db, actor, ImportChanged, found, provider.name)
    return import_row(found, provider.name)


def remove_import(db: Session, actor: Actor, *, import_id: UUID) -> None:
    """Forgets the calendar and its link; its busy times go with it."""
    found, provider = _own(db, actor, import_id)
    _tell(db, actor, ImportRemoved, found, provider.name)
    db.delete(found)


def start_refresh(db: Session, actor: Actor, *, import_id: UUID) -> Refresh:
    """Takes on a look for somebody who waits for it."""
    found, _provider = _own(db, actor, import_id)
    return _taken_on(db, found, now())


def _own(db: Session, actor: Actor, import_id: UUID) -> tuple[CalendarImport, Provider]:
    """The calendar, for its keeper; NotFound for others, as if there were none."""
    actor.require(Permission.bookings_view)
    found = db.scalars(sa.select(CalendarImport).where(col(CalendarImport.id) == import_id).with_for_update()).one_or_none()
    provider = _provider(db, found) if found else None
    if found is None or provider is None or not keeps(actor, provider.member_id):
        raise NotFound
    return found, provider


def _provider(db: Session, found: CalendarImport) -> Provider:
    return db.scalars(sa.select(Provider).where(col(Provider.id) == found.provider_id)).one()


def _switched(db: Session, actor: Actor, found: CalendarImport, provider_name: str) -> None:
    """Off, nothing of it stays but its link; on, it begins anew."""
    if found.failures >= TELL_AFTER:
        _tell(db, actor, ImportRecovered, found, provider_name)
    _keep_busy(db, found, ())
    found.etag, found.last_modified, found.sealed_copy, found.expanded_at = "", "", "", None
    found.error, found.failures, found.next_at = "", 0, now()


# ── by the clock ─────────────────────────────────────────


def claim_refresh(db: Session, actor: Actor) -> Refresh | None:
    """Takes on the calendar that has been due longest, of any workspace, so that nobody else looks at it meanwhile."""
    at = now()
    due = sa.select(CalendarImport).where(col(CalendarImport.enabled).is_(True), col(CalendarImport.next_at) <= at)
    with everywhere(db):
        found = db.scalars(due.order_by(col(CalendarImport.next_at)).limit(1).with_for_update(skip_locked=True)).one_or_none()
    if found is None:
        return None
    enter(db, found.workspace_id)
    return _taken_on(db, found, at)


def _taken_on(db: Session, found: CalendarImport, at: datetime) -> Refresh:
    found.next_at = at + LEASE
    return Refresh(found.id, found.workspace_id, found.next_at, errand(db, found, at))


def finish_refresh(db: Session, actor: Actor, *, refresh: Refresh, look: Look) -> ImportRow | None:
    """Keeps what was found; None, and nothing kept, when somebody else has taken it on since, or it is gone.

    What cannot be had changes no busy time: the last good ones stand, for the days ahead as they are now.
    """
    found = db.scalars(sa.select(CalendarImport).where(col(CalendarImport.id) == refresh.import_id).with_for_update()).one_or_none()
    if found is None or not found.enabled or found.next_at != refresh.lease:
        return None
    provider = _provider(db, found)
    said, failures = found.error, found.failures
    if _keep_look(db, found, look, now()):
        _tell(db, actor, ImportChanged, found, provider.name)
    if failures < TELL_AFTER <= found.failures:
        _tell(db, actor, ImportFailing, found, provider.name)
    elif found.failures < TELL_AFTER <= failures:
        _tell(db, actor, ImportRecovered, found, provider.name)
    elif found.error != said:
        wake(db, f"ws:{found.workspace_id}")
    return import_row(found, provider.name)


# ── what was found ───────────────────────────────────────


def _keep_look(db: Session, found: CalendarImport, look: Look, at: datetime) -> bool:
    """Writes how it went and what is new; whether any busy time is another."""
    found.fetched_at, found.error = at, look.problem[:500]
    if look.problem:
        found.failures += 1 if look.retry else 2
    else:
        found.failures, found.succeeded_at = 0, at
    found.next_at = next_look(at, found.failures)
    if look.copy:
        found.sealed_copy = seal(look.copy, place(found.id, "copy"))
        found.etag, found.last_modified = look.etag[:500], look.last_modified[:100]
    if look.busy is None:
        return False
    found.expanded_at, found.stretches = at, len(look.busy)
    return _keep_busy(db, found, look.busy)


def _keep_busy(db: Session, found: CalendarImport, busy: Stretches) -> bool:
    """Makes these the calendar's busy times, all at once; writes only what differs."""
    mine = sa.select(col(TimeOff.starts), col(TimeOff.ends), col(TimeOff.id)).where(col(TimeOff.calendar_import_id) == found.id)
    there = {(starts, ends): id for starts, ends, id in ask(db, mine)}
    wanted = set(busy)
    gone = [id for stretch, id in there.items() if stretch not in wanted]
    for first in range(0, len(gone), MANY):
        some = sa.delete(TimeOff).where(col(TimeOff.id).in_(gone[first : first + MANY]))
        db.exec(some, execution_options={"synchronize_session": False})
    more = {"provider_id": found.provider_id, "calendar_import_id": found.id, "reason": found.name[:200]}
    new = [{"starts": starts, "ends": ends, **more} for starts, ends in sorted(wanted - set(there))]
    BUSY.add_all(db, new)
    found.stretches = len(wanted)
    return bool(gone or new)


def _tell(db: Session, actor: Actor, fact: type[F], found: CalendarImport, provider_name: str) -> None:
    record(
        db,
        actor,
        fact(
            subject=found.id,
            name=found.name,
            host=found.host,
            provider_id=found.provider_id,
            provider_name=provider_name,
            busy=found.stretches,
            problem=found.error,
        ),
    )
