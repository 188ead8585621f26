"""Reacting to facts: each rule runs once for each event, in the transaction that marks the event as dealt with."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity import queries as activity
from careops.activity.actions import take_waiting
from careops.activity.schemas import EventRow
from careops.automation.actions.alerts import raise_alert, settle_alert
from careops.automation.actions.webhooks import tell_webhooks
from careops.automation.models import Run
from careops.automation.queries import switched_off
from careops.automation.rules import ACCOUNT_KINDS, BuiltIn, by_name, triggered_by
from careops.automation.rules.accounts import LETTERS
from careops.automation.rules.alerts import OPENS, RESOLVES
from careops.automation.schemas import Told
from careops.booking import actions as booking
from careops.booking.rules.waiting import FREES
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere, inside
from careops.inbox import actions as inbox
from careops.inbox.schemas import Skipped
from careops.ui.public.mail import mail_html, mail_text

log = structlog.get_logger(__name__)

MOST_TRIES = 3
BATCH = 10  # events in one transaction: few enough that other writers hardly wait


# ── reacting ─────────────────────────────────────────────


def react(db: Session, actor: Actor, *, limit: int = BATCH) -> int:
    """Reacts to the oldest facts nobody has reacted to, of all workspaces; then tries again what failed and is due.

    Each step has a savepoint: one that breaks is written down and tried again later, the others go on.
    """
    events = take_waiting(db, limit=limit)
    for event in events:
        with inside(db, event.workspace_id):
            tell_webhooks(db, event)
            _react_to(db, event)
    return len(events) + _again(db, limit)


def _react_to(db: Session, event: EventRow) -> None:
    if event.kind in ACCOUNT_KINDS:
        return _attempt(db, event, "account_mail")
    if event.kind in OPENS or event.kind in RESOLVES or event.kind == "contact.created" or event.kind.startswith(FREES):
        _attempt(db, event, "house")
    rules = triggered_by(event.kind)
    if not rules:
        return None
    off = switched_off(db)
    for rule in rules:
        if rule.name in off:
            _keep(db, event, rule.name, "skipped", reason="This rule is switched off")
        else:
            _attempt(db, event, rule.name)
    return None


def _attempt(db: Session, event: EventRow, name: str, run: Run | None = None) -> None:
    """One step of one rule, inside a savepoint; what it came to is a run."""
    try:
        with db.begin_nested():
            state, reason, message_id = _step(db, event, name)
            db.flush()
    except Exception as problem:
        log.exception("a rule broke", rule=name, event_kind=event.kind, event_id=str(event.id))
        _keep_broken(db, event, name, problem, run)
        return
    if name != "house" or run:
        _keep(db, event, name, state, reason=reason, message_id=message_id, run=run)


def _step(db: Session, event: EventRow, name: str) -> tuple[str, str, UUID | None]:
    """Does what the rule says; answers with the run's state, reason and message."""
    if name == "account_mail":
        _mail_account(db, event)
    elif name == "house":
        _keep_house(db, event)
    elif rule := by_name(name):
        return _run_rule(db, event, rule)
    return "done", "", None


def _run_rule(db: Session, event: EventRow, rule: BuiltIn) -> tuple[str, str, UUID | None]:
    moment = now()
    if why_not := rule.unless(event, moment):
        return "skipped", why_not, None
    system = Actor.system(event.workspace_id)
    contact = contacts.by_ids(db, system, ids=[event.contact] if event.contact else []).get(event.contact or UUID(int=0))
    if contact is None:
        return "skipped", "The contact is no longer there", None
    here = business.profile(db, system)
    written = rule.write(Told(event, here, contact, here.spoken(contact.locale or here.locale), moment))
    sent = inbox.send_automatic(
        db,
        system,
        contact_id=contact.id,
        key=f"{rule.name}:{event.id}",
        title=rule.title,
        subject=written.mail.subject,
        text=written.line,
        letter=(mail_text(written.mail), mail_html(written.mail)),
        attachments=written.attachments,
        reason=rule.sentence,
        event_id=event.id,
        yields=rule.yields,
    )
    return ("skipped", sent.reason, None) if isinstance(sent, Skipped) else ("done", "", sent.message_id)


def _mail_account(db: Session, event: EventRow) -> None:
    letter = LETTERS[event.kind]
    link = ""
    match letter.link:
        case "verify" | "reset" | "invite" as kind:
            link = accounts.mail_link(db, kind=kind, id=event.subject)
        case _:
            pass
    mail = letter.write(event, link)
    inbox.mail_account(
        db, key=f"account:{event.id}", to=str(event.data["address"]), subject=mail.subject, text=mail_text(mail), html=mail_html(mail)
    )


def _keep_house(db: Session, event: EventRow) -> None:
    """What is no rule anybody could switch off: somebody new has a conversation, what failed has an alert, whoever waits is looked at."""
    system = Actor.system(event.workspace_id)
    if event.kind == "contact.created":
        inbox.open_for(db, system, contact_id=event.subject)
    if event.kind.startswith(FREES):
        booking.time_may_have_freed(db, system)
    if kind := OPENS.get(event.kind):
        raise_alert(db, system, kind=kind, subject=event.subject, contact_id=event.contact, data=event.data)
    if kind := RESOLVES.get(event.kind):
        settle_alert(db, system, kind=kind, subject=event.subject)


# ── runs ─────────────────────────────────────────────────


def _keep(
    db: Session, event: EventRow, name: str, state: str, *, reason: str = "", message_id: UUID | None = None, run: Run | None = None
) -> None:
    run = run or Run(
        event_id=event.id,
        event_kind=event.kind,
        rule=name,
        subject=event.subject,
        episode=f"event:{event.id}",
        contact_id=event.contact,
        state=state,
        tries=0,
    )
    run.state, run.reason, run.message_id, run.due_at = state, reason[:300], message_id, None
    run.tries, run.at = run.tries + 1, now()
    db.add(run)


def _keep_broken(db: Session, event: EventRow, name: str, problem: Exception, run: Run | None) -> None:
    run = run or Run(
        event_id=event.id,
        event_kind=event.kind,
        rule=name,
        subject=event.subject,
        episode=f"event:{event.id}",
        contact_id=event.contact,
        state="waiting",
        tries=0,
    )
    run.tries, run.at, run.message_id = run.tries + 1, now(), None
    run.reason = f"{type(problem).__name__}: {problem}".replace("\0", "")[:300]
    over = run.tries >= MOST_TRIES
    run.state, run.due_at = ("failed", None) if over else ("waiting", _next_try(run.tries))
    db.add(run)


def _next_try(tries: int) -> datetime:
    return now() + timedelta(minutes=4**tries)


def _again(db: Session, limit: int) -> int:
    """Tries again what broke and is due."""
    with everywhere(db):
        due = db.exec(
            select(Run).where(col(Run.due_at) <= now()).order_by(col(Run.due_at)).limit(limit).with_for_update(skip_locked=True)
        ).all()
    for run in due:
        with inside(db, run.workspace_id):
            event = activity.get(db, Actor.system(run.workspace_id), event_id=run.event_id)
            _attempt(db, event, run.rule, run)
    return len(due)
