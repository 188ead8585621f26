"""How migrations meet the database: one at a time, and without SQLite's cascades eating rows.

A test hands its own engine over in `config.attributes["engine"]`; everybody else gets the settings' database.
"""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import careops.tables  # noqa: F401  (registers every table)
from careops.core import db

MIGRATING = 727002  # the advisory lock's number: any, as long as nothing else uses it


def migrate(engine: sa.Engine) -> None:
    """Bring the database to the asked revision inside one transaction; replicas that start together take turns."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(write=True).connect() as connection:
        if sqlite:
            # A batch rebuild drops the old table; with foreign keys on, its children would cascade away unseen.
            # The pragma has no effect inside a transaction, so it comes first.
            _sqlite_foreign_keys(connection, "OFF")
        with connection.begin():
            if not sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                render_as_batch=sqlite,
                compare_type=True,
                user_module_prefix="sqlmodel.sql.sqltypes.",
                include_name=_is_modelled,
            )
            with context.begin_transaction():
                context.run_migrations()
        if sqlite:
            _sqlite_foreign_keys(connection, "ON")


def _is_modelled(name: str | None, _type: str, _parents: object) -> bool:
    """All but the search indexes: each engine has its own, which no model can say; the migration that made one keeps it."""
    return not any(words in (name or "") for words in ("messagewords", "contactwords"))


def _sqlite_foreign_keys(connection: sa.Connection, switch: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  (a connection just opened has its driver's)
    driver.execute(f"PRAGMA foreign_keys={switch}")


migrate(context.config.attributes.get("engine", db.engine))
