"""Doing what a rule says: one function for each kind of action. Where something may go is asked before anything is done."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session, select

from careops.activity.actions import record
from careops.activity.schemas import EventRow
from careops.automation.actions.alerts import raise_alert
from careops.automation.events import RuleCalled
from careops.automation.queries.rules import Ruled
from careops.automation.queries.wording import worded
from careops.automation.rules.catalogue import About
from careops.automation.rules.messages import Message, manners, message_of
from careops.automation.rules.sentences import action_text
from careops.automation.rules.timing import expires
from careops.automation.rules.words import own, said
from careops.automation.schemas.defining import (
    Action,
    AddLabel,
    AlertTeam,
    AskForm,
    Assign,
    CallWebhook,
    Close,
    Pause,
    Send,
    Snooze,
    Write,
)
from careops.automation.schemas.rules import Told, Written
from careops.automation.schemas.standing import Live
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.contacts.rules import name_key
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor
from careops.core.errors import Conflict, Refusal
from careops.core.i18n import text as _
from careops.forms import actions as forms
from careops.forms.schemas import RequestIn
from careops.inbox import actions as inbox
from careops.inbox import queries as conversations
from careops.inbox.actions.appending import conversation_of
from careops.inbox.models import Label, Labelled, Purpose
from careops.inbox.queries.arrivals import is_unverified
from careops.inbox.queries.gating import Asked
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.gate import Go, Stop, Wait
from careops.inbox.schemas import LabelIn, Skipped
from careops.ui.public.mail import mail_html, mail_text

WAYS: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "sms": ("sms",),
    "email_or_sms": ("email", "sms"),
    "sms_or_email": ("sms", "email"),
}


class NobodyThere(Conflict):
    code, says = "nobody_there", _("The contact is no longer there")


class SenderUnproven(Conflict):
    """Whoever writes in a customer's name must not be able to silence what we send that customer."""

    code, says = "sender_unproven", _("Nothing proves that this message is the contact's own")


class NoSuchMessage(Conflict):
    code, says = "no_such_message", _("There is no such message any more")


@dataclass(frozen=True, slots=True)
class Doing:
    """All there is to know while a rule acts: whose run it is, about what, since when, and when it is now."""

    run_id: UUID
    rule: Ruled
    event: EventRow
    live: Live
    here: BusinessRow
    anchor: datetime
    now: datetime

    @property
    def system(self) -> Actor:
        """CareOps itself, in that workspace."""
        return Actor.system(self.event.workspace_id)

    def told(self, contact: ContactRow) -> Told:
        """What a message to them is written from: the event, with the booking as it is now where the rule is about a time."""
        event = self.event
        if self.live.booking and self.rule.trigger.timed:
            event = event.model_copy(update={"data": event.data | self.live.booking.facts})
        return Told(event, self.here, contact, self.here.spoken(contact.locale or self.here.locale), self.now)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the log."""

    kind: str
    told: str
    ok: bool | None = None
    message_id: UUID | None = None


@dataclass(slots=True)
class Ways:
    """By which channel each message goes, by its place among the actions; `wait` where the quiet hours move all of it."""

    chosen: dict[int, str] = field(default_factory=dict[int, str])
    refused: dict[int, str] = field(default_factory=dict[int, str])
    wait: Wait | None = None


# ── where it may go ──────────────────────────────────────


def ways(db: Session, doing: Doing) -> Ways:
    """Asks the one gate for every message of the rule; where the first channel is closed, the second."""
    found = Ways()
    for at, action in enumerate(doing.rule.definition.actions):
        if isinstance(action, Send | Write):
            _choose(db, doing, at, action, found)
    return found


def _choose(db: Session, doing: Doing, at: int, action: Send | Write, found: Ways) -> None:
    contact = doing.live.contact
    if contact is None:
        found.refused[at] = _("The contact is no longer there")
        return
    if why_not := _unfit(doing, action, contact):
        found.refused[at] = why_not
        return
    refusals: list[str] = []
    for channel in WAYS[action.way]:
        address = contact.phone if channel == "sms" else contact.email
        verdict = _may(db, doing, action, channel, address)
        if isinstance(verdict, Go):
            found.chosen[at] = channel
            return
        if isinstance(verdict, Wait):
            if found.wait is None or verdict.until > found.wait.until:
                found.wait = verdict
            return
        refusals.append(verdict.reason)
    found.refused[at] = "; ".join(dict.fromkeys(refusals))


def _unfit(doing: Doing, action: Send | Write, contact: ContactRow) -> str:
    """Why the message makes no sense for that event, whoever may be written to."""
    message = message_of(action.message) if isinstance(action, Send) else None
    return message.unless(doing.told(contact).event, doing.now) if message else ""


def _may(db: Session, doing: Doing, action: Send | Write, channel: str, address: str) -> Go | Wait | Stop:
    if not address:
        return Stop(_("The contact has no phone number") if channel == "sms" else _("The contact has no email address"))
    if channel == "sms" and not channels.working(db, doing.system, channel="sms"):
        return Stop(_("No account for text messages is set up"))
    yields, purpose = manners(action)
    asked = Asked(
        contact=doing.live.contact,
        address=address,
        channel=channel,
        purpose=purpose,
        conversation=conversation_of(db, doing.live.contact.id) if yields and doing.live.contact else None,
        yields=yields,
        priority=_priority(yields, purpose),
        made_at=doing.event.occurred_at,
        expires_at=expires(doing.rule.trigger, doing.anchor),
    )
    return conversations.gates(db, doing.system, asked=[asked], at=doing.now)[0]


def _priority(yields: bool, purpose: str) -> int:
    return Priority.fact if purpose == "service" and not yields else priority_of(purpose)


# ── doing it ─────────────────────────────────────────────


def act(db: Session, doing: Doing, found: Ways) -> list[Step]:
    """Does everything in its order; what a domain refuses is told in the log, and the rest goes on."""
    return [_one(db, doing, at, action, found) for at, action in enumerate(doing.rule.definition.actions)]


def _one(db: Session, doing: Doing, at: int, action: Action, found: Ways) -> Step:
    try:
        with db.begin_nested():
            return _do(db, doing, at, action, found)
    except Refusal as refusal:
        return Step(action.do, _("{what}: {why}", what=action_text(action), why=str(refusal)), ok=False)


def _do(db: Session, doing: Doing, at: int, action: Action, found: Ways) -> Step:
    match action:
        case Send() | Write():
            return _send(db, doing, at, action, found)
        case AlertTeam():
            data = {"text": said(action.text, doing.event, doing.live.contact, doing.here), "rule": doing.rule.title}
            cause = uuid5(doing.event.subject, f"{doing.rule.name}:{at}")
            raise_alert(db, doing.system, kind=f"rule_{action.priority}", subject=cause, contact_id=doing.event.contact, data=data)
        case AskForm():
            _ask(db, doing, action)
        case CallWebhook():
            record(db, doing.system, _called(doing, action))
        case _:
            _keep(db, doing, action)
    return Step(action.do, action_text(action), ok=True)


def _send(db: Session, doing: Doing, at: int, action: Send | Write, found: Ways) -> Step:
    if at in found.refused or doing.live.contact is None:
        return Step(action.do, found.refused[at], ok=False)
    channel = found.chosen[at]
    told = doing.told(doing.live.contact)
    message = message_of(action.message) if isinstance(action, Send) else None
    written = _written(db, doing, action, message, told)
    yields, purpose = manners(action)
    sent = inbox.send_automatic(
        db,
        doing.system,
        contact_id=told.contact.id,
        key=f"run:{doing.run_id}:{at}",
        title=message.title if message else doing.rule.title,
        subject=written.mail.subject,
        text=written.line,
        letter=(mail_text(written.mail), mail_html(written.mail)),
        texts=written.sms or written.line,
        channel="sms" if channel == "sms" else "email",
        attachments=written.attachments,
        reason=doing.rule.title,
        event_id=doing.event.id,
        yields=yields,
        purpose=Purpose(purpose),
        expires_at=expires(doing.rule.trigger, doing.anchor),
        gated=True,
    )
    if isinstance(sent, Skipped):
        return Step(action.do, sent.reason, ok=False)
    if message and message.name == "form_request":
        forms.was_sent(db, doing.system, submission_id=doing.event.subject)
    return Step(action.do, action_text(action), ok=True, message_id=sent.message_id)


def _written(db: Session, doing: Doing, action: Send | Write, message: Message | None, told: Told) -> Written:
    if isinstance(action, Write):
        return own(action, told, doing.rule.title)
    if message is None:  # it was one of ours when the rule was saved
        raise NoSuchMessage
    return worded(db, doing.system, name=message.name, told=told, written=message.write(told))


def _ask(db: Session, doing: Doing, action: AskForm) -> None:
    contact = doing.live.contact
    if contact is None:
        raise NobodyThere
    booking = doing.event.subject if doing.rule.trigger.about is About.booking else None
    forms.request(db, doing.system, asked=RequestIn(template_id=action.template_id, contact_id=contact.id, booking_id=booking))


def _called(doing: Doing, action: CallWebhook) -> RuleCalled:
    event = doing.event
    return RuleCalled(
        subject=event.subject, contact=event.contact, rule=doing.rule.name, title=doing.rule.title, note=action.note, about=event.kind
    )


def _keep(db: Session, doing: Doing, action: Assign | AddLabel | Close | Snooze | Pause) -> None:
    """What is done to the conversation with the contact."""
    if doing.live.contact is None:
        raise NobodyThere
    talk = inbox.open_for(db, doing.system, contact_id=doing.live.contact.id)
    match action:
        case Assign():
            inbox.assign(db, doing.system, conversation_id=talk, member_id=action.member_id)
        case AddLabel():
            _label(db, doing, talk, action.label)
        case Close():
            inbox.close(db, doing.system, conversation_id=talk)
        case Snooze():
            inbox.snooze(db, doing.system, conversation_id=talk, until=doing.now + timedelta(minutes=action.minutes))
        case Pause():
            if is_unverified(db, doing.system, message_id=doing.event.subject):
                raise SenderUnproven
            inbox.pause(db, doing.system, conversation_id=talk)


def _label(db: Session, doing: Doing, talk: UUID, name: str) -> None:
    known = db.exec(select(Label).where(Label.name_key == name_key(name)[:80])).one_or_none()
    id = known.id if known else inbox.create_label(db, doing.system, label=LabelIn(name=name)).id
    borne = set(db.exec(select(Labelled.label_id).where(Labelled.conversation_id == talk)))
    inbox.label(db, doing.system, conversation_id=talk, label_ids=sorted({*borne, id}))
