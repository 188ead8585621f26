"""The weekly patterns times are published by."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import (
    BookingType,
    Provider,
    Slot,
    SlotPattern,
    SlotStatus,
)
from careops.booking.queries.ask import ask
from careops.booking.queries.rows import Words, words
from careops.booking.rules import seconds
from careops.booking.rules.patterns import Pattern, starts_of
from careops.booking.schemas.slots import SlotPatternRow
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.i18n import text as _


def slot_patterns(db: Session, actor: Actor) -> list[SlotPatternRow]:
    """Every weekly pattern, those that publish first; one statement."""
    actor.require(Permission.bookings_view)
    return _pattern_rows(db, actor)


def slot_pattern(db: Session, actor: Actor, *, pattern_id: UUID) -> SlotPatternRow:
    """One of them."""
    actor.require(Permission.bookings_view)
    found = _pattern_rows(db, actor, col(SlotPattern.id) == pattern_id)
    if not found:
        raise NotFound
    return found[0]


def patterned(db: Session) -> list[UUID]:
    """The businesses that have patterns that publish."""
    with everywhere(db):
        return list(db.scalars(sa.select(col(SlotPattern.workspace_id)).where(col(SlotPattern.active)).distinct()))


def _pattern_rows(db: Session, actor: Actor, *where: Any) -> list[SlotPatternRow]:
    said = words(db, actor)
    coming = (
        sa.select(sa.func.count(col(Slot.id)))
        .where(col(Slot.pattern_id) == col(SlotPattern.id), col(Slot.starts) > seconds(said.now), col(Slot.status) != SlotStatus.cancelled)
        .scalar_subquery()
    )
    question = (
        sa.select(SlotPattern, col(BookingType.name), col(BookingType.duration), col(Provider.name), coming)
        .join(BookingType, col(BookingType.id) == col(SlotPattern.booking_type_id))
        .join(Provider, col(Provider.id) == col(SlotPattern.provider_id))
        .where(*where)
        .order_by(col(SlotPattern.active).desc(), col(BookingType.name), col(SlotPattern.id))
    )
    return [_pattern_row(one, type_, minutes, who, count, said) for one, type_, minutes, who, count in ask(db, question)]


def _pattern_row(found: SlotPattern, type_name: str, minutes: int, provider_name: str, coming: int, said: Words) -> SlotPatternRow:
    names = ", ".join(when.weekday_name(day, said.locale, short=True) for day in sorted(found.weekdays))
    rule = Pattern(found.weekdays, found.from_minute, found.to_minute, minutes, found.pause, [(one[0], one[1]) for one in found.breaks])
    sentence = _(
        "{days}, {begin}–{end}, {count} a day",
        said.locale,
        days=names,
        begin=minute_text(found.from_minute),
        end=minute_text(found.to_minute),
        count=len(starts_of(rule)),
    )
    return SlotPatternRow(
        **found.model_dump(exclude={"workspace_id", "excluded"}),
        excluded=[date.fromisoformat(day) for day in found.excluded],
        type_name=type_name,
        provider_name=provider_name,
        sentence=sentence,
        coming=coming,
    )


def minute_text(minute: int) -> str:
    """A wall minute as forms write it: "09:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"
