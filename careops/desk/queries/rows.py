"""Rows of any table as JSON, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa


def packed(table: sa.Table, row: Any) -> dict[str, Any]:
    """A row, or an object of it, as values JSON can hold."""
    told = cast("Mapping[str, Any]", row) if isinstance(row, Mapping) else {c.name: getattr(row, c.name) for c in table.columns}
    return {column.name: _plain(told[column.name]) for column in table.columns}


def unpacked(table: sa.Table, told: dict[str, Any]) -> dict[str, Any]:
    """The same row as the database takes it."""
    return {name: _typed(table.c[name], value) for name, value in told.items() if name in table.c}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _typed(column: sa.Column[Any], value: Any) -> Any:
    kind = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
    if not isinstance(value, str):
        return value
    if isinstance(kind, sa.Uuid):
        return UUID(value)
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, sa.Date) else value
