"""What a letter says and how it is kept: rendered once, stored as plain data, sent again byte for byte."""

from base64 import b32decode, b32encode, b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from careops.business.schemas import BusinessRow
from careops.core.crypto import check_link, link_id, link_token
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.inbox.rules.texts import length
from careops.integrations.ports import Attachment, Letter, Text
from careops.ui.public.frame import Brand
from careops.ui.public.mail import Mail, Paragraph

REPLY = "reply+"
TEXT = "text"  # the mark of a stored text message
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def brand(business: BusinessRow) -> Brand:
    """The business as its mail shows it."""
    return Brand(
        name=business.name,
        colour=business.colour,
        address=business.address,
        phone=business.phone,
        initials=business.mark,
        home=business.booking_url,
        contact=business.contact_url,
    )


def reply_mail(business: BusinessRow, *, author: str, subject: str, text: str, locale: str) -> Mail:
    """A person's answer in the business's look."""
    return Mail(
        brand=brand(business),
        subject=subject,
        preheader=" ".join(text.split())[:120],
        title=_("{name} wrote to you", locale, name=author or business.name),
        blocks=[Paragraph(part) for part in text.split("\n\n") if part.strip()],
        why=_("You get this because you are in touch with {business}.", locale, business=business.name),
        locale=locale,
    )


def message_id(delivery_id: UUID) -> str:
    """The delivery's Message-ID: the same at every try, so that a reader's program shows it once."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    return f"<{delivery_id}@{host if '.' in host else 'careops.localdomain'}>"


def reply_address(conversation_id: UUID, domain: str) -> str:
    """Where answers to a conversation are to go: its private link as part of an address, in letters whose case means nothing."""
    link = urlsafe_b64decode(link_token("reply", conversation_id) + "=")
    return f"{REPLY}{b32encode(link).decode().rstrip('=').lower()}@{domain}"


def replied_to(addresses: Iterable[str]) -> UUID | None:
    """The conversation that one of these addresses is of; None when none is one of ours. It proves no sender: links travel."""
    for address in addresses:
        local = address.rpartition("@")[0].strip().lower()
        if not local.startswith(REPLY) or len(local) > 64:
            continue
        written = local.removeprefix(REPLY)
        with suppress(ValueError, NotFound):
            raw = b32decode(written.upper() + "====")
            link = urlsafe_b64encode(raw).decode().rstrip("=")
            check_link("reply", link, link_id(link))
            if b32encode(raw).decode().rstrip("=").lower() == written:  # the last letter has bits to spare: one way of writing it is ours
                return link_id(link)
    return None


def own_delivery(reference: str) -> UUID | None:
    """The delivery whose Message-ID this is, by the looks of it; the row itself has to say so."""
    local, _at, host = reference.strip().strip("<>").partition("@")
    with suppress(ValueError):
        return UUID(local) if f"@{host}>" in message_id(UUID(local)) else None
    return None


def threading(references: Sequence[str]) -> dict[str, str]:
    """The headers that keep an answer in its thread: the first and the last few of what came before."""
    known = [reference for reference in references if reference]
    if not known:
        return {}
    kept = known if len(known) <= 4 else [known[0], *known[-3:]]
    return {"In-Reply-To": known[-1], "References": " ".join(kept)}


def letter(
    delivery_id: UUID,
    *,
    at: datetime,
    sender: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    reply_to: tuple[str, str] = ("", ""),
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    files: Sequence[tuple[UUID, str]] = (),
) -> dict[str, Any]:
    """A letter as it is stored; the sender's address is the account's it will leave through.

    What was made for this letter is stored in it; of `files` of the message only their ids and names: their bytes are kept once, and
    put in when it is taken on (`with_files`).
    """
    return {
        "message_id": message_id(delivery_id),
        "date": at.replace(microsecond=0).isoformat(),
        "sender": sender,
        "to": to,
        "reply_to": list(reply_to),
        "subject": subject,
        "text": text,
        "html": html,
        "headers": headers or {},
        "attachments": [_stored(a) for a in attachments],
        "files": [[str(id), name] for id, name in files],
    }


def _stored(file: Attachment) -> list[str]:
    return [file.name, file.mime, b64encode(file.content).decode()]


def file_ids(stored: dict[str, Any]) -> list[UUID]:
    """The files of the message that go along."""
    return [UUID(id) for id, _name in stored.get("files", ())]


def file_names(stored: dict[str, Any]) -> list[str]:
    """What everything that goes along is called."""
    return [name for name, _mime, _content in stored.get("attachments", ())] + [name for _id, name in stored.get("files", ())]


def with_files(stored: dict[str, Any], files: Sequence[Attachment]) -> dict[str, Any]:
    """The stored letter with the bytes of its message's files."""
    return {**stored, "attachments": [*stored["attachments"], *map(_stored, files)]}


def text_letter(delivery_id: UUID, *, to: str, text: str) -> dict[str, Any]:
    """A text message as it is stored, with how many segments it will be billed as."""
    return {"kind": TEXT, "message_id": message_id(delivery_id), "to": to, "text": text, "segments": length(text).segments}


def unsubscribe_url(contact_id: UUID) -> str:
    """Where a contact tells that they want no more mail."""
    return f"{settings.base_url}/u/{link_token('unsubscribe', contact_id)}?channel=email"


def unsubscribing(url: str) -> dict[str, str]:
    """What marketing mail must carry: one click of a mail program unsubscribes, by POST and without a page (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_stored(delivery_id: UUID, stored: dict[str, Any], expires_at: datetime | None = None) -> Letter | Text:
    """The stored letter or text, ready for a gateway that fills in its own address."""
    if stored.get("kind") == TEXT:
        return Text(stored["message_id"], stored["to"], stored["text"], key=str(delivery_id), expires_at=expires_at)
    return replace(read_letter(stored), key=str(delivery_id))


def read_letter(stored: dict[str, Any]) -> Letter:
    """The stored letter, ready for a gateway that fills in its own address."""
    return Letter(
        message_id=stored["message_id"],
        date=datetime.fromisoformat(stored["date"]),
        sender=(stored["sender"], ""),
        to=stored["to"],
        reply_to=(stored["reply_to"][0], stored["reply_to"][1]),
        subject=stored["subject"],
        text=stored["text"],
        html=stored["html"],
        headers=dict(stored["headers"]),
        attachments=tuple(Attachment(name, mime, b64decode(content)) for name, mime, content in stored["attachments"]),
    )
