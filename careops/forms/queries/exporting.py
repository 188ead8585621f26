"""All copies of a form as a table: one column a question over all versions, since a key keeps its kind for ever."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.forms import rules
from careops.forms.models import FormSubmission, Status
from careops.forms.queries.submissions import is_status
from careops.forms.queries.templates import versions
from careops.forms.rules.reciting import recited
from careops.forms.schemas import SILENT, FormField

BATCH = 500
FIRST = ("Contact", "Email", "Phone", "Status", "Version", "Asked", "Due", "Completed")


def table(db: Session, actor: Actor, *, template_id: UUID, status: Status | None = None) -> Iterator[Sequence[object]]:
    """The heads, then a row a copy, the oldest first; read in batches, so that nothing of it need be held at once.

    How somebody is reached is told to whoever may see people.
    """
    actor.require(Permission.forms_view)
    reached = actor.can(Permission.contacts_view)
    fields = _columns([version.fields for version in versions(db, actor, template_id=template_id)])
    yield (*FIRST, *(field.label for field in fields))
    last: FormSubmission | None = None
    while rows := _batch(db, template_id, status, last):
        people = contacts.by_ids(db, Actor.system(actor.workspace), ids={row.contact_id for row in rows})
        for row in rows:
            who = people.get(row.contact_id)
            state = rules.status(row.status, row.due_at, now())
            head = (who.name, who.email if reached else "", who.phone if reached else "") if who else ("", "", "")
            dates = (_iso(moment) for moment in (row.created_at, row.due_at, row.completed_at))
            yield (*head, state, row.number, *dates, *(recited(field, row.answers.get(field.key)) for field in fields))
        last = rows[-1]


def _batch(db: Session, template_id: UUID, status: Status | None, after: FormSubmission | None) -> Sequence[FormSubmission]:
    asked = select(FormSubmission).where(FormSubmission.template_id == template_id)
    if status is not None:
        asked = asked.where(is_status(status))
    if after is not None:
        place = sa.tuple_(col(FormSubmission.created_at), col(FormSubmission.id))
        asked = asked.where(place > sa.tuple_(sa.literal(after.created_at), sa.literal(after.id)))
    return db.exec(asked.order_by(col(FormSubmission.created_at), col(FormSubmission.id)).limit(BATCH)).all()


def _columns(newest_first: Sequence[Sequence[FormField]]) -> list[FormField]:
    """Every question there ever was, in its latest words; those that are gone stand at the end."""
    found: dict[str, FormField] = {}
    for fields in newest_first:
        for field in fields:
            if field.kind not in SILENT:
                found.setdefault(field.key, field)
    return list(found.values())


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
