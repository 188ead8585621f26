"""What is told outside the house, in which words that never change; when it is tried again, and when it is given up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from careops.activity.schemas import EventRow
from careops.core.errors import Conflict
from careops.core.i18n import text as _

MOST_ENDPOINTS = 20  # of one workspace
LARGEST = 20_000  # bytes of a body, as the standard asks
LONGEST_TEXT = 1_000  # characters of one value

LEASE = timedelta(seconds=45)  # a try ends within twenty
AT_ONCE = 2  # tries on their way to one address
OVERLAP = timedelta(hours=24)  # the key before signs too
KEPT = timedelta(days=30)  # of what is settled
MOST_REPLAYED = 10_000  # at once

# Seconds before each try; together a little more than three days.
SCHEDULE = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
MOST_TRIES = len(SCHEDULE)
JITTER = 0.1
GIVEN_UP_AFTER = timedelta(seconds=sum(SCHEDULE)) * (1 - 2 * JITTER)  # surely within what one call is tried for
GONE = 410
SLOWER = {429, 502, 503, 504}
PAUSE = 60  # seconds, where it does not say how long

TEST = "webhook.test"


class TooManyWebhooks(Conflict):
    code, says = "too_many_webhooks", "These are more webhooks than one business can have; remove those you do not use"


class WebhookOff(Conflict):
    code, says = "webhook_off", "This webhook is switched off; switch it on first"


class StillUnderWay(Conflict):
    code, says = "webhook_under_way", "This is being sent at this moment"


# ── what is told ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of event others may hear of: what its subject is called, and which of its facts are told."""

    kind: str
    title: str
    subject: str
    fields: tuple[str, ...] = ()


BOOKING = (
    "status", "type_id", "type_name", "provider_id", "provider_name", "contact_name", "starts_at", "ends_at", "timezone", "duration",
    "price", "currency", "location_kind", "location", "booking_source", "series_id",
)  # fmt: skip
MOVED = (*BOOKING, "old_starts_at", "old_ends_at", "old_timezone", "old_provider_id", "old_provider_name")
SAID = ("conversation_id", "channel", "preview")
STOCK = ("name", "unit", "quantity", "threshold", "reorder_quantity", "state")
COPY = ("template_id", "name", "booking_id", "due_at")

OFFERS = (
    Offer("contact.created", _("Somebody new"), "contact_id", ("name", "origin")),
    Offer("contact.changed", _("Somebody’s details changed"), "contact_id", ("name", "changed")),
    Offer("contact.archived", _("Somebody was archived"), "contact_id", ("name",)),
    Offer("contact.restored", _("Somebody came back from the archive"), "contact_id", ("name",)),
    Offer("booking.created", _("A booking was made"), "booking_id", BOOKING),
    Offer("booking.confirmed", _("A booking was confirmed"), "booking_id", BOOKING),
    Offer("booking.rescheduled", _("A booking was moved"), "booking_id", MOVED),
    Offer("booking.cancelled", _("A booking was cancelled"), "booking_id", (*BOOKING, "by", "reason", "declined")),
    Offer("booking.completed", _("A booking took place"), "booking_id", BOOKING),
    Offer("booking.no_show", _("Somebody did not come"), "booking_id", BOOKING),
    Offer("booking.edited", _("A booking’s notes or place changed"), "booking_id", BOOKING),
    Offer("message.received", _("A customer wrote"), "message_id", SAID),
    Offer("message.replied", _("Staff answered"), "message_id", SAID),
    Offer("conversation.closed", _("A conversation was closed"), "conversation_id"),
    Offer("conversation.reopened", _("A conversation was reopened"), "conversation_id"),
    Offer("conversation.assigned", _("A conversation was assigned"), "conversation_id", ("assignee",)),
    Offer("form.requested", _("A form was sent"), "form_id", COPY),
    Offer("form.completed", _("A form was filled in"), "form_id", COPY),
    Offer("form.overdue", _("A form was not filled in in time"), "form_id", COPY),
    Offer("form.waived", _("A form was waived"), "form_id", (*COPY, "why")),
    Offer("inventory.moved", _("Stock changed"), "item_id", ("name", "unit", "reason", "change", "quantity", "state")),
    Offer("inventory.low", _("Stock ran low"), "item_id", STOCK),
    Offer("inventory.recovered", _("There is enough stock again"), "item_id", ("name", "quantity")),
    Offer("inventory.lot_expiring", _("A lot expires soon"), "item_id", ("name", "unit", "lot", "quantity", "expires_on")),
    Offer("inventory.missing", _("A visit used more than there was"), "item_id", ("name", "unit", "missing", "booking_id")),
    Offer("purchase.ordered", _("Something was ordered from a supplier"), "order_id", ("number",)),
    Offer("purchase.received", _("An order arrived"), "order_id", ("number", "complete")),
    Offer("purchase.cancelled", _("An order was cancelled"), "order_id", ("number",)),
    Offer("stocktake.applied", _("Stock was counted"), "stocktake_id", ("location", "counted", "differing", "value")),
    Offer("automation.called", _("A rule of yours calls"), "subject_id", ("rule", "title", "note", "about")),
    Offer("delivery.failed", _("A message was not delivered"), "delivery_id", ("state", "recipient", "about", "reason")),
)
BY_KIND: Mapping[str, Offer] = {offer.kind: offer for offer in OFFERS}


def data_of(offer: Offer, event: EventRow) -> dict[str, Any]:
    """The facts of an event as they are told: always the same names, and never what opens a door (a link's salt, an address)."""
    told: dict[str, Any] = {offer.subject: str(event.subject)}
    if offer.subject != "contact_id":
        told["contact_id"] = str(event.contact) if event.contact else None
    return told | {name: _short(event.data.get(name)) for name in offer.fields}


def body_of(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    """The bytes that are signed and sent, the same at each try; of what would be too large only the ids are told."""
    said = _rendered(kind, at, data)
    if len(said) <= LARGEST:
        return said
    ids = {name: value for name, value in data.items() if name.endswith("_id")}
    return _rendered(kind, at, ids | {"shortened": True})


def _rendered(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    said = {"type": kind, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _short(value: Any) -> Any:
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


# ── how it goes on ───────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a call, and of its address: seconds until the next try or None when it is settled; how long to leave it alone."""

    delivered: bool
    wait: int | None = None
    pause: int = 0
    gone: bool = False


def ruling(*, status: int, asked_to_wait: int | None, tries: int, chance: float, test: bool = False) -> Ruling:
    """Only a 2xx is taken; 410 ends it for the address; anything else is tried again by the schedule, a test never.

    `chance` from 0 to 1 spreads what failed together; whoever asks for more time is given it.
    """
    if 200 <= status < 300:
        return Ruling(delivered=True)
    if status == GONE:
        return Ruling(delivered=False, gone=not test)
    pause = _pause(status, asked_to_wait)
    if test or tries >= MOST_TRIES:
        return Ruling(delivered=False, pause=pause)
    planned = SCHEDULE[tries] * (1 - JITTER + 2 * JITTER * chance)
    return Ruling(delivered=False, wait=max(1, pause, round(planned)), pause=pause)


def _pause(status: int, asked_to_wait: int | None) -> int:
    """The whole address is left in peace when it says that it is too much for it."""
    if asked_to_wait is not None and status:
        return asked_to_wait
    return PAUSE if status in SLOWER else 0


def given_up(failing_since: datetime | None, at: datetime) -> bool:
    """Whether an address is no use any more: nothing was taken for as long as a call is tried."""
    return failing_since is not None and at - failing_since >= GIVEN_UP_AFTER
