"""What SendGrid tells: events as a signed JSON list, received mail as a form with files."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.utils import parseaddr
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from careops.integrations.exchange import as_dict, as_list, as_text, moment_of, read_json, words
from careops.integrations.mailread import headers_of, inbound
from careops.integrations.ports import Attachment, BadSignature, Inbound, News, Standing, StatusNews
from careops.integrations.sendgrid.forms import Form, read_form
from careops.integrations.signatures import check_age

STATES: dict[str, Standing] = {
    "processed": "sent",
    "deferred": "deferred",
    "delivered": "delivered",
    "bounce": "bounced",
    "dropped": "failed",
    "spamreport": "complained",
    "unsubscribe": "opted_out",
    "group_unsubscribe": "opted_out",
}
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
FINDER, UNSIGNED = "sendgrid", "unsigned"  # who says what is known of a sender: SendGrid, or whoever called
FOR_EVER = ("bounced address", "invalid")  # what a dropped mail's reason begins with when the address is at fault


def read(raw: bytes, headers: Mapping[str, str], url: str, secrets: Mapping[str, str]) -> list[News]:
    """The news of one call. Events must be signed, and so must received mail where a key for it is set.

    Without such a key only the address, which is secret, lets mail in: then what the call says about the sender proves nothing.
    """
    if headers.get("content-type", "").lower().startswith("multipart/form-data"):
        if key := secrets.get("parse_key", ""):
            check(raw, headers, key)
        return [_mail(raw, headers, finder=FINDER if key else UNSIGNED)]
    check(raw, headers, secrets.get("webhook_key", ""))
    return list(_events(as_list(read_json(raw))))


def check(raw: bytes, headers: Mapping[str, str], key: str) -> None:
    """Passes when SendGrid's key signed the time and these very bytes; the line break at their end belongs to them."""
    timestamp = headers.get(TIMESTAMP, "")
    check_age(timestamp)
    try:
        public = load_der_public_key(base64.b64decode(key, validate=True))
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise BadSignature("the key is of another kind")
        public.verify(base64.b64decode(headers.get(SIGNATURE, ""), validate=True), timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise BadSignature("the signature does not fit") from None


# ── events ───────────────────────────────────────────────


def _events(events: list[Any]) -> Iterator[StatusNews]:
    for event in map(as_dict, events):
        state = STATES.get(as_text(event.get("event")))
        event_id = as_text(event.get("sg_event_id"))
        if state and event_id:
            yield _status(event_id, state, event)


def _status(event_id: str, state: Standing, event: Mapping[str, Any]) -> StatusNews:
    reason = as_text(event.get("reason")) or as_text(event.get("response"))
    if state == "bounced" and event.get("type") == "blocked":
        state = "failed"  # this time; the address may take the next mail
    if state == "failed" and event.get("event") == "dropped" and reason.lower().startswith(FOR_EVER):
        state = "bounced"
    return StatusNews(
        event_id=event_id[:250],
        provider_id=as_text(event.get("sg_message_id")).partition(".")[0],
        delivery_key=as_text(event.get("delivery_id")),
        state=state,
        reason=words(f"{as_text(event.get('status'))} {reason}".strip()),
        wire_id=as_text(event.get("smtp-id")),
        at=moment_of(event.get("timestamp")),
    )


# ── received mail ────────────────────────────────────────


def _mail(raw: bytes, headers: Mapping[str, str], *, finder: str) -> Inbound:
    """Either the whole mail as it came ("raw"), or taken apart into fields. The envelope knows whom it went to, even by BCC."""
    try:
        form = read_form(raw, headers.get("content-type", ""))
    except ValueError as wrong:
        raise BadSignature("not a form") from wrong
    envelope = as_dict(read_json(form.text("envelope").encode()))
    to = tuple(as_text(address) for address in as_list(envelope.get("to")) if address)
    event_id = f"mail:{hashlib.sha256(form.text('headers').encode() + form.content('email') + repr(to).encode()).hexdigest()}"
    if whole := form.content("email"):
        mail = inbound(whole, event_id=event_id, recipients=to)
        return replace(mail, headers={**mail.headers, "authentication-results": _checked(form, envelope, finder)})
    return _assembled(form, event_id, to, _checked(form, envelope, finder))


def _assembled(form: Form, event_id: str, to: tuple[str, ...], checked: str) -> Inbound:
    said = headers_of(form.text("headers").encode())
    listed = tuple(parseaddr(one)[1] for name in ("to", "cc") for one in form.text(name).split(",") if parseaddr(one)[1])
    return Inbound(
        event_id=event_id,
        channel="email",
        sender=parseaddr(form.text("from")),
        recipients=tuple(dict.fromkeys(to + listed)),
        subject=form.text("subject"),
        text=form.text("text"),
        html=form.text("html"),
        message_id=said.get("message-id", ""),
        in_reply_to=said.get("in-reply-to", ""),
        references=tuple(said.get("references", "").split()[:50]),
        headers=said | {"authentication-results": checked},
        attachments=tuple(Attachment(file.name, file.mime, file.content) for file in form.files),
        at=moment_of(None),
    )


def _checked(form: Form, envelope: Mapping[str, Any], finder: str) -> str:
    """What SendGrid found out about the sender, as mail servers write it; what the mail itself claims about that is worth nothing."""
    spf = re.match("[a-z]*", form.text("SPF")[:20].strip().lower())
    signed = re.findall(r"@([\w.-]{1,253})\s{0,3}:\s{0,3}(pass|fail)", form.text("dkim")[:2000].lower())
    came = re.fullmatch(r"[^\s@]*@([\w.-]{1,253})", as_text(envelope.get("from"))[:320].lower())
    way = f" smtp.mailfrom={came.group(1)}" if came else ""
    found = [f"spf={spf.group() if spf else ''}{way}", *(f"dkim={how} header.d={domain}" for domain, how in signed)]
    return "; ".join([finder, *found])
