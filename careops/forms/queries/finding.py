"""Finding forms and their copies, for Find or do."""

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts import queries as contacts
from careops.contacts.queries.finding import some_matching
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.i18n import text as _
from careops.forms.models import FormSubmission, FormTemplate
from careops.frame.schemas import Found

SHOWN = 3


def found(db: Session, actor: Actor, words: str) -> list[Found]:
    """Forms that bear the words, and the latest copies of people who do; three statements, none for those who may not see forms.

    A form leads to its builder for whoever may change it, else to its copies; people are looked up only for whoever may see people.
    """
    if not actor.can(Permission.forms_view):
        return []
    way = "/app/forms/" if actor.can(Permission.forms_manage) else "/app/forms?form="
    named = sa.select(FormTemplate).where(col(FormTemplate.name).icontains(words, autoescape=True), col(FormTemplate.archived_at).is_(None))
    forms = db.scalars(named.order_by(col(FormTemplate.name), col(FormTemplate.id)).limit(SHOWN))
    shown = [Found(title=one.name, detail=_("Form"), href=f"{way}{one.id}", icon="clipboard-list") for one in forms]
    if not actor.can(Permission.contacts_view):
        return shown
    copies = (
        sa.select(col(FormSubmission.id), col(FormSubmission.contact_id), col(FormTemplate.name))
        .join(FormTemplate, col(FormTemplate.id) == col(FormSubmission.template_id))
        .where(col(FormSubmission.contact_id).in_(some_matching(db, actor, words)))
        .order_by(col(FormSubmission.id).desc())
        .limit(SHOWN)
    )
    rows = execute(db, copies).all()
    people = contacts.by_ids(db, actor, ids=[row[1] for row in rows])
    for id, contact_id, form in rows:
        shown.append(
            Found(title=f"{people[contact_id].name} · {form}", detail=_("Copy"), href=f"/app/forms/submissions/{id}", icon="file-text")
        )
    return shown
