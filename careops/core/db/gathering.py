"""Asking for whole groups of values at once."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Gathered(FunctionElement[list[Any]]):
    """A group's values as one list, several of them as a list of lists: thousands of rows are dearer to fetch than to find.

    Several of a group keep one order. Ids come as the engine writes them; `UUID(...)` reads both engines'.
    """

    name = "gathered"
    type: Any = sa.JSON()
    inherit_cache = True


class Worded(Gathered):
    """The same as the text the database made of it: what is read word for word can be remembered by its words."""

    type: Any = sa.Text()
    inherit_cache = True


@compiles(Gathered)
def _gathered(element: Gathered, compiler: Any, **more: Any) -> str:
    inner = compiler.process(element.clauses, **more)
    return f"json_agg(json_build_array({inner}))" if len(element.clauses) > 1 else f"json_agg({inner})"


@compiles(Worded, "postgresql")
def _worded(element: Worded, compiler: Any, **more: Any) -> str:
    return f"CAST({_gathered(element, compiler, **more)} AS TEXT)"


@compiles(Gathered, "sqlite")
def _gathered_on_sqlite(element: Gathered, compiler: Any, **more: Any) -> str:
    inner = compiler.process(element.clauses, **more)
    return f"json_group_array(json_array({inner}))" if len(element.clauses) > 1 else f"json_group_array({inner})"
