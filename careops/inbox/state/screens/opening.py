"""The open conversation: whom it is with, who has it, and by which ways it can be answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from careops.accounts.schemas import MemberRow
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.i18n import text as _
from careops.inbox import queries
from careops.inbox.schemas import ConversationRow, WayRow
from careops.inbox.state.rows import Mark, Open, Way
from careops.inbox.state.screens.places import CHANNELS


def opened(db: Session, actor: Actor, found: ConversationRow, here: BusinessRow, moment: datetime, team: Sequence[MemberRow]) -> Open:
    person = contacts.by_ids(db, actor, ids=[found.contact_id])[found.contact_id]
    assignee = next((member for member in team if member.id == found.assignee_id), None)
    day = clock.local(person.created_at, here.timezone).date()
    return Open(
        id=str(found.id),
        name=person.name,
        initials=person.initials,
        tint=person.tint,
        since=_("Known since {day}", day=when.date_text(day, here.spoken(), year=True)),
        email=person.email,
        phone=shown_phone(person.phone),
        language=person.locale,
        notes=person.notes if actor.can(Permission.contacts_view) else "",
        contact_href=f"/app/contacts/{person.id}",
        contact_id=str(person.id),
        closed=found.status == "closed",
        assignee=assignee.name if assignee else found.assignee_name,
        assignee_initials=assignee.initials if assignee else "",
        assignee_tint=assignee.tint if assignee else 1,
        paused=_paused(found, here, moment),
        snoozed=here.moment(found.snoozed_until, moment) if found.snoozed_until else "",
        unread=found.unread or found.called,
        labels=[Mark(str(one.id), one.name, one.tint, on=True) for one in found.labels],
        ways=[*map(_way, queries.ways(db, actor, conversation_id=found.id)), Way("note", _("Note"), "lock", "", open=True)],
    )


def _way(row: WayRow) -> Way:
    label, icon = CHANNELS[row.channel]
    shown = shown_phone(row.address) if row.channel == "sms" else row.address
    return Way(row.channel, label, icon, _("to {address}", address=shown) if shown else "", row.open, row.why)


def _paused(found: ConversationRow, here: BusinessRow, moment: datetime) -> str:
    if found.automation_paused_at is None:
        return ""
    return _("since {name} took over, {when}.", name=found.paused_by or _("somebody"), when=here.moment(found.automation_paused_at, moment))
