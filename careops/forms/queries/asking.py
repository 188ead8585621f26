"""Before somebody is asked: who it is, by which channel they will hear of it, and which forms there are."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session, col, select

from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.paging import MOST
from careops.forms import rules
from careops.forms.models import FormSubmission
from careops.forms.queries.templates import templates
from careops.forms.schemas import AskableRow, AskingRow, WayRow

# How somebody who is asked hears of it. Automation stands above forms and says so when the app is put together; without it nobody does.
ways: list[Callable[[Session, Actor, UUID], WayRow]] = []


def asking(db: Session, actor: Actor, *, contact_id: UUID) -> AskingRow:
    """Whom a form would go to and how, with every form that can be sent and whether one like it is awaited of them already."""
    actor.require(Permission.forms_manage)
    who = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id) or contacts.get(db, actor, contact_id=contact_id)
    told = next((way(db, actor, who.id) for way in ways), WayRow(reaches=False, says=""))
    mine = select(FormSubmission.template_id).where(FormSubmission.contact_id == who.id, col(FormSubmission.status).in_(rules.OPEN))
    awaited = set(db.exec(mine))
    found = [one for one in templates(db, actor, limit=MOST).items if one.active]
    return AskingRow(
        contact_id=who.id,
        contact_name=who.name,
        way=told,
        forms=[
            AskableRow(id=one.id, name=one.name, questions=one.asks, due_hours=one.due_hours, awaited=one.id in awaited) for one in found
        ],
    )
