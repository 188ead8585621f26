"""Who became known by writing first: how many lately, so that a flood of them can be told."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.contacts.models import Contact


def newcomers(db: Session, *, since: datetime, sources: Collection[str], domain: str = "") -> int:
    """How many people of these sources the business got to know since then; with a `domain`, how many of those write from it."""
    question = select(sa.func.count()).select_from(Contact).where(col(Contact.created_at) > since, col(Contact.source).in_(sources))
    if domain:
        question = question.where(col(Contact.email_key).endswith(f"@{domain.casefold()}", autoescape=True))
    return db.exec(question).one()
