"""Whether and how a message of ours would reach somebody, before anything is done that sets it off."""

from uuid import UUID

from sqlmodel import Session

from careops.automation.queries.rehearsing import CHANNELS
from careops.automation.queries.rules import ruled
from careops.automation.rules.messages import manners
from careops.automation.schemas.defining import Send, Write
from careops.channels import queries as channels
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.i18n import text as _
from careops.forms.schemas import WayRow
from careops.inbox import queries as inbox
from careops.inbox.queries.gating import Asked
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.gate import Stop


def form_way(db: Session, actor: Actor, contact_id: UUID) -> WayRow:
    """How somebody hears that they are asked to fill in a form: by the first channel of the rules that tell it which lets it through."""
    actor.require(Permission.forms_manage)
    who = contacts.by_ids(db, actor, ids=[contact_id])[contact_id]
    telling = [
        action
        for rule in ruled(db)
        if rule.enabled and "form.requested" in rule.trigger.kinds
        for action in rule.definition.actions
        if isinstance(action, Send | Write)
    ]
    if not telling:
        return WayRow(reaches=False, says=_("No rule tells people of forms: it is switched off"))
    refusals: list[str] = []
    for action in telling:
        for channel in CHANNELS[action.way]:
            if not (refusal := _refusal(db, actor, action, channel, who)):
                return WayRow(reaches=True, says=_said(actor, channel, who))
            refusals.append(refusal)
    return WayRow(reaches=False, says="; ".join(dict.fromkeys(refusals)))


def _refusal(db: Session, actor: Actor, action: Send | Write, channel: str, who: ContactRow) -> str:
    """Why nothing goes to them by that channel; nothing when it does, if need be after the quiet hours."""
    address = who.phone if channel == "sms" else who.email
    system = Actor.system(actor.workspace)
    if not address:
        return _("The contact has no phone number") if channel == "sms" else _("The contact has no email address")
    if channel == "sms" and not channels.working(db, system, channel="sms"):
        return _("No account for text messages is set up")
    yields, purpose = manners(action)
    rank = Priority.fact if purpose == "service" and not yields else priority_of(purpose)
    asked = Asked(contact=who, address=address, channel=channel, purpose=purpose, priority=rank, made_at=now())
    verdict = inbox.gates(db, system, asked=[asked], at=now())[0]
    return verdict.reason if isinstance(verdict, Stop) else ""


def _said(actor: Actor, channel: str, who: ContactRow) -> str:
    """By which channel, and to which address for those who may know it."""
    if not actor.can(Permission.contacts_view):
        return _("As a text message") if channel == "sms" else _("By email")
    if channel == "sms":
        return _("As a text message to {number}", number=shown_phone(who.phone))
    return _("By email to {address}", address=who.email)
