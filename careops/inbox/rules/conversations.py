"""Who is waiting for whom, and what cannot be done."""

from datetime import datetime

from careops.core.errors import Conflict

PREVIEW = 160


class NoAddress(Conflict):
    """There is no way to reach the contact on that channel."""

    code = "no_address"
    says = "This contact has no address for that channel"


class ChannelNotReady(Conflict):
    """The workspace has no account for that channel."""

    code = "channel_not_ready"
    says = "No account is set up for that channel yet"


class NotAllowed(Conflict):
    """The contact left that channel, or their address refuses what we send; the message says which."""

    code = "not_allowed"
    says = "This contact may not be written to there"


def waiting_after(waiting: datetime | None, *, direction: str, kind: str, automated: bool, at: datetime) -> datetime | None:
    """Since when the contact waits, after this message: from their first unanswered word, until a person answers.

    Automatic messages answer nobody, and a note says nothing to the contact.
    """
    if kind != "message" or automated:
        return waiting
    return (waiting or at) if direction == "in" else None


def seconds_waited(waiting: datetime | None, *, direction: str, kind: str, automated: bool, at: datetime) -> int | None:
    """How long the contact had waited for this message, when it is a person's answer; None when nobody waited, or it answers nobody."""
    if waiting is None or direction == "in" or waiting_after(waiting, direction=direction, kind=kind, automated=automated, at=at):
        return None
    return max(0, int((at - waiting).total_seconds()))


def preview(text: str) -> str:
    """The beginning of a message on one line."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1].rstrip() + "…"


def reply_subject(last: str, business: str) -> str:
    """The last subject of the thread, answered once; mail programs thread by it."""
    if not last:
        return business
    return last if last.lower().startswith("re:") else f"Re: {last}"
