"""Foreign calendars: which are read and how that goes, and what looking at one takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingLine, BookingType, CalendarImport, Provider
from careops.booking.queries.ask import ask
from careops.booking.queries.whose import keeps, kept_provider
from careops.booking.rules import moment
from careops.booking.rules.calendars import MOST_IMPORTS, TooManyImports, days_ahead, due_again, entry_uid, session_uid
from careops.booking.schemas.calendars import ImportIn, ImportRow
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.crypto import unseal
from careops.core.errors import Invalid, NotFound
from careops.integrations.ics import foreign
from careops.integrations.ics.foreign import Errand
from careops.integrations.web.addresses import AddressRefused, Target, read

DAY = 86_400


# ── reading ──────────────────────────────────────────────


def imports(db: Session, actor: Actor) -> list[ImportRow]:
    """The calendars that are read: one's own, with the settings everybody's."""
    actor.require(Permission.bookings_view)
    return [import_row(found, provider.name) for found, provider in _found(db) if keeps(actor, provider.member_id)]


def import_of(db: Session, actor: Actor, *, import_id: UUID) -> ImportRow:
    """One of them, for whoever keeps it."""
    actor.require(Permission.bookings_view)
    for found, provider in _found(db, col(CalendarImport.id) == import_id):
        if keeps(actor, provider.member_id):
            return import_row(found, provider.name)
    raise NotFound


def _found(db: Session, *which: sa.ColumnElement[bool]) -> "Sequence[sa.Row[CalendarImport, Provider]]":
    """Without the copies, which are large."""
    copy: Any = sa.inspect(CalendarImport).attrs["sealed_copy"].class_attribute
    question = sa.select(CalendarImport, Provider).options(defer(copy))
    question = question.join(Provider, col(Provider.id) == col(CalendarImport.provider_id)).where(*which)
    return ask(db, question.order_by(col(Provider.position), col(Provider.name), col(CalendarImport.id)))


def import_row(found: CalendarImport, provider_name: str) -> ImportRow:
    """The calendar as its keepers see it; nobody ever sees its link again."""
    shown = {name for name in ImportRow.model_fields if name not in {"provider_name", "state", "busy"}}
    told = {name: getattr(found, name) for name in shown}
    state = "off" if not found.enabled else "failing" if found.error else "good"
    return ImportRow(**told, provider_name=provider_name, state=state, busy=found.stretches)


# ── what looking at one takes ────────────────────────────


def plan_import(db: Session, actor: Actor, *, given: ImportIn) -> Errand:
    """The first look at a calendar somebody wants to add; refused where it may not be added, or its address may not be called."""
    provider = kept_provider(db, actor, given.provider_id)
    mine = sa.select(sa.func.count(col(CalendarImport.id))).where(col(CalendarImport.provider_id) == provider.id)
    if ask(db, mine)[0][0] >= MOST_IMPORTS:
        raise TooManyImports
    return _errand(db, link(given.url.get_secret_value()).url, provider.timezone, clock.now())


def link(url: str) -> Target:
    """The address as it will be called; Invalid where it may not be."""
    try:
        return read(url, foreign.FETCHER.caller.reach)
    except AddressRefused as refusal:
        raise Invalid.field("url", refusal.message) from None


def errand(db: Session, found: CalendarImport, at: datetime) -> Errand:
    """The next look at a calendar that is there; the session stands in its workspace."""
    again = _opened(found.sealed_copy, place(found.id, "copy")) if due_again(found.expanded_at, at) else ""
    told = {"etag": found.etag, "last_modified": found.last_modified}
    (zone,) = ask(db, sa.select(col(Provider.timezone)).where(col(Provider.id) == found.provider_id))[0]
    return _errand(db, _opened(found.sealed_url, place(found.id, "url")), zone, at, copy=again, **told)


def _opened(sealed: str, where: str) -> str:
    """The secret again; nothing where it was sealed with a key that is no more, which the look then says."""
    try:
        return unseal(sealed, where) if sealed else ""
    except ValueError:
        return ""


def _errand(db: Session, url: str, zone: str, at: datetime, **more: str) -> Errand:
    longest = ask(db, sa.select(sa.func.max(col(BookingType.window_days))))[0][0] or 0
    since, until = days_ahead(at, longest)
    return Errand(url, since, until, zone, _ours(db, since), **more)


def _ours(db: Session, since: int) -> frozenset[str]:
    """What this business's own bookings are called: coming back through somebody's calendar they must not bar their own time twice."""
    ahead = col(Booking.ends_at) >= moment(since - DAY)
    bookings = ask(db, sa.select(col(Booking.id)).where(ahead))
    seats = sa.select(col(BookingLine.slot_id)).where(
        col(BookingLine.slot_id).is_not(None), col(BookingLine.ends_at) >= moment(since - DAY)
    )
    return frozenset(entry_uid(id) for (id,) in bookings) | {session_uid(slot) for (slot,) in ask(db, seats.distinct()) if slot}


def place(import_id: UUID, what: str) -> str:
    """Where a secret of it is kept: sealed for there, it opens nowhere else."""
    return f"calendar_import:{import_id}:{what}"
