"""When everybody works, and what is taken of that: hours, time off, bookings and sessions around a visit."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.booking.models import SEATS
from careops.booking.queries.ground.sold import NOBODY, Ground
from careops.booking.queries.questions import DATES, HAD, HOURS, OFF, SAT, TAKEN, TAKEN_AND_MORE, WEEK
from careops.booking.rules import Closed, Plan, Stretch, everybody
from careops.booking.rules import Session as Sitting
from careops.booking.rules.intervals import Span
from careops.booking.rules.walls import DAY, EPOCH


def read_hours(db: Session, zones: Mapping[UUID, str], low: int, high: int) -> dict[UUID, Plan]:
    """Everybody's hours between the moments, each in their zone, with the days on which the business is closed; one statement."""
    if not zones:
        return {}
    first, last = date.fromordinal(low // DAY + EPOCH - 2), date.fromordinal(high // DAY + EPOCH + 2)
    told = {(who, about): words or "" for who, about, words in HOURS.ask(db, ids=list(zones), first=first, last=last)}
    closed = told.get((None, DATES), "")
    return {who: planned(zone, told.get((who, WEEK), ""), told.get((who, DATES), ""), closed) for who, zone in zones.items()}


@lru_cache(maxsize=512)
def planned(timezone: str, week: str, dates: str, closed: str) -> Plan:
    """The plan that these words mean, the very same for everybody of whom they are said."""
    weekly: defaultdict[int, list[Stretch]] = defaultdict(list)
    dated: defaultdict[int, list[Stretch]] = defaultdict(list)
    for weekday, begin, end in _rows(week):
        weekly[weekday].append(Stretch(begin, end))
    for day, begin, end in _rows(dates):
        dated[_ordinal(day)] += [Stretch(begin, end)] if begin < end else []
    for stretches in (*weekly.values(), *dated.values()):
        stretches.sort()
    shut = [Closed(_ordinal(first), _ordinal(last), name) for first, last, name in _rows(closed)]
    return Plan(timezone, dict(weekly), dict(dated), shut)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _rows(words: str) -> list[Any]:
    return json.loads(words) if words else []


@lru_cache(maxsize=256)
def _stretches(begins: str, ends: str) -> Sequence[Span]:
    """The stretches between these moments, in order; the texts of one lane name them in one order."""
    return tuple(sorted(zip(json.loads(begins), json.loads(ends), strict=True)))


def read_taken(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Fills in what is taken between the moments, time off, what limits count and the sessions one may join; one statement.

    That booking's own time is left out.
    """
    those = everybody(found.stages)
    limited = [one.id for one in those.values() if one.max_per_day or one.max_per_week]
    wide = [one.id for one in those.values() if one.capacity > 1]
    types = [one.row.id for one in found.sold if one.group]
    asked: dict[str, Any] = {"ids": list(those), "low": low, "high": high, "at": at}
    if but or limited or wide or types:
        many = {"but": but or NOBODY, "limited": limited or [NOBODY], "wide": wide or [NOBODY], "types": types or [NOBODY]}
        rows = TAKEN_AND_MORE.ask(db, **asked, **many)
    else:
        rows = TAKEN.ask(db, **asked)
    for one in those.values():
        one.busy, one.off, one.visits, one.words = {}, (), (), ()
    for who, lane, begins, ends in rows:
        if lane == SAT:
            for sold in found.sold:
                sold.stage.sessions += _sittings(ends) if sold.group and sold.row.id == who else ()
            continue
        one = those[who]
        if lane == HAD:
            one.visits = json.loads(ends)
        elif lane == OFF:
            one.off = _stretches(begins, ends)
        else:
            one.busy[lane] = _stretches(begins, ends)
        one.words = (*(one.words or ()), str(lane), begins, ends)


@lru_cache(maxsize=64)
def _sittings(words: str) -> Sequence[Sitting]:
    """The sessions of one service with the seats nobody has; one whose last hold has ended is none any more: its stretch went too."""
    found: list[Sitting] = []
    for id, provider_id, starts, ends, capacity, taken in json.loads(words):
        lanes = json.loads(taken) if isinstance(taken, str) else taken
        gone = {lane - SEATS for lane in lanes or ()}
        if lanes:
            free = tuple(seat for seat in range(capacity) if seat not in gone)
            found.append(Sitting(UUID(id), UUID(provider_id), starts, ends, free))
    return sorted(found, key=lambda one: (one.start, one.id))


def survey(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Reads all of it for the starts between the moments: hours, what is taken, sessions."""
    know_hours(db, found, low, high)
    look(db, found, at, low, high, but)


def know_hours(db: Session, found: Ground, low: int, high: int) -> None:
    """Gives everybody their hours for the starts between the moments."""
    zones = {id: subject.plan.timezone for id, subject in found.subjects.items()}
    for id, plan in read_hours(db, zones, low, high + found.longest).items():
        found.subjects[id].plan = plan


def look(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Reads what is taken and the sessions for the starts between the moments; hours are known."""
    around = DAY if found.offer.tidy else 0
    margin = 60 * sum(one.row.buffer_before + one.row.buffer_after for one in found.sold)
    for stage in found.stages:
        stage.sessions.clear()
    read_taken(db, found, at, low - margin - around, high + found.longest + margin + around, but)
