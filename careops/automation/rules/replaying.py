"""Playing a rule over past events: which times it would have acted, and which times something came in between. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from careops.activity.schemas import EventRow
from careops.automation.rules.catalogue import About, Anchor, Trigger
from careops.automation.rules.facts import moment
from careops.automation.rules.timing import due, missed
from careops.core.i18n import text as _

IN_BETWEEN = {
    "booking.rescheduled": _("The booking was moved to another time"),
    "booking.cancelled": _("The booking was cancelled"),
    "booking.completed": _("The visit is completed already"),
    "booking.no_show": _("The client did not come"),
    "message.replied": _("Somebody on the team has answered"),
    "message.received": _("The client has answered"),
    "conversation.closed": _("The conversation was closed"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One time the rule would have looked; `over` says what had come in between."""

    event: EventRow
    at: datetime
    anchor: datetime
    over: str = ""


@dataclass(slots=True)
class Replay:
    """Feed it the events in their order, page by page; at the end ask for what was still to come."""

    trigger: Trigger
    delay: int
    _armed: dict[UUID, Moment] = field(default_factory=dict[UUID, Moment])

    def feed(self, events: Iterable[EventRow]) -> Iterator[Moment]:
        """What became certain by these events."""
        for event in events:
            yield from self._one(event)

    def rest(self, now: datetime) -> Iterator[Moment]:
        """What had its moment since the last event."""
        yield from (armed for armed in self._armed.values() if armed.at <= now)

    def _one(self, event: EventRow) -> Iterator[Moment]:
        trigger, key = self.trigger, about(self.trigger, event)
        armed = self._armed.get(key)
        if armed and armed.at <= event.occurred_at:
            yield self._armed.pop(key)
        elif armed and event.kind in trigger.ends:
            gone = self._armed.pop(key)
            yield Moment(gone.event, event.occurred_at, gone.anchor, IN_BETWEEN.get(event.kind, _("Things have moved on")))
        if event.kind not in trigger.kinds:
            return
        anchor = anchor_of(trigger, event)
        if anchor is None or (key in self._armed and trigger.anchor is Anchor.waiting):
            return
        when = due(trigger, anchor, self.delay)
        if reason := missed(trigger, when, anchor, event.occurred_at, self.delay):
            yield Moment(event, event.occurred_at, anchor, reason)
        elif trigger.timed and not self._ready(event):
            return
        elif when <= event.occurred_at:
            yield Moment(event, when, anchor)
        else:
            self._armed[key if trigger.timed else event.id] = Moment(event, when, anchor)

    def _ready(self, event: EventRow) -> bool:
        """A request that waits for a yes arms nothing yet; its confirmation will."""
        status = event.data.get("status")
        return self.trigger.about is not About.booking or not status or status in self.trigger.stands


def about(trigger: Trigger, event: EventRow) -> UUID:
    """What the event is about: of messages the conversation, of all else its subject."""
    talk = event.data.get("conversation_id") if trigger.about is About.conversation else None
    return UUID(str(talk)) if talk else event.subject


def anchor_of(trigger: Trigger, event: EventRow) -> datetime | None:
    """The moment the delay is counted from, as the event tells it."""
    match trigger.anchor:
        case Anchor.begins:
            return moment(event.data.get("starts_at"))
        case Anchor.ends:
            return moment(event.data.get("ends_at"))
        case Anchor.due:
            return moment(event.data.get("due_at"))
        case _:
            return event.occurred_at
