"""Wall (a): what a session reads, changes and adds stays inside its workspace; and the few ways through."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlmodel import Session

from careops.core.db.tables import Scoped


class NoWorkspace(RuntimeError):
    """A scoped table was touched by a session that has no workspace: a bug, never a user's mistake."""


@contextmanager
def everywhere(db: Session) -> Generator[None]:
    """Lifts the wall for system work that looks across workspaces: claiming due rows, signing in, finding a link's row."""
    before = db.info.get("everywhere", False)
    db.info["everywhere"] = True
    try:
        yield
    finally:
        db.info["everywhere"] = before


def enter(db: Session, workspace_id: UUID) -> None:
    """Puts a session that has no workspace yet into one: a public page found by its address, a private link by its row."""
    if db.info["workspace"] not in (None, workspace_id):
        raise NoWorkspace("this session already belongs to another workspace")
    db.info["workspace"] = workspace_id


@contextmanager
def inside(db: Session, workspace_id: UUID) -> Generator[None]:
    """Works in another workspace for a moment: the one being founded or joined, or the platform's when a person is written to."""
    before = db.info["workspace"]
    db.flush()  # what was made so far belongs to the workspace it was made in
    db.info["workspace"] = workspace_id
    try:
        yield
        db.flush()
    finally:
        db.info["workspace"] = before


def owner(table: Any) -> Any:
    """The table's workspace column; SQLAlchemy first tries the criterion on the mixin itself, where pydantic hides the field."""
    return getattr(table, "workspace_id", sa.column("workspace_id", sa.Uuid()))


def _touches_scoped(state: ORMExecuteState) -> bool:
    """By what it returns; else by what it mentions: a count or an EXISTS returns no table, yet reads one."""
    if any(issubclass(mapper.class_, Scoped) for mapper in state.all_mappers):
        return True
    return mentions_scoped(state.statement)


def mentions_scoped(statement: sa.Executable) -> bool:
    scoped = {table.__name__.lower() for table in Scoped.__subclasses__()}  # a table is named after its class
    parts = visitors.iterate(cast(visitors.ExternallyTraversible, statement))
    return any(part.name in scoped for part in parts if isinstance(part, sa.Table))


@lru_cache(maxsize=1024)
def _wall(workspace: UUID) -> LoaderCriteriaOption:
    """Keeps a statement inside that workspace."""
    return with_loader_criteria(Scoped, lambda table: owner(table) == workspace, include_aliases=True, propagate_to_loaders=False)


@event.listens_for(Session, "do_orm_execute")
def _stay_inside(state: ORMExecuteState) -> None:
    info = state.session.info
    if info.get("everywhere") or state.is_column_load or state.is_relationship_load or state.execution_options.get("walled"):
        return
    workspace = info.get("workspace")
    if workspace is not None and not state.is_insert:  # a wall around what is nobody's changes nothing
        state.statement = state.statement.options(_wall(workspace))
    elif _touches_scoped(state):
        _stamp_rows(state, workspace)


def _stamp_rows(state: ORMExecuteState, workspace: UUID | None) -> None:
    """Gives the rows of an insert their workspace; anything else has no business here."""
    given: Any = state.parameters or {}
    rows = cast("list[dict[str, Any]]", given if isinstance(given, list) else [given])
    if workspace is None or any(row.setdefault("workspace_id", workspace) != workspace for row in rows):
        raise NoWorkspace(f"{type(state.statement).__name__} of {[mapper.class_.__name__ for mapper in state.all_mappers]}")
    state.parameters = rows


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Scoped):
            row.workspace_id = home(session, type(row), row.workspace_id)


def home(session: Session, table: type[Scoped], given: UUID | None) -> UUID:
    """The workspace a new row belongs to: the session's; another only while the wall is lifted."""
    workspace: UUID | None = session.info.get("workspace")
    home = given or workspace
    if home is None or (home != workspace and not session.info.get("everywhere")):
        raise NoWorkspace(table.__name__)
    return home
