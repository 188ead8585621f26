"""The migrations and the models say the same, on both engines."""

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import SQLModel

from tests.conftest import migrations

pytestmark = pytest.mark.usefixtures("both_engines")


def test_a_migrated_database_has_nothing_left_to_migrate(database: sa.Engine) -> None:
    command.check(migrations(database))


def test_every_table_is_there(database: sa.Engine) -> None:
    assert set(SQLModel.metadata.tables) <= set(sa.inspect(database).get_table_names())


def test_what_was_migrated_goes_back_to_nothing_and_up_again(database: sa.Engine) -> None:
    command.downgrade(migrations(database), "base")
    assert set(sa.inspect(database).get_table_names()) <= {"alembic_version"}
    command.upgrade(migrations(database), "head")
    command.check(migrations(database))
