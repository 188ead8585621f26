"""A received mail, read from its bytes: the same for every wire that brings whole mails.

Nothing in a mail is believed, and nothing it may hold costs more than a moment. The library's newer way of reading headers takes
minutes over some of them, so the older is used, with every header cut short before it is looked into; how deep a mail may be nested
is bounded by how long it is, because each line passes through every layer.
"""

import binascii
import codecs
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from careops.core import clock
from careops.integrations.ports import Attachment, Inbound, Report

MOST_BYTES = 32_000_000
MOST_LINES = 600_000  # a file of 32 MB has 420,000
MOST_LAYERED = 12_000_000  # lines times layers
LAYER = re.compile(rb"boundary\s{0,9}[*=]|:\s{0,99}message/", re.IGNORECASE)
MOST_DIVIDED = 20_000
MOST_HEADERS, LONGEST_HEADER = 300, 8000
MOST_PARTS = 100
MOST_TEXT = 500_000
TO = ("delivered-to", "x-original-to", "x-forwarded-to", "to", "cc")
ENCODINGS = re.compile(
    r"ascii|utf_?-?(8|16|32)(_?-?[bl]e)?(-sig)?|iso8859-\d+|cp(125\d|437|85\d|866|874|932|949|950|1006)|koi8-[ru]|"
    r"gb2312|gbk|gb18030|big5|big5hkscs|shift_jis|euc_(jp|kr|jis_2004)|iso2022_(jp|kr)(_\d)?|mac-\w+|tis-620|hz",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """It is no mail, or one made to keep us busy."""


class _Bounded(Message):
    """A part that keeps no more headers than anybody needs."""

    kept = 0

    def set_raw(self, name: str, value: str) -> None:
        self.kept += 1
        if self.kept <= MOST_HEADERS:
            super().set_raw(name, value)  # type: ignore[misc]


class _Short(Compat32):
    """Cuts headers before anything looks into them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([line[:LONGEST_HEADER] for line in sourcelines[:200]])
        return name[:100], value[:LONGEST_HEADER]


def inbound(raw: bytes, *, event_id: str = "", recipients: tuple[str, ...] = ()) -> Inbound:
    """The mail with everything it says, or one with nothing but its `raw` bytes when it cannot be read; it never raises.

    `recipients` are the envelope's, where the wire knows it; without an `event_id` the mail's hash is it.
    """
    known = event_id or f"mail:{hashlib.sha256(raw).hexdigest()}"
    try:
        return read_mail(raw, event_id=known, recipients=recipients)
    except Exception:  # the library trips over some broken mails in ways of its own; whoever keeps the mail tells which
        return Inbound(known, "email", ("", ""), recipients, "", "", "", "", "", (), {}, (), clock.now(), raw=raw)


def read_mail(raw: bytes, *, event_id: str, recipients: tuple[str, ...] = ()) -> Inbound:
    """The same, but Unreadable, or whatever else goes wrong, is told."""
    mail = _parsed(raw)
    headers = _headers(mail)
    texts, pages, files = _contents(mail)
    named = tuple(address for name in TO for _, address in _addresses(mail, name))
    return Inbound(
        event_id=event_id,
        channel="email",
        sender=next(iter(_addresses(mail, "from")), ("", "")),
        recipients=tuple(dict.fromkeys((*recipients, *named))),
        subject=headers.get("subject", ""),
        text="\n\n".join(texts)[:MOST_TEXT],
        html="<hr>".join(pages)[:MOST_TEXT],
        message_id=_ids(headers.get("message-id", ""))[0],
        in_reply_to=_ids(headers.get("in-reply-to", ""))[0],
        references=tuple(filter(None, _ids(headers.get("references", ""))))[-30:],
        headers=headers,
        attachments=tuple(files),
        at=_date(headers.get("date", "")),
        report=_report(mail),
    )


def headers_of(raw: bytes) -> dict[str, str]:
    """Only the headers, from their raw lines."""
    return _headers(BytesParser(_Bounded, policy=_Short()).parsebytes(raw[:MOST_TEXT].strip() + b"\r\n\r\n", headersonly=True))


def _parsed(raw: bytes) -> Message:
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if len(raw) > MOST_BYTES or lines > MOST_LINES:
        raise Unreadable("This mail is too large")
    if raw.count(b"\n--") > MOST_DIVIDED:
        raise Unreadable("This mail has too many parts")
    if (len(LAYER.findall(raw)) + 1) * lines > MOST_LAYERED:
        raise Unreadable("This mail is nested too deeply")
    try:
        return BytesParser(_Bounded, policy=_Short()).parsebytes(raw)
    except RecursionError:
        raise Unreadable("This mail is nested too deeply") from None


# ── headers ──────────────────────────────────────────────


def _headers(mail: Message) -> dict[str, str]:
    """By small names; of several with one name the first counts, which for what servers add is the nearest server's."""
    found: dict[str, str] = {}
    for name, value in _raw(mail):
        found.setdefault(name, _unfolded(_decoded(value)))
    return found


def _raw(mail: Message) -> Iterator[tuple[str, str]]:
    for name, value in mail.raw_items():  # type: ignore[attr-defined]
        yield str(name).strip().lower(), str(value)


def _unfolded(value: str) -> str:
    return " ".join(value.split())


def _decoded(value: str) -> str:
    """A header with its encoded words made readable; what cannot be read stays as it is."""
    value = decoded(value.encode("utf-8", "surrogateescape"), "")
    try:
        parts = decode_header(value)
        return "".join(part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts)
    except (HeaderParseError, binascii.Error, ValueError):
        return value


def _addresses(mail: Message, name: str) -> Iterator[tuple[str, str]]:
    """(name, address) of that header, taken apart before it is decoded: an encoded comma is no comma."""
    values = [_unfolded(value) for header, value in _raw(mail) if header == name][:20]
    try:
        found = getaddresses(values)[:50]
    except RecursionError:
        return
    for display, address in found:
        if "@" in address and len(address) <= 254:
            yield _unfolded(_decoded(display))[:200], address.encode("utf-8", "replace").decode().strip()


def _ids(value: str) -> list[str]:
    """The ids in a header, or one empty one."""
    return re.findall(r"<[^<>\s]{1,240}>", value[:LONGEST_HEADER]) or [""]


def _date(said: str) -> datetime:
    """When it was written, as far as that can be true; now otherwise."""
    moment = clock.now()
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        told = parsedate_to_datetime(said[:100])
        return min(told.replace(tzinfo=told.tzinfo or UTC).astimezone(UTC), moment)
    return moment


# ── parts ────────────────────────────────────────────────


def decoded(content: bytes, charset: str) -> str:
    """The text in the encoding it says, else in one that fits; only plain encodings, since some others are bombs."""
    for name in (charset, "utf-8"):
        try:
            if ENCODINGS.fullmatch(known := codecs.lookup(name.strip()).name):
                return content.decode(known)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _contents(mail: Message) -> tuple[list[str], list[str], list[Attachment]]:
    """Its texts, its HTML, and its files."""
    texts: list[str] = []
    pages: list[str] = []
    files: list[Attachment] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        named = part.get_filename() or ""
        attached = part.get_content_disposition() == "attachment" or bool(named)
        if kind in ("message/delivery-status", "text/rfc822-headers"):
            continue
        if kind in ("text/plain", "text/html") and not attached:
            words = decoded(_content(part)[: 4 * MOST_TEXT], part.get_content_charset() or "")
            (texts if kind == "text/plain" else pages).append(words[:MOST_TEXT])
        else:
            files.append(Attachment(_decoded(named) or _usual_name(kind), kind, _content(part)))
    return texts, pages, files


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something, in order."""
    waiting: list[Message] = [mail]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            waiting[:0] = _inside(part)
        else:
            yield part


def _inside(part: Message) -> list[Message]:
    """The mails or parts inside it."""
    inner = cast("object", part.get_payload())
    return [one for one in cast("list[object]", inner) if isinstance(one, Message)] if isinstance(inner, list) else []


def _content(part: Message) -> bytes:
    if inner := _inside(part):
        return _mail_bytes(inner[0])
    if str(part.get("content-transfer-encoding", "")).strip().lower() in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return str(part.get_payload()).encode("utf-8", "surrogateescape")
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _mail_bytes(mail: Message) -> bytes:
    """A mail inside a mail, as a file."""
    try:
        return mail.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def _usual_name(kind: str) -> str:
    return {"text/calendar": "invite.ics", "message/rfc822": "mail.eml", "text/html": "page.html"}.get(kind, "file")


# ── reports of mail servers ──────────────────────────────


def _report(mail: Message) -> Report | None:
    if mail.get_content_type() != "multipart/report":
        return None
    about: dict[str, str] = {}
    message_id = ""
    for part in _leaves(mail):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _inside(part)[:5]:
                about |= _headers(block)
        elif kind == "message/rfc822":
            message_id = message_id or next((_ids(_headers(one).get("message-id", ""))[0] for one in _inside(part)), "")
        elif kind == "text/rfc822-headers":
            said = BytesParser(_Bounded, policy=_Short()).parsebytes(_content(part)[:100_000], headersonly=True)
            message_id = message_id or _ids(_headers(said).get("message-id", ""))[0]
    recipient = (about.get("final-recipient") or about.get("original-recipient") or "").rpartition(";")[2].strip()
    reason = about.get("diagnostic-code", "").partition(";")[2].strip() or about.get("status", "")
    return Report(recipient, about.get("action", "").lower(), about.get("status", ""), reason[:300], message_id)
