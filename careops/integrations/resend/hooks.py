"""What Resend tells: signed as Svix does it, one event a call."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from careops.integrations.exchange import as_dict, as_list, as_text, moment_of, read_json, words
from careops.integrations.ports import Inbound, News, Standing, StatusNews
from careops.integrations.signatures import check

STATES: dict[str, Standing] = {
    "email.sent": "sent",
    "email.delivered": "delivered",
    "email.delivery_delayed": "deferred",
    "email.bounced": "bounced",
    "email.complained": "complained",
    "email.failed": "failed",
    "email.suppressed": "bounced",
}


def read(raw: bytes, headers: Mapping[str, str], url: str, secrets: Mapping[str, str]) -> list[News]:
    """The news of one event; none when it is of a kind that matters to nobody here."""
    event_id = check(raw, headers, secrets.get("webhook_secret", ""), "svix")
    event = as_dict(read_json(raw))
    kind, data = as_text(event.get("type")), as_dict(event.get("data"))
    if kind == "email.received":
        return [_inbound(event_id, event, data)]
    return [_status(event_id, STATES[kind], event, data)] if kind in STATES else []


def _status(event_id: str, state: Standing, event: Mapping[str, Any], data: Mapping[str, Any]) -> StatusNews:
    bounce = as_dict(data.get("bounce"))
    if bounce and as_text(bounce.get("type")) not in ("Permanent", ""):
        state = "failed"  # this time; the address may take the next mail
    return StatusNews(
        event_id=event_id,
        provider_id=as_text(data.get("email_id")),
        delivery_key=_tags(data.get("tags")).get("delivery", ""),
        state=state,
        reason=_reason(bounce, data),
        wire_id=as_text(data.get("message_id")),
        at=moment_of(event.get("created_at")),
    )


def _tags(tags: object) -> dict[str, str]:
    """They come back as an object, though they are sent as a list."""
    pairs = [as_dict(tag) for tag in as_list(tags)]
    listed = {as_text(pair.get("name")): as_text(pair.get("value")) for pair in pairs}
    return listed | {name: as_text(value) for name, value in as_dict(tags).items()}


def _reason(bounce: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    parts = (bounce.get("subType"), bounce.get("message"), bounce.get("diagnosticCode"))
    parts += (as_dict(data.get("failed")).get("reason"), as_dict(data.get("suppressed")).get("message"))
    return words(": ".join(as_text(part) for part in parts if part))


def _inbound(event_id: str, event: Mapping[str, Any], data: Mapping[str, Any]) -> Inbound:
    """Without its text: that has to be fetched."""
    listed = [one for name in ("received_for", "to", "cc", "bcc") for one in as_list(data.get(name))]
    recipients = dict.fromkeys(parseaddr(as_text(one))[1] for one in listed)
    return Inbound(
        event_id=event_id,
        channel="email",
        sender=parseaddr(as_text(data.get("from"))),
        recipients=tuple(address for address in recipients if address),
        subject=as_text(data.get("subject")),
        text="",
        html="",
        message_id=as_text(data.get("message_id")),
        in_reply_to="",
        references=(),
        headers={},
        attachments=(),
        at=moment_of(event.get("created_at")),
        fetch=as_text(data.get("email_id")),
    )
