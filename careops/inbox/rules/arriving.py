"""What arrives and what it means: how it is kept until it is understood, whether a person wrote it, and which of two statuses counts."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from careops.core.errors import Conflict
from careops.inbox.rules.letters import REPLY
from careops.inbox.rules.mailtext import storable
from careops.integrations.ports import Attachment, Inbound, News, Report, StatusNews

MOST_TRIES = 8
LEASE = timedelta(minutes=3)
PATIENCE = timedelta(hours=3)  # for news of a message we may be about to know
FIRST_WAIT, LONGEST_WAIT = 2, 3600  # seconds
MOST_KEPT = 500_000  # characters of a text or a page
CHATTY = {"email": 15, "sms": 30}  # messages of one sender within ten minutes that a person may well write
MOST_HEARD = 120  # within an hour; what comes on top is a machine's and not kept as messages
TALK, HOUR = timedelta(minutes=10), timedelta(hours=1)
REPORT = ("recipient", "action", "status", "reason", "message_id")
SEALED = re.compile(r"[^\x20-\x7e]")


class NotReplayable(Conflict):
    """Only what failed is dealt with again."""

    code = "not_replayable"
    says = "Only an arrival that failed can be dealt with again"


class Hopeless(ValueError):
    """It will be no better next time."""


class NotYet(ValueError):
    """It may be better later."""


# ── kept until it is understood ──────────────────────────


@dataclass(frozen=True, slots=True)
class Kept:
    """News as a row holds it."""

    event_id: str
    kind: Literal["status", "message"]
    body: dict[str, Any]
    raw: bytes


def pack(news: News) -> Kept:
    """The news as plain data; files and whole mails go beside it, as bytes."""
    if isinstance(news, StatusNews):
        told = {"provider_id": news.provider_id, "delivery_key": news.delivery_key, "state": news.state, "reason": news.reason[:300]}
        body = told | {"wire_id": news.wire_id, "at": news.at.isoformat()}
        return Kept(_event_id(news.event_id, body, b""), "status", _plain(body), b"")
    body = {
        "channel": news.channel,
        "sender": list(news.sender),
        "recipients": list(news.recipients)[:50],
        "subject": news.subject[:1000],
        "text": news.text[:MOST_KEPT],
        "html": news.html[:MOST_KEPT],
        "message_id": news.message_id[:250],
        "in_reply_to": news.in_reply_to[:250],
        "references": [reference[:250] for reference in news.references[-30:]],
        "headers": {name[:100].lower(): value[:2000] for name, value in list(news.headers.items())[:100]},
        "at": news.at.isoformat(),
        "fetch": news.fetch,
        "files": [[file.name[:500], file.mime[:200], len(file.content)] for file in news.attachments],
        "report": [getattr(news.report, name) for name in REPORT] if news.report else [],
        "whole": bool(news.raw),
    }
    raw = news.raw or b"".join(file.content for file in news.attachments)
    return Kept(_event_id(news.event_id, body, raw), "message", _plain(body), raw)


def unpack(kind: str, event_id: str, body: Mapping[str, Any], raw: bytes) -> News:
    """The news again."""
    at = datetime.fromisoformat(body["at"])
    if kind == "status":
        return StatusNews(event_id, body["provider_id"], body["delivery_key"], body["state"], body["reason"], body["wire_id"], at)
    files: list[Attachment] = []
    start = 0
    for name, mime, size in () if body["whole"] else body["files"]:
        files.append(Attachment(name, mime, raw[start : start + size]))
        start += size
    return Inbound(
        event_id,
        body["channel"],
        (body["sender"][0], body["sender"][1]),
        tuple(body["recipients"]),
        body["subject"],
        body["text"],
        body["html"],
        body["message_id"],
        body["in_reply_to"],
        tuple(body["references"]),
        body["headers"],
        tuple(files),
        at,
        body["fetch"],
        Report(*body["report"]) if body["report"] else None,
        raw if body["whole"] else b"",
    )


def _event_id(given: str, body: Mapping[str, Any], raw: bytes) -> str:
    """The provider's own id; where there is none, or none a row can hold, what was said stands for itself."""
    if given and len(given) <= 250 and not SEALED.search(given):
        return given
    whole = hashlib.sha256(f"{given}{sorted(body.items())}".encode("utf-8", "replace") + raw)
    return "said:" + b64encode(whole.digest()).decode()


def _plain(value: Any) -> Any:
    """Texts a database can hold, all the way down."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {storable(str(name)): _plain(one) for name, one in cast("dict[Any, Any]", value).items()}
    return value


def wait(tries: int) -> timedelta:
    """Until it is looked at again: two seconds, doubled each time, an hour at most."""
    return timedelta(seconds=min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries, 20)))


# ── statuses ─────────────────────────────────────────────

RANK = {"sent": 1, "deferred": 2, "delivered": 3, "failed": 4, "opted_out": 4, "bounced": 5, "complained": 6}
TROUBLE = {"failed", "bounced", "complained"}


@dataclass(frozen=True, slots=True)
class Told:
    """How a delivery stands by what providers told; `rank` is that of the news that made it so."""

    state: str
    reason: str
    rank: int


def standing(state: str, reason: str) -> int:
    """The rank of what is known about a delivery; 0 where only we have spoken yet."""
    if state == "sent":
        return RANK["deferred"] if reason else RANK["sent"]
    return RANK.get(state, 0) if state in ("delivered", *TROUBLE) else 0


def later(state: str, reason: str, news: StatusNews) -> Told | None:
    """What follows from the news, or None when more is known already.

    The furthest counts, not the latest: so whatever the order of arrival and however often each comes, the end is the same.
    """
    rank = RANK[news.state]
    if rank <= standing(state, reason):
        return None
    match news.state:
        case "sent":
            return Told("sent", "", rank)
        case "deferred":
            return Told("sent", news.reason or "The provider goes on trying", rank)
        case "opted_out":
            return Told("failed", news.reason or "The person opted out", rank)
        case "delivered":
            return Told("delivered", "", rank)
        case _:
            return Told(news.state, news.reason or "The provider says no more", rank)


# ── who wrote it ─────────────────────────────────────────

Nature = Literal["person", "automatic", "list", "bounce", "own"]
DAEMON = re.compile(
    r"(mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?|no-?reply|do-?not-?reply|noreply)([+=._-].*)?@.*", re.IGNORECASE
)
AWAY = re.compile(
    r"(auto(matic)?[ -]?(reply|response|antwort)|out of (the )?office|abwesen|respuesta autom|réponse autom|autoreply)", re.IGNORECASE
)


def nature(news: Inbound, *, ours: frozenset[str]) -> Nature:
    """Whether a person wrote this mail. What machines write is never answered and nobody waits for an answer to it (RFC 3834)."""
    said = {name: value.strip().lower() for name, value in news.headers.items()}
    sender = news.sender[1].lower()
    if sender in ours or sender.startswith(REPLY):
        return "own"
    if said.get("content-type", "").startswith("multipart/report") or said.get("return-path") == "<>":
        return "automatic" if AWAY.match(news.subject) else "bounce"
    if sender.startswith(("mailer-daemon@", "postmaster@")):
        return "bounce"
    if said.get("list-id") or said.get("precedence") in ("list", "bulk", "junk") or "list-unsubscribe" in said:
        return "list"
    automatic = said.get("auto-submitted", "no").partition(";")[0] != "no" or said.get("precedence") == "auto_reply"
    marked = any(name in said for name in ("x-autoreply", "x-autorespond", "x-auto-response-suppress"))
    return "automatic" if automatic or marked or DAEMON.fullmatch(sender) or AWAY.match(news.subject) else "person"


def same_subject(one: str, other: str) -> bool:
    """Whether two subjects are of one thread: without what answering and forwarding put before them."""
    return _bare(one) == _bare(other)


def _bare(subject: str) -> str:
    bare = " ".join(subject[:500].split()).casefold()
    while (cut := re.sub(r"^(re|aw|fwd?|wg|rv|tr|antw|sv|vs)\s?(\[\d+\])?:\s*", "", bare)) != bare:
        bare = cut
    return bare


def name_of(display: str, address: str) -> str:
    """What to call somebody nobody knows yet: the name they write under, else the beginning of their address."""
    name = " ".join(storable(display[:400]).replace('"', " ").split())[:120].strip()
    return (
        name if name and "@" not in name else (address.partition("@")[0].replace(".", " ").replace("_", " ").title()[:120] or address[:120])
    )


def once(news: Inbound) -> str:
    """The key by which the same message is kept once, through whichever door it came: a mail by what it is, the rest by its own id."""
    if news.channel != "email" or not news.message_id:
        return f"in:{news.channel}:{news.event_id}"[:200]
    what = "\n".join((news.message_id, news.sender[1].lower(), news.subject, news.text[:2000], news.html[:2000]))
    return "in:mail:" + hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()
