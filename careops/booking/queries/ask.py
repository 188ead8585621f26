"""Asking for columns instead of whole rows, with their types kept."""

from collections.abc import Sequence
from typing import Any, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

Ts = TypeVarTuple("Ts")


def ask(db: Session, question: "sa.Select[*Ts]", **values: object) -> "Sequence[sa.Row[*Ts]]":
    """Every row of the answer, as tuples; `values` fill the question's named places."""
    return db.execute(question, values or None).all()


class Gathered(FunctionElement[list[Any]]):
    """A group's values as one list, several of them as a list of lists: thousands of rows are dearer to fetch than to find.

    Several of a group keep one order. Ids come as the engine writes them; `UUID(...)` reads both engines'.
    """

    name = "gathered"
    type: Any = sa.JSON()
    inherit_cache = True


@compiles(Gathered)
def _gathered(element: Gathered, compiler: Any, **more: Any) -> str:
    inner = compiler.process(element.clauses, **more)
    return f"json_agg(json_build_array({inner}))" if len(element.clauses) > 1 else f"json_agg({inner})"


@compiles(Gathered, "sqlite")
def _gathered_on_sqlite(element: Gathered, compiler: Any, **more: Any) -> str:
    inner = compiler.process(element.clauses, **more)
    return f"json_group_array(json_array({inner}))" if len(element.clauses) > 1 else f"json_group_array({inner})"
