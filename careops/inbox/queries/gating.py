"""Asking the gate: everything it must know about one message, or about many at once in three statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.rules.consent import standing
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor
from careops.inbox.rules.delivering import Priority
from careops.inbox.rules.gate import FREE, GO, Controlled, Go, Known, Stop, Verdict, Wait, judge
from careops.inbox.rules.quiet import Rest, zone_of

__all__ = ["Asked", "Go", "Stop", "Verdict", "Wait", "gate", "gates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One message before the gate. `made_at` is when it was queued, `expires_at` when it has lost its sense."""

    contact: ContactRow | None
    address: str
    channel: str
    purpose: str
    conversation: Controlled | None = None
    yields: bool = False
    priority: int = Priority.usual
    made_at: datetime | None = None
    expires_at: datetime | None = None


def gate(
    db: Session,
    actor: Actor,
    *,
    contact: ContactRow | None,
    address: str,
    channel: str,
    purpose: str,
    conversation: Controlled | None = None,
    yields: bool = False,
    priority: int = Priority.usual,
    made_at: datetime | None = None,
    expires_at: datetime | None = None,
    at: datetime,
) -> Verdict:
    """Whether one message may be sent now, later or not at all; the rules stand in `inbox.rules.gate`."""
    asked = Asked(
        contact=contact,
        address=address,
        channel=channel,
        purpose=purpose,
        conversation=conversation,
        yields=yields,
        priority=priority,
        made_at=made_at,
        expires_at=expires_at,
    )
    return gates(db, actor, asked=[asked], at=at)[0]


def gates(db: Session, actor: Actor, *, asked: Sequence[Asked], at: datetime) -> list[Verdict]:
    """The same for several messages of one workspace, in their order; three statements however many they are."""
    actor.require_member()
    held = [one for one in asked if one.purpose not in FREE]
    if not held:
        return [GO for _one in asked]
    blocked = contacts.suppressed(db, actor, addresses={(one.channel, one.address) for one in held})
    said = contacts.ledgers(db, ids={one.contact.id for one in held if one.contact})
    hours = business.rest(db)
    rest = Rest(hours.quiet_from, hours.quiet_until, hours.timezone)

    def verdict(one: Asked) -> Verdict:
        who = one.contact
        entries = said.get(who.id, []) if who else []
        return judge(
            Known(
                channel=one.channel,
                purpose=one.purpose,
                blocked=blocked.get((one.channel, one.address), ""),
                service=standing(entries, one.channel, "service"),
                marketing=standing(entries, one.channel, "marketing"),
                timezone=zone_of(who.timezone, who.phone, rest.timezone) if who else rest.timezone,
                rest=rest,
                at=at,
                conversation=one.conversation,
                yields=one.yields,
                priority=one.priority,
                made_at=one.made_at,
                expires_at=one.expires_at,
            )
        )

    return [verdict(one) for one in asked]
