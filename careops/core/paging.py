"""One pagination: a cursor over (sort value, id), stable while rows are added."""

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from careops.core.db import execute
from careops.core.errors import Invalid

R = TypeVar("R")
LIMIT = 50
MOST = 200


class Page(BaseModel, Generic[R]):
    """Some rows, and where to go on; `next_cursor` is None on the last page."""

    items: list[R]
    next_cursor: str | None = None


def _pack(value: Any, id: UUID) -> str:
    raw = value.isoformat() if isinstance(value, datetime | date) else value.hex if isinstance(value, UUID) else value
    return base64.urlsafe_b64encode(json.dumps([raw, id.hex]).encode()).decode().rstrip("=")


def _kind(column: Any) -> type:
    """What a column's values are in Python; a decorated type (our UTC times) does not say so itself."""
    return column.impl_instance.python_type if isinstance(column, sa.types.TypeDecorator) else column.python_type


def _unpack(cursor: str, kind: type) -> tuple[Any, UUID]:
    try:
        raw, id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = kind.fromisoformat(raw) if kind in (datetime, date) else UUID(hex=raw) if kind is UUID else raw
        if not isinstance(value, kind) or (isinstance(value, datetime) and value.tzinfo is None) or "\0" in str(value):
            raise TypeError
        return value, UUID(hex=id)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Invalid.field("cursor", "This cursor is not one of ours") from None


def paginate(
    db: Session,
    question: sa.Select[*tuple[Any, ...]],
    *,
    by: Mapped[Any] | sa.ColumnElement[Any],
    id: Mapped[UUID],
    row: Callable[[Any], R],
    descending: bool = False,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[R]:
    """One page of the question, sorted by a never-null column and then by id; one statement."""
    if not 1 <= limit <= MOST:
        raise Invalid.field("limit", f"Give a number from 1 to {MOST}")
    key, own = cast("sa.ColumnElement[Any]", by), cast("sa.ColumnElement[Any]", id)  # what `col` calls a Mapped is one
    if cursor:
        value, last = _unpack(cursor, _kind(key.type))
        here, there = sa.tuple_(key, own), sa.tuple_(sa.literal(value, key.type), sa.literal(last, own.type))
        question = question.where(here < there if descending else here > there)
    order = (key.desc(), own.desc()) if descending else (key.asc(), own.asc())
    found = execute(db, question.add_columns(key, own).order_by(*order).limit(limit + 1)).all()
    items = [row(r[0] if len(r) == 3 else r[:-2]) for r in found[:limit]]
    more = _pack(found[limit - 1][-2], found[limit - 1][-1]) if len(found) > limit else None
    return Page(items=items, next_cursor=more)


def together(read: Callable[[str | None], Page[R]], pages: int) -> Page[R]:
    """The first pages of a list as one, for a screen that shows them under each other."""
    page = read(None)
    for _page in range(pages - 1):
        if page.next_cursor is None:
            break
        following = read(page.next_cursor)
        page = Page(items=[*page.items, *following.items], next_cursor=following.next_cursor)
    return page
