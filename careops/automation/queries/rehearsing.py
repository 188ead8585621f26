"""Rehearsing a rule: what it would have done in the last days, to whom and when, without doing anything.

The past is replayed from its events: each names its facts as they were, and what came in between (the booking was moved, somebody
answered) is known from the events that followed. What has no history, an address or what somebody allows, is as it is now.
A page of events costs a fixed number of statements, and all of them only read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.models import Event
from careops.activity.queries import row as event_row
from careops.activity.schemas import EventRow
from careops.automation.queries.rules import Ruled, names_of, one_ruled
from careops.automation.queries.standing import Needs, lives, needs_of
from careops.automation.rules.catalogue import Trigger
from careops.automation.rules.conditions import judge
from careops.automation.rules.facts import of_event, of_life
from careops.automation.rules.messages import manners, message_of
from careops.automation.rules.replaying import Moment, Replay
from careops.automation.rules.sentences import action_text
from careops.automation.rules.timing import expires
from careops.automation.schemas import Rehearsal, WouldRow
from careops.automation.schemas.defining import Definition, Send, Write
from careops.automation.schemas.standing import Live
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.rules.consent import standing
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.i18n import text as _
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.gate import Known, Stop, Verdict, Wait
from careops.inbox.rules.gate import judge as may
from careops.inbox.rules.quiet import Rest, zone_of

PAGE = 500
MOST_PAGES = 20
SHOWN = 200
BEFORE = timedelta(days=90)  # a booking may have been made so long before the moment the rule is about

CHANNELS: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "sms": ("sms",),
    "email_or_sms": ("email", "sms"),
    "sms_or_email": ("sms", "email"),
}


def rehearse(db: Session, actor: Actor, *, name: str, days: int = 30, definition: Definition | None = None) -> Rehearsal:
    """What the rule would have done in the last days; what it would say may be given, where it is not saved yet."""
    actor.require(Permission.automation_manage)
    rule = one_ruled(db, name)
    rule = replace(rule, definition=definition) if definition else rule
    until = now()
    since = until - timedelta(days=days)
    names = names_of(db, actor)
    does = ", ".join(action_text(action, names) for action in rule.definition.actions)
    found: list[WouldRow] = []
    seen = 0
    replay = Replay(rule.trigger, rule.definition.delay)
    pages = _pages(db, rule.trigger, since - BEFORE if rule.trigger.timed else since, until)
    for page in pages:
        seen += sum(1 for event in page if event.kind in rule.trigger.kinds)
        found += _judged(db, actor, rule, [one for one in replay.feed(page) if one.at >= since], does)
    found += _judged(db, actor, rule, [one for one in replay.rest(until) if one.at >= since], does)
    acts = sum(1 for row in found if row.acts)
    found.sort(key=lambda row: row.at, reverse=True)
    return Rehearsal(days=days, events=seen, acts=acts, skipped=len(found) - acts, truncated=len(found) > SHOWN, rows=found[:SHOWN])


def _pages(db: Session, trigger: Trigger, since: datetime, until: datetime) -> Iterator[list[EventRow]]:
    """The events that set the rule off, and those that end what it was armed for, the oldest first."""
    wanted = select(Event).where(col(Event.kind).in_(trigger.kinds | trigger.ends), col(Event.occurred_at) > since)
    last: UUID | None = None
    for _page in range(MOST_PAGES):
        page = wanted if last is None else wanted.where(col(Event.id) > last)
        rows = [event_row(event) for event in db.exec(page.order_by(col(Event.id)).limit(PAGE))]
        yield [row for row in rows if row.occurred_at <= until]
        if len(rows) < PAGE:
            return
        last = rows[-1].id


# ── what would have come of it ───────────────────────────


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the people of a page allow, and the quiet hours."""

    blocked: dict[tuple[str, str], str]
    said: dict[UUID, Any]
    rest: Rest


def _judged(db: Session, actor: Actor, rule: Ruled, moments: Sequence[Moment], does: str) -> list[WouldRow]:
    """Every moment with what would have come of it; those a condition rules out are left out."""
    if not moments:
        return []
    needs = needs_of(rule.trigger, rule.definition)
    needs = Needs(talk=needs.talk, answers=needs.answers, labels=needs.labels, figures=needs.figures)
    found = lives(db, actor, events=[one.event for one in moments], needs=needs)
    allowed = _allowed(db, found)
    rows = (_would(rule, one, live, allowed, does) for one, live in zip(moments, found, strict=True))
    return [row for row in rows if row is not None]


def _allowed(db: Session, found: Sequence[Live]) -> Allowed:
    people = [live.contact for live in found if live.contact]
    addresses = {("email", who.email) for who in people if who.email} | {("sms", who.phone) for who in people if who.phone}
    hours = business.rest(db)
    blocked = contacts.suppressed(db, Actor.system(db.info["workspace"]), addresses=addresses)
    said = contacts.ledgers(db, ids={who.id for who in people})
    return Allowed(blocked, said, Rest(hours.quiet_from, hours.quiet_until, hours.timezone))


def _would(rule: Ruled, one: Moment, live: Live, allowed: Allowed, does: str) -> WouldRow | None:
    event = one.event
    snapshot = of_event(rule.trigger, event) | of_life(event, live)
    if judge(rule.definition.conditions, rule.trigger, snapshot).holds is not True:
        return None
    at, reason, acts = one.at, one.over, not one.over
    if acts:
        at, reason, acts = _sent(rule, one, live, allowed)
    return WouldRow(
        event_id=event.id,
        contact_id=event.contact,
        contact_name=live.contact.name if live.contact else str(event.data.get("contact_name") or event.data.get("name") or ""),
        at=at,
        acts=acts,
        reason=reason,
        does=does if acts else "",
    )


def _sent(rule: Ruled, one: Moment, live: Live, allowed: Allowed) -> tuple[datetime, str, bool]:
    """When its messages would have gone, and why not; a rule that sends none has nothing in its way."""
    refusals: list[str] = []
    for action in rule.definition.actions:
        if not isinstance(action, Send | Write):
            return one.at, "", True
        message = message_of(action.message) if isinstance(action, Send) else None
        if message and (why_not := message.unless(one.event, one.at)):
            refusals.append(why_not)
            continue
        for channel in CHANNELS[action.way]:
            verdict = _may(rule, one, live, allowed, action, channel)
            if isinstance(verdict, Wait):
                return verdict.until, verdict.reason, True
            if not isinstance(verdict, Stop):
                return one.at, "", True
            refusals.append(verdict.reason)
    return one.at, "; ".join(dict.fromkeys(refusals)), False


def _may(rule: Ruled, one: Moment, live: Live, allowed: Allowed, action: Send | Write, channel: str) -> Verdict:
    who = live.contact
    address = (who.phone if channel == "sms" else who.email) if who else ""
    if who is None or not address:
        return Stop(_("The contact has no phone number") if channel == "sms" else _("The contact has no email address"))
    yields, purpose = manners(action)
    ledger = allowed.said.get(who.id, [])
    return may(
        Known(
            channel=channel,
            purpose=purpose,
            blocked=allowed.blocked.get((channel, address), ""),
            service=standing(ledger, channel, "service"),
            marketing=standing(ledger, channel, "marketing"),
            timezone=zone_of(who.timezone, who.phone, allowed.rest.timezone),
            rest=allowed.rest,
            at=one.at,
            priority=Priority.fact if purpose == "service" and not yields else priority_of(purpose),
            made_at=one.event.occurred_at,
            expires_at=expires(rule.trigger, one.anchor),
        )
    )


# ── something to try it on ───────────────────────────────


def latest_events(db: Session, actor: Actor, *, trigger: Trigger, limit: int = 30) -> list[tuple[EventRow, str]]:
    """The latest events that set such a rule off, with whom each concerns."""
    actor.require(Permission.automation_manage)
    wanted = select(Event).where(col(Event.kind).in_(trigger.kinds)).order_by(col(Event.id).desc()).limit(limit)
    found = [event_row(event) for event in db.exec(wanted)]
    people = contacts.by_ids(db, Actor.system(actor.workspace), ids={event.contact for event in found if event.contact})
    return [(event, people[event.contact].name if event.contact and event.contact in people else "") for event in found]
