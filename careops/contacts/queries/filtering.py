"""Conditions on people, each said twice: how to find all who fulfil it by an index, and how to test one who is at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts.models import Consent, Contact, CustomField, CustomValue, Tagged
from careops.contacts.queries.searching import Narrowing, searched
from careops.contacts.rules.fields import Value, read_value
from careops.contacts.rules.keeping import no_such_field
from careops.contacts.schemas import ConsentTest, ContactFilter, FieldTest
from careops.core.actor import Actor
from careops.core.clock import zone
from careops.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of another part of CareOps: what it is called, and what it comes to for a value; ValueError for one that is none."""

    label: str
    narrow: Callable[[Session, Actor, str], Narrowing]


# What stands above contacts enters its own conditions when the app is put together.
conditions: dict[str, Condition] = {}


def narrowings(db: Session, actor: Actor, asked: ContactFilter) -> list[Narrowing]:
    """All that is asked of people; Invalid for a condition that cannot be."""
    found: list[Narrowing] = []
    if asked.q.strip():
        found.append(searched(db, actor, asked.q))
    if asked.source:
        found.append(holding(col(Contact.source) == asked.source))
    if asked.reach:
        found.append(_reached(asked.reach))
    found += [_bearing(tag_id) for tag_id in asked.tags]
    found += [lacking(_bearing(tag_id)) for tag_id in asked.without]
    if asked.consent:
        found.append(_allowing(asked.consent))
    if asked.created_from or asked.created_to:
        found.append(_known_since(asked.created_from, asked.created_to, business.profile(db, actor).timezone))
    if asked.fields:
        known = {one.key: one for one in db.exec(select(CustomField).where(col(CustomField.archived_at).is_(None)))}
        found += [_saying(known, test) for test in asked.fields]
    return found + [_other(db, actor, name, value) for name, value in asked.more.items()]


def holding(condition: sa.ColumnElement[bool]) -> Narrowing:
    """A condition on the contact itself, for which it has an index."""
    return Narrowing(sa.select(col(Contact.id)).where(condition), condition)


def among(ids: sa.Select[UUID]) -> Narrowing:
    """Whoever another table names; its first column must be found by an index from either side."""
    [named] = ids.selected_columns
    return Narrowing(ids, ids.where(named == col(Contact.id)).correlate(Contact).exists())


def lacking(condition: Narrowing) -> Narrowing:
    """Whoever does not fulfil a condition. Nobody is found by what they lack: an index would only say who is left out."""
    return Narrowing(sa.select(col(Contact.id)), ~condition.holds, exact=False)


def _reached(reach: str) -> Narrowing:
    if reach == "none":
        return holding(sa.and_(col(Contact.email) == "", col(Contact.phone) == ""))
    return holding(col(Contact.email_key) > "" if reach == "email" else col(Contact.phone) > "")


def _bearing(tag_id: UUID) -> Narrowing:
    return among(sa.select(col(Tagged.contact_id)).where(col(Tagged.tag_id) == tag_id))


def _allowing(test: ConsentTest) -> Narrowing:
    """By their latest word; where they said nothing, what serves may be sent and marketing may not."""
    by_default = test.purpose != "marketing"
    covered = sa.and_(
        col(Consent.contact_id) == col(Contact.id), col(Consent.channel) == test.channel, col(Consent.purpose).in_([test.purpose, "all"])
    )
    latest = sa.select(col(Consent.allowed)).where(covered).order_by(col(Consent.id).desc()).limit(1).correlate(Contact).scalar_subquery()
    holds = sa.func.coalesce(latest, sa.literal(by_default)).is_(sa.true() if test.allowed else sa.false())
    if test.allowed is by_default:
        return Narrowing(sa.select(col(Contact.id)), holds, exact=False)
    said = (col(Consent.channel) == test.channel, col(Consent.purpose).in_([test.purpose, "all"]), col(Consent.allowed).is_(test.allowed))
    some_time = sa.select(col(Consent.contact_id)).where(*said)
    return Narrowing(some_time, holds, exact=False)


def _known_since(since: date | None, until: date | None, timezone: str) -> Narrowing:
    """Whole days, on the business's own wall."""
    here = zone(timezone)
    bounds: list[sa.ColumnElement[bool]] = []
    if since:
        bounds.append(col(Contact.created_at) >= datetime.combine(since, time(), here))
    if until:
        bounds.append(col(Contact.created_at) < datetime.combine(until + timedelta(days=1), time(), here))
    return holding(sa.and_(*bounds))


def _saying(known: dict[str, CustomField], test: FieldTest) -> Narrowing:
    one = known.get(test.key)
    if one is None:
        raise no_such_field(test.key)
    theirs = sa.select(col(CustomValue.contact_id)).where(col(CustomValue.field_id) == one.id)
    if test.test == "empty":
        return lacking(among(theirs))
    if test.test == "filled":
        return among(theirs)
    try:
        value = read_value(one.kind, one.options, test.value)
    except ValueError as wrong:
        raise Invalid.field(f"fields.{test.key}", str(wrong)) from None
    return among(theirs.where(_compared(value, test.test)))


def _compared(value: Value, test: str) -> sa.ColumnElement[bool]:
    """By number or day where it has one, else by how it reads."""
    column: Any
    said: Any
    column, said = next(
        (column, said)
        for column, said in ((CustomValue.number, value.number), (CustomValue.day, value.day), (CustomValue.text, value.text))
        if said is not None
    )
    column = col(column)
    return {"from": column >= said, "to": column <= said}.get(test, column == said)


def _other(db: Session, actor: Actor, name: str, value: str) -> Narrowing:
    if name not in conditions:
        raise Invalid.field(f"more.{name}", "There is no such condition")
    try:
        return conditions[name].narrow(db, actor, value)
    except ValueError as wrong:
        raise Invalid.field(f"more.{name}", str(wrong)) from None
