"""Asking for columns instead of whole rows, with their types kept."""

from collections.abc import Sequence
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

Ts = TypeVarTuple("Ts")


def ask(db: Session, question: "sa.Select[*Ts]", **values: object) -> "Sequence[sa.Row[*Ts]]":
    """Every row of the answer, as tuples; `values` fill the question's named places."""
    return db.execute(question, values or None).all()
