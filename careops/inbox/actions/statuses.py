"""What providers tell about what we sent: applied to its delivery, whatever the order and however often."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts import actions as contact
from careops.contacts.schemas import Channel, SuppressedFor
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.inbox.actions.arriving import done, ours, park
from careops.inbox.actions.ending import mark
from careops.inbox.events import DeliveryFailed, DeliveryRecovered
from careops.inbox.models import Delivery, Message, State
from careops.inbox.rules.arriving import TROUBLE, later, unpack
from careops.inbox.rules.letters import message_id, own_delivery
from careops.inbox.schemas.arriving import Taken
from careops.integrations.ports import Report, StatusNews

SURELY_HELD = timedelta(seconds=60)  # whoever handed it over is about to say so; past that they may have died
NOT_OURS = "About something that did not leave from here"
SUPPRESSES: dict[tuple[str, Channel], SuppressedFor] = {
    ("bounced", "email"): "bounced",
    ("bounced", "sms"): "invalid",
    ("complained", "email"): "complained",
    ("opted_out", "email"): "opted_out",
    ("opted_out", "sms"): "opted_out",
}
PENDING = {State.queued, State.leased}


def tell(db: Session, actor: Actor, *, taken: Sequence[Taken]) -> None:
    """Applies many statuses of one workspace at once; what is about a delivery nobody knows (yet) is put aside."""
    rows = ours(db, taken)
    news = {one.id: _status(one) for one in taken if one.id in rows}
    known = Known(_deliveries(db, news.values()))
    for id in sorted(news, key=lambda id: known.place(news[id])):  # deliveries in one order: no deadlock with whoever settles them
        delivery = known.of(news[id])
        if delivery is None:
            park(db, actor, rows[id], NOT_OURS)
        elif apply(db, actor, delivery, news[id]):
            done(rows[id])
        else:
            park(db, actor, rows[id], "The message is still being handed over")


def report(db: Session, actor: Actor, *, said: Report, event_id: str) -> str:
    """A mail server's own words about a mail of ours, taken as what they mean; answers why not, else nothing."""
    id = own_delivery(said.message_id)
    mine = sa.or_(col(Delivery.id) == id, sa.and_(col(Delivery.wire_id) == said.message_id, col(Delivery.wire_id) != ""))
    delivery = db.exec(select(Delivery).where(mine).with_for_update()).first()
    if delivery is None or said.recipient.casefold() not in ("", delivery.recipient.casefold()):
        return "A report about something that did not leave from here"
    for_ever = said.action == "failed" and said.status.startswith("5")
    state = "bounced" if for_ever else "failed" if said.action == "failed" else "deferred" if said.action == "delayed" else "sent"
    reason = " ".join(part for part in (said.status if said.status not in said.reason else "", said.reason) if part)
    news = StatusNews(event_id, delivery.provider_id, str(delivery.id), state, reason, "", now())
    return "" if apply(db, actor, delivery, news) else "The message is still being handed over"


# ── which delivery ───────────────────────────────────────


class Known:
    """The deliveries some news may be about."""

    def __init__(self, deliveries: Iterable[Delivery]) -> None:
        self._by_id = {str(delivery.id): delivery for delivery in deliveries}
        self._by_provider = {delivery.provider_id: delivery for delivery in self._by_id.values() if delivery.provider_id}

    def of(self, news: StatusNews) -> Delivery | None:
        """By the key we sent along, else by the provider's own id."""
        return self._by_id.get(news.delivery_key.lower()) or self._by_provider.get(news.provider_id)

    def place(self, news: StatusNews) -> str:
        """The same order for everybody."""
        delivery = self.of(news)
        return str(delivery.id) if delivery else ""


def _status(taken: Taken) -> StatusNews:
    return cast("StatusNews", unpack(taken.kind, taken.event_id, taken.body, b""))


def _deliveries(db: Session, news: Iterable[StatusNews]) -> Sequence[Delivery]:
    told = list(news)
    ids = {id for one in told if (id := _uuid(one.delivery_key))}
    theirs = {one.provider_id for one in told if one.provider_id}
    either = sa.or_(col(Delivery.id).in_(ids), col(Delivery.provider_id).in_(theirs))
    return db.exec(select(Delivery).where(either).order_by(col(Delivery.id)).with_for_update()).all()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# ── what follows ─────────────────────────────────────────


def apply(db: Session, actor: Actor, delivery: Delivery, news: StatusNews) -> bool:
    """Brings the delivery as far as the news says; False while its hand-over is not over and it is too early to say."""
    if delivery.state in PENDING and (delivery.attempts == 0 or _surely_held(delivery)):
        return False
    _learn(db, delivery, news)
    _consequences(db, actor, delivery, news)
    told = later(delivery.state, delivery.reason, news)
    if told is None or delivery.state == State.skipped:
        return True
    before = delivery.state
    delivery.state, delivery.reason, delivery.due_at = State(told.state), told.reason[:300], None
    delivery.settled_at = delivery.settled_at or now()
    wake(db, f"ws:{actor.workspace}")
    if told.state in TROUBLE:
        mark(db, delivery, undelivered=True)
        if before not in TROUBLE and delivery.purpose != "test":
            record(db, actor, _failed(delivery))
    elif before in (State.failed, State.dead, State.unknown):
        mark(db, delivery, undelivered=False)
        record(db, actor, DeliveryRecovered(subject=delivery.id, contact=delivery.contact_id, recipient=delivery.recipient))
    return True


def _surely_held(delivery: Delivery) -> bool:
    return delivery.state == State.leased and delivery.due_at is not None and delivery.due_at - now() > SURELY_HELD


def _learn(db: Session, delivery: Delivery, news: StatusNews) -> None:
    """What any news tells, however late it comes."""
    delivery.provider_id = delivery.provider_id or news.provider_id[:250]
    if news.state == "delivered":
        delivery.delivered_at = min(delivery.delivered_at or news.at, news.at)
    if news.wire_id and delivery.wire_id in ("", message_id(delivery.id)):
        delivery.wire_id = news.wire_id[:250]
        if delivery.message_id:
            db.exec(sa.update(Message).where(col(Message.id) == delivery.message_id).values(wire_id=delivery.wire_id))  # type: ignore[call-overload]


def _consequences(db: Session, actor: Actor, delivery: Delivery, news: StatusNews) -> None:
    """An address that is dead, or whose owner wants no more, is written to no more; told again, nothing changes."""
    channel: Channel = "sms" if delivery.channel == "sms" else "email"
    reason = SUPPRESSES.get((news.state, channel))
    if reason is None:
        return
    why = news.reason or "The provider tells that this person opted out"
    new = contact.suppress(
        db, actor, channel=channel, address=delivery.recipient, reason=reason, detail=news.reason, contact_id=delivery.contact_id
    )
    if new and reason == "opted_out" and delivery.contact_id:
        contact.consent(
            db, actor, contact_id=delivery.contact_id, channel=channel, purpose="all", allowed=False, source="provider", wording=why
        )


def _failed(delivery: Delivery) -> DeliveryFailed:
    return DeliveryFailed(
        subject=delivery.id,
        contact=delivery.contact_id,
        state=delivery.state,
        recipient=delivery.recipient,
        about=delivery.subject,
        reason=delivery.reason,
    )
