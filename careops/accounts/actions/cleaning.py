"""Forgetting what is over: nothing here is missed by anybody."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.accounts.actions.replies import KEPT
from careops.accounts.models import AccountToken, Invitation, RefreshToken, Reply, SignIn
from careops.accounts.rules import signing_in
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere

LOOKED_BACK = timedelta(days=90)  # an ended sign-in still tells which networks are usual for its person


def clean_up(db: Session, actor: Actor) -> int:
    """Deletes sign-ins long over, tokens past their time and answers nobody can ask for again; returns how many rows went."""
    moment = now()
    with everywhere(db):
        return sum(_delete(db, table, old) for table, old in _over(moment))


def _over(moment: datetime) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    long_ago = moment - LOOKED_BACK
    return [
        (Reply, col(Reply.created_at) < moment - KEPT),
        (AccountToken, col(AccountToken.expires_at) < moment - signing_in.REFRESH),
        (RefreshToken, col(RefreshToken.expires_at) < moment),
        (SignIn, sa.or_(col(SignIn.expires_at) < long_ago, col(SignIn.ended_at) < long_ago)),
        (Invitation, col(Invitation.expires_at) < long_ago),
    ]


def _delete(db: Session, table: Any, old: sa.ColumnElement[bool]) -> int:
    found: Any = db.exec(sa.delete(table).where(old), execution_options={"synchronize_session": False})
    return int(found.rowcount)
