"""The migrations and the models say the same, on both engines, and a lived-in database survives them."""

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import SQLModel

from careops.core.actor import Actor
from tests import worlds
from tests.conftest import migrations

pytestmark = pytest.mark.usefixtures("both_engines")

Rows = dict[str, dict[Any, dict[str, Any]]]
BEFORE = "0002"  # the latest version people already have
REWORDED = {("delivery", "purpose"), ("delivery", "state")}  # what the way back cannot say as finely


def test_a_migrated_database_has_nothing_left_to_migrate(database: sa.Engine) -> None:
    command.check(migrations(database))


def test_every_table_is_there(database: sa.Engine) -> None:
    assert set(SQLModel.metadata.tables) <= set(sa.inspect(database).get_table_names())


def test_what_was_migrated_goes_back_to_nothing_and_up_again(database: sa.Engine) -> None:
    command.downgrade(migrations(database), "base")
    assert set(sa.inspect(database).get_table_names()) <= {"alembic_version"}
    command.upgrade(migrations(database), "head")
    command.check(migrations(database))


def test_a_lived_in_business_goes_back_one_version_and_up_again(database: sa.Engine, ana: Actor) -> None:
    worlds.furnished(ana)
    lived = everything(database)
    command.downgrade(migrations(database), BEFORE)
    older = everything(database)
    assert older["booking"]
    assert differing(older, lived) == {}
    command.upgrade(migrations(database), "head")
    assert differing(older, everything(database)) == {}
    command.check(migrations(database))


def everything(database: sa.Engine) -> Rows:
    """Every row of every table the database has, by its key."""
    found = sa.MetaData()
    found.reflect(database)
    kept: Rows = {}
    with database.connect() as connection:
        for table in found.sorted_tables:
            if "id" in table.columns:
                kept[table.name] = {str(row["id"]): dict(row) for row in connection.execute(sa.select(table)).mappings()}
    return kept


def differing(older: Rows, other: Rows) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Where two states say something else of a row that the older one has; tables and columns that it does not know are left out."""
    return {
        (table, column): (value, other[table].get(id, {}).get(column, "no such row"))
        for table, rows in older.items()
        for id, row in rows.items()
        for column, value in row.items()
        if (table, column) not in REWORDED and table in other
        if value != other[table].get(id, {}).get(column, "no such row")
    }
