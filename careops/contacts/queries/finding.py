"""Finding people for Find or do."""

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts.models import Contact
from careops.contacts.queries.searching import matching
from careops.core.actor import Actor, Permission
from careops.frame.schemas import Found
from careops.ui.people import initials, tint

SOME = 200  # of those who bear the words: so many are looked at, however many there are
SHOWN = 5


def some_matching(db: Session, actor: Actor, words: str) -> sa.Select[*tuple[object, ...]]:
    """The ids of a few people who bear the words, for an `IN (…)` of other domains: common words cost no more than rare ones."""
    return sa.select(matching(db, actor, q=words).limit(SOME).subquery().c[0])


def found(db: Session, actor: Actor, words: str) -> list[Found]:
    """A few people by name, address or number; one statement, none for those who may not see people."""
    if not actor.can(Permission.contacts_view):
        return []
    living = col(Contact.archived_at).is_(None)
    question = sa.select(Contact).where(col(Contact.id).in_(some_matching(db, actor, words)), living)
    people = db.scalars(question.order_by(sa.func.coalesce(col(Contact.name_key), ""), col(Contact.id)).limit(SHOWN))
    return [
        Found(
            title=one.name or one.email or one.phone,
            detail=" · ".join(part for part in (one.email, one.phone) if part),
            href=f"/app/contacts/{one.id}",
            initials=initials(one.name or one.email or one.phone),
            tint=tint(one.id),
        )
        for one in people
    ]
