"""The facts a rule's conditions are asked of: what the event tells, and how things stand when the rule acts."""

from datetime import datetime
from typing import Any

from careops.activity.schemas import EventRow
from careops.automation.rules.catalogue import About, Trigger
from careops.automation.schemas.standing import Live
from careops.core.clock import local
from careops.core.money import amount_text


def of_event(trigger: Trigger, event: EventRow) -> dict[str, Any]:
    """What the event tells, and will always tell."""
    data = event.data
    match trigger.about:
        case About.booking:
            return _booking(data, event.occurred_at)
        case About.wish:
            return {"wish.service": data.get("type_id"), "wish.party": data.get("party") or 1}
        case About.contact:
            return {"contact.origin": data.get("origin")}
        case About.conversation:
            return {"message.channel": data.get("channel"), "message.text": data.get("preview")}
        case About.form:
            return {"form.template": data.get("template_id")}
        case About.item:
            return {"item.name": data.get("name"), "item.quantity": data.get("quantity"), "item.state": data.get("state")}
        case About.delivery:
            return {"delivery.state": data.get("state"), "delivery.reason": data.get("reason")}
        case About.series:
            return {}


def _booking(data: dict[str, Any], at: datetime) -> dict[str, Any]:
    starts = moment(data.get("starts_at"))
    return {
        "booking.service": data.get("type_id"),
        "booking.price": float(amount_text(int(data.get("price") or 0), str(data.get("currency") or "EUR"))),
        "booking.minutes": data.get("duration") or 0,
        "booking.hours_ahead": round((starts - at).total_seconds() / 3600, 2) if starts else None,
        "booking.weekday": str(local(starts, str(data.get("timezone") or "UTC")).weekday()) if starts else None,
        "booking.source": data.get("booking_source"),
        "booking.series": data.get("series_id") is not None,
        "booking.by": data.get("by"),
        "booking.declined": bool(data.get("declined")),
    }


def moment(told: Any) -> datetime | None:
    """A time as events write it."""
    return datetime.fromisoformat(told) if told else None


def of_life(event: EventRow, live: Live) -> dict[str, Any]:
    """How things stand, as far as they were looked up."""
    found: dict[str, Any] = {"booking.provider": event.data.get("provider_id"), "booking.status": event.data.get("status")}
    if live.contact:
        person = live.contact
        found |= {"contact.email": bool(person.email), "contact.phone": bool(person.phone), "contact.source": person.source}
        found |= {"contact.language": person.locale.split("-", 1)[0] or None}
    if live.visits is not None:
        found |= {"contact.visits": live.visits, "contact.upcoming": bool(live.upcoming)}
    if live.booking:
        found |= {"booking.provider": str(live.booking.provider_id), "booking.status": live.booking.status}
    return found | _talk(event, live)


def _talk(event: EventRow, live: Live) -> dict[str, Any]:
    talk = live.talk
    since = event.occurred_at
    return {
        "conversation.open": bool(talk and talk.status == "open"),
        "conversation.assigned": bool(talk and talk.assigned),
        "conversation.paused": bool(talk and talk.paused_by),
        "conversation.label": list(talk.labels) if talk else [],
        "conversation.wrote_since": bool(talk and talk.last_inbound_at and talk.last_inbound_at > since),
        "conversation.answered_since": bool(talk and talk.answered_at and talk.answered_at > since),
    }
