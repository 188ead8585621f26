"""What tables are made of: an id, a workspace, and links that cannot leave it.

Wall (b): links between scoped tables are composite foreign keys (`link`), so that the database itself refuses a foreign id.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from careops.core.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """A row with an id of its own."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


class Scoped(Table):
    """A row that belongs to exactly one workspace. Give it `__table_args__ = (owned("name"), link(...), ...)`."""

    workspace_id: UUID = Field(default=None, nullable=False)


def owned(table: str) -> sa.UniqueConstraint:
    """What a scoped table needs so that others can link to it by workspace and id."""
    return sa.UniqueConstraint("workspace_id", "id", name=f"uq_{table}_owned")


def link(column: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Wall (b): a reference that can only point at a row of the same workspace."""
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{target}.workspace_id", f"{target}.id"], ondelete=ondelete)
