"""Counting copies by their form."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.core.actor import Actor, Permission
from careops.forms import rules
from careops.forms.models import FormSubmission, Status


def by_form(db: Session, actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many copies of each form are awaited and how many were completed, in one statement."""
    actor.require(Permission.forms_view)
    if not ids:
        return {}
    is_open = sa.func.count().filter(col(FormSubmission.status).in_(rules.OPEN))
    done = sa.func.count().filter(col(FormSubmission.status) == Status.completed)
    asked = select(FormSubmission.template_id, is_open, done).where(col(FormSubmission.template_id).in_(ids))
    return {id: (waiting, completed) for id, waiting, completed in db.exec(asked.group_by(col(FormSubmission.template_id)))}
