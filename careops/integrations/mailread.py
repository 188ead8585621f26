"""A received mail, read from its bytes: the same for every wire that brings whole mails. Nothing in a mail may raise."""

import email
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import cast

from careops.core import clock
from careops.integrations.ports import Attachment, Inbound

LONGEST_TEXT = 500_000  # characters of each kind of text
MOST_FILES = 20
MOST_HEADERS = 200
ADDRESSED = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


def inbound(raw: bytes, *, event_id: str = "", recipients: tuple[str, ...] = ()) -> Inbound:
    """The mail with everything it says. `recipients` are the envelope's, where the wire knows it; without an `event_id` its hash is it."""
    mail = cast("EmailMessage", email.message_from_bytes(raw, policy=default))
    said = _headers(mail)
    text, html, files = _parts(mail)
    listed = tuple(address for name in ADDRESSED for _name, address in getaddresses([said.get(name, "")]) if address)
    return Inbound(
        event_id=event_id or f"mail:{hashlib.sha256(raw).hexdigest()}",
        channel="email",
        sender=parseaddr(said.get("from", "")),
        recipients=tuple(dict.fromkeys(recipients + listed)),
        subject=said.get("subject", ""),
        text=text,
        html=html,
        message_id=said.get("message-id", ""),
        in_reply_to=said.get("in-reply-to", ""),
        references=tuple(said.get("references", "").split()[:50]),
        headers=said,
        attachments=files,
        at=_date(said.get("date", "")),
    )


def headers_of(raw: bytes) -> dict[str, str]:
    """Only the headers, from their raw lines."""
    return _headers(cast("EmailMessage", email.message_from_bytes(raw.rstrip() + b"\r\n\r\n", policy=default)))


def _headers(mail: EmailMessage) -> dict[str, str]:
    """By their small names; the first of several counts. Authentication results only where our own server put them: on top."""
    said: dict[str, str] = {}
    for name in mail.keys()[:MOST_HEADERS]:
        if name.lower() not in said:
            said[name.lower()] = _header(mail, name)
    return said


def _header(mail: EmailMessage, name: str) -> str:
    """Decoded; as it stands where it cannot be."""
    try:
        value = str(mail[name])
    except Exception:  # the library trips over some broken headers in ways of its own
        value = next((str(raw) for key, raw in mail.raw_items() if key == name), "")
    return " ".join(_clean(value).split())[:4_000]


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _parts(mail: EmailMessage) -> tuple[str, str, tuple[Attachment, ...]]:
    """The first plain text, the first HTML, and everything else as files."""
    text, html, files = "", "", list[Attachment]()
    for part in _leaves(mail):
        kind, name = part.get_content_type(), _filename(part)
        shown = not name and part.get_content_disposition() != "attachment"
        if shown and kind == "text/plain" and not text:
            text = _text(part)
        elif shown and kind == "text/html" and not html:
            html = _text(part)
        elif len(files) < MOST_FILES and (content := _content(part)):
            files.append(Attachment(name or "file", kind, content))
    return text, html, tuple(files)


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something; a mail inside a mail is one file."""
    if mail.get_content_type() == "message/rfc822" or not mail.is_multipart():
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, EmailMessage):
            yield from _leaves(part)


def _filename(part: EmailMessage) -> str:
    try:
        return _clean(part.get_filename() or "")[:200]
    except Exception:
        return "file"


def _text(part: EmailMessage) -> str:
    content = _content(part)
    try:
        said = content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        said = content.decode("utf-8", "replace")
    return _clean(said)[:LONGEST_TEXT]


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, EmailMessage))
    try:
        content = part.get_payload(decode=True)
    except Exception:
        return b""
    return content if isinstance(content, bytes) else b""


def _date(said: str) -> datetime:
    """When it was written, as far as that can be true; now otherwise."""
    moment = clock.now()
    with suppress(ValueError, TypeError, OverflowError):
        told = parsedate_to_datetime(said)
        return min(told.replace(tzinfo=told.tzinfo or UTC).astimezone(UTC), moment)
    return moment
