"""From a letter to the bytes of a mail: the same letter gives the same bytes, and no text can become a header."""

import re
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from careops.integrations.ports import Attachment, Letter

LONGEST = 900  # characters of one header
BREAKING = {"Cc", "Cf", "Zl", "Zp", "Cs"}  # controls, invisible marks, line and paragraph separators, halves of characters
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
FIELDS = {
    "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "sender", "received", "dkim-signature",
    "mime-version", "content-type", "content-transfer-encoding", "x-sg-id", "x-sg-eid",
}  # fmt: skip
CALENDAR = "text/calendar"
LITERAL = {"list-unsubscribe", "in-reply-to", "references"}  # programs read these, and none of them decodes them first


class Unsendable(ValueError):
    """The letter cannot be made into a mail: its address is none, or a header is not one."""


class _Wire(EmailPolicy):
    """Headers as they are sent; email's own folding would turn an address longer than a line into an encoded word nobody reads."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in LITERAL and str(value).isascii():
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii") if name.lower() in LITERAL else super().fold_binary(name, value)


WIRE = _Wire(linesep="\r\n")


def header_text(text: str) -> str:
    """The text on one line, without anything that could end a header; email's own check lets NUL through."""
    kept = "".join(" " if unicodedata.category(c) in BREAKING else c for c in text)
    return " ".join(kept.split())[:LONGEST]


def mailbox(name: str, spec: str) -> Address:
    """One mailbox; Unsendable when the address is not exactly one."""
    if header_text(spec) != spec or spec.count("@") != 1 or any(c in spec for c in ' ,;<>()[]:\\"'):
        raise Unsendable("not an e-mail address")
    user, _, domain = ascii_address(spec).partition("@")
    if not user or not domain or not user.isascii():
        raise Unsendable("not an e-mail address")
    return Address(header_text(name), user, domain)


def ascii_address(spec: str) -> str:
    """The address as old mail servers know it: the name of a foreign-language domain in its ASCII form."""
    user, at, domain = spec.rpartition("@")
    try:
        return user + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unsendable("not an e-mail address") from None


def compose(letter: Letter) -> EmailMessage:
    """multipart/mixed[alternative[text, html, calendar], files]; only the layers that are needed."""
    mail = EmailMessage(policy=WIRE)
    mail["From"] = mailbox(*letter.sender)
    mail["To"] = mailbox("", letter.to)
    if letter.reply_to[1]:
        mail["Reply-To"] = mailbox(*letter.reply_to)
    mail["Subject"] = header_text(letter.subject)
    mail["Date"] = format_datetime(letter.date)
    mail["Message-ID"] = header_text(letter.message_id)
    for name, value in more_headers(letter).items():
        mail[name] = value
    mail.set_content(_body(letter.text))
    if letter.html:
        mail.add_alternative(_body(letter.html), subtype="html")
    for attachment in letter.attachments:
        _invite(mail, attachment)
    for attachment in letter.attachments:
        _attach(mail, attachment)
    _fix_boundaries(mail, letter.message_id)
    return mail


def more_headers(letter: Letter) -> dict[str, str]:
    """What the letter says beyond its own fields, each on one line; none of them may stand in for a field."""
    if any(not HEADER_NAME.fullmatch(name) or name.lower() in FIELDS for name in letter.headers):
        raise Unsendable("not a header")
    return {name: header_text(value) for name, value in letter.headers.items()}


def _body(text: str) -> str:
    return text.replace("\0", "")


def _invite(mail: EmailMessage, attachment: Attachment) -> None:
    """The calendar beside the text: Gmail and Outlook show their buttons only when it is one of the alternatives."""
    if not attachment.mime.startswith(CALENDAR):
        return
    method = re.search(rb"^METHOD:([A-Z]+)\r?$", attachment.content, re.MULTILINE)
    params = {"method": method.group(1).decode()} if method else {}
    mail.add_alternative(attachment.content.decode("utf-8"), subtype="calendar", params=params)


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.mime.partition(";")[0].strip().partition("/")
    if attachment.mime.startswith(CALENDAR):
        main, sub = "application", "ics"
    filename = header_text(attachment.name).replace("/", "-").replace("\\", "-") or "file"
    mail.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=filename)


def _fix_boundaries(mail: EmailMessage, seed: str) -> None:
    """The library draws boundaries by chance; a second try must send the same bytes."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(sha256(f"{seed} {number}".encode()).hexdigest()[:40])
