"""The list of people, filtered and sorted, as fast for a hundred thousand of them as for a hundred.

Every condition is a `Narrowing`. One statement looks which of them few people fulfil, and stops counting early; those few are then
found by their index and put in order. Where each is fulfilled by many, the list is walked in its order and whoever fits is soon found.
"""

from collections.abc import Sequence
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts.models import Contact
from careops.contacts.queries.filtering import holding, narrowings
from careops.contacts.queries.keeping import described
from careops.contacts.queries.people import row
from careops.contacts.queries.searching import Narrowing
from careops.contacts.rules import GONE
from careops.contacts.schemas import ContactFilter, ContactRow
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.paging import Page

Sort = Literal["name", "-name", "created_at", "-created_at"]
Reach = Literal["email", "phone", "none"]

FEW = 8000  # so many are put in order at once without anybody noticing


def page(
    db: Session,
    actor: Actor,
    *,
    q: str = "",
    source: str | None = None,
    reach: Reach | None = None,
    filter: ContactFilter | None = None,
    archived: bool = False,
    sort: Sort = "name",
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[ContactRow]:
    """People, filtered and sorted, with their tags and fields; four statements at most where no dates and own fields are asked for."""
    actor.require(Permission.contacts_view)
    asked = (filter or ContactFilter()).model_copy(
        update={name: said for name, said in (("q", q), ("source", source), ("reach", reach)) if said}
    )
    conditions = narrowings(db, actor, asked)
    if archived:
        there = (col(Contact.merged_into).is_(None), col(Contact.source) != GONE)
        conditions.append(holding(sa.and_(col(Contact.archived_at).is_not(None), *there)))
    question = sa.select(Contact) if archived else sa.select(Contact).where(col(Contact.archived_at).is_(None))
    found = _sorted(db, question, conditions, sort=sort, cursor=cursor, limit=limit)
    return Page(items=described(db, found.items), next_cursor=found.next_cursor)


# ── by the shortest way ──────────────────────────────────


def _sorted(
    db: Session, question: sa.Select[Contact], narrowings: Sequence[Narrowing], *, sort: Sort, cursor: str | None, limit: int
) -> Page[ContactRow]:
    attributes = sa.inspect(Contact).attrs
    by: Any = attributes["name_key" if sort.endswith("name") else "created_at"].class_attribute
    narrowest = _narrowest(db, narrowings)
    for narrowing in narrowings:
        if narrowing is narrowest:
            question = question.where(col(Contact.id).in_(narrowing.ids))
        if narrowing is not narrowest or not narrowing.exact:
            question = question.where(narrowing.holds)
    if narrowest is not None:
        by = sa.func.coalesce(by, by)  # what no index is in the order of: so nobody walks past everybody to find those few
    return paging.paginate(
        db, question, by=by, id=attributes["id"].class_attribute, row=row, descending=sort.startswith("-"), cursor=cursor, limit=limit
    )


def _narrowest(db: Session, narrowings: Sequence[Narrowing]) -> Narrowing | None:
    """The condition that fewest fulfil, if they are few; one statement."""
    if not narrowings:
        return None
    counts = [sa.select(sa.func.count()).select_from(one.ids.limit(FEW + 1).subquery()).scalar_subquery() for one in narrowings]
    found: list[int] = list(cast("Any", db).execute(sa.select(*counts)).one())
    return narrowings[found.index(min(found))] if min(found) <= FEW else None
