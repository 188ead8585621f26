"""Reacting to facts: each rule is asked once about each event, in the transaction that marks the event as dealt with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.activity import queries as activity
from careops.activity.actions import take_waiting
from careops.activity.schemas import EventRow
from careops.automation.actions.acting import Step
from careops.automation.actions.alerts import hear
from careops.automation.actions.running import Outcome, consider, resume, settle, skipped, take_due
from careops.automation.actions.webhooks import tell_webhooks
from careops.automation.models import Run
from careops.automation.queries.rules import Ruled, ruled
from careops.automation.rules import ACCOUNT_KINDS
from careops.automation.rules.accounts import LETTERS
from careops.automation.rules.alerts import OPENS, RESOLVES
from careops.automation.rules.catalogue import KINDS
from careops.automation.rules.catalogue.triggers import MADE
from careops.booking import actions as booking
from careops.booking.rules.waiting import FREES
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere, inside, once, steady
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.forms import actions as forms
from careops.forms import queries as known_forms
from careops.inbox import actions as inbox
from careops.ui.public.mail import mail_html, mail_text

log = structlog.get_logger(__name__)

MOST_TRIES = 3
BATCH = 10  # events in one transaction: few enough that other writers hardly wait
HOUSE, ACCOUNTS = "house", "account_mail"  # runs of CareOps's own duties, which are no rules


# ── reacting ─────────────────────────────────────────────


def react(db: Session, actor: Actor, *, limit: int = BATCH) -> int:
    """Reacts to the oldest facts nobody has reacted to, of all workspaces; then does what is due, and tries again what failed.

    Each step has a savepoint: one that breaks is written down and tried again later, the others go on. What a business says of itself
    (its rules, words, accounts, quiet hours, webhooks) is asked once for all facts of the batch: nothing a rule does changes it.
    """
    with steady(db):
        events = take_waiting(db, limit=limit)
        for event in events:
            with inside(db, event.workspace_id):
                tell_webhooks(db, event)
                _react_to(db, event)
        return len(events) + do_due(db, actor, limit=limit)


def do_due(db: Session, actor: Actor, *, limit: int = BATCH) -> int:
    """Does what rules were armed for and is due, of all workspaces, each once whoever else tries; returns how many."""
    with everywhere(db):
        due = take_due(db, limit)
    with steady(db):
        for run in due:
            with inside(db, run.workspace_id):
                _take_up(db, run)
    return len(due)


def _react_to(db: Session, event: EventRow) -> None:
    if event.kind in ACCOUNT_KINDS:
        return _keep(db, event, ACCOUNTS, _attempt(db, event, ACCOUNTS, lambda: _mail_account(db, event)))
    if event.kind in HOUSEHOLD or event.kind in OPENS or event.kind in RESOLVES or event.kind.startswith(FREES):
        broken = _attempt(db, event, HOUSE, lambda: _keep_house(db, event))
        if broken.state != "done":
            _keep(db, event, HOUSE, broken)
    if event.kind not in KINDS:
        return None
    for rule in ruled(db):
        if event.kind in rule.trigger.kinds and (rule.enabled or rule.usually_on):
            _consider(db, event, rule)
    return None


def _consider(db: Session, event: EventRow, rule: Ruled) -> None:
    try:
        with db.begin_nested():
            consider(db, rule, event)
            db.flush()
    except Exception as problem:
        log.exception("a rule broke", rule=rule.name, event_kind=event.kind, event_id=str(event.id))
        _keep(db, event, rule.name, _broken(problem, 1))


def _attempt(db: Session, event: EventRow, name: str, duty: Callable[[], None], tries: int = 0) -> Outcome:
    """One duty inside a savepoint, and what it came to."""
    try:
        with db.begin_nested():
            duty()
            db.flush()
    except Exception as problem:
        log.exception("a duty broke", duty=name, event_kind=event.kind, event_id=str(event.id))
        return _broken(problem, tries + 1)
    return Outcome("done")


# ── what is due ──────────────────────────────────────────


def _take_up(db: Session, run: Run) -> None:
    """A run whose moment has come, or that is to be tried again."""
    try:
        event = activity.get(db, Actor.system(run.workspace_id), event_id=run.event_id)
    except NotFound:
        return settle(db, run, skipped("What set it off is no longer known"))
    if run.rule in (HOUSE, ACCOUNTS):
        duty = _keep_house if run.rule == HOUSE else _mail_account
        outcome = _attempt(db, event, run.rule, lambda: duty(db, event), run.tries)
    else:
        rule = next((rule for rule in ruled(db) if rule.name == run.rule), None)
        outcome = _resumed(db, run, rule, event)
    return settle(db, run, outcome)


def _resumed(db: Session, run: Run, rule: Ruled | None, event: EventRow) -> Outcome:
    try:
        with db.begin_nested():
            outcome = resume(db, run, rule, event)
            db.flush()
    except Exception as problem:
        log.exception("a rule broke", rule=run.rule, event_kind=event.kind, event_id=str(event.id))
        return _broken(problem, run.tries + 1)
    return outcome


def _broken(problem: Exception, tries: int) -> Outcome:
    reason = f"{type(problem).__name__}: {problem}".replace("\0", "")[:300]
    if tries >= MOST_TRIES:
        return Outcome("failed", reason, broken=True, steps=[Step("failed", reason, ok=False)])
    return Outcome("waiting", reason, due_at=_next_try(tries), broken=True, steps=[Step("broke", reason, ok=False)])


def _next_try(tries: int) -> datetime:
    return now() + timedelta(minutes=4**tries)


def _keep(db: Session, event: EventRow, name: str, outcome: Outcome) -> None:
    """A run of a duty, or of a rule that broke at once: of the event and nothing else."""
    run = Run(
        event_id=event.id,
        event_kind=event.kind,
        rule=name,
        subject=event.subject,
        episode=f"event:{event.id}",
        contact_id=event.contact,
        state=outcome.state,
        depth=event.depth,
        tries=0,
    )
    settle(db, run, outcome)


# ── CareOps's own duties ─────────────────────────────────

SHOWN = {"booking.created": "booking", "form.requested": "form"}  # what stands in the thread with them, and as what
HOUSEHOLD = frozenset({"contact.created", "booking.confirmed", "booking.cancelled", "form.completed", *SHOWN})


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
    """What is no rule anybody could switch off: somebody new has a conversation, what is theirs stands in it."""
    system = Actor.system(event.workspace_id)
    if event.kind == "contact.created":
        inbox.open_for(db, system, contact_id=event.contact or event.subject)  # who was merged meanwhile is who was kept
    if event.kind in SHOWN and event.contact:
        about = f"{SHOWN[event.kind]}:{event.subject}"
        inbox.show_card(db, system, contact_id=event.contact, about=about, event_id=event.id)
    if event.kind in MADE and event.contact and event.data.get("status") != "pending":
        _ask_forms(db, system, event, event.contact)
    if event.kind == "booking.cancelled":
        forms.waive_for_booking(db, system, booking_id=event.subject, why=_("The booking was cancelled"))
    if event.kind == "form.completed" and event.data.get("send_copy"):
        forms.mail_copy(db, system, submission_id=event.subject)
    if event.kind.startswith(FREES):
        booking.time_may_have_freed(db, system)
    hear(db, system, event=event)


def _ask_forms(db: Session, system: Actor, event: EventRow, contact: UUID) -> None:
    """Whoever has booked is asked for the forms of what they booked; visits of one series for those of the first alone."""
    type_id = event.data.get("type_id")
    if type_id and _asks_forms(db, system, type_id):
        several = bool(event.data.get("series_id"))
        forms.request_for_booking(
            db, system, booking_id=event.subject, booking_type_id=UUID(str(type_id)), contact_id=contact, several=several
        )


def _asks_forms(db: Session, system: Actor, type_id: object) -> bool:
    """Whether any form belongs to that service; asked once for all facts of a batch."""
    return str(type_id) in once(db, "asked-after", lambda: known_forms.booking_types_asked(db, system))
