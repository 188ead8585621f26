"""Conversing, sending, and the dispatcher's bookkeeping."""

from careops.inbox.actions.conversing import (
    add_note,
    assign,
    change,
    close,
    mark_read,
    open_for,
    pause,
    receive,
    reopen,
    resume,
    save_draft,
    write_in,
)
from careops.inbox.actions.delivering import claim, retry, settle
from careops.inbox.actions.queueing import queue
from careops.inbox.actions.sending import mail_account, reply, send_automatic, send_test

__all__ = [
    "add_note",
    "assign",
    "change",
    "claim",
    "close",
    "mail_account",
    "mark_read",
    "open_for",
    "pause",
    "queue",
    "receive",
    "reopen",
    "reply",
    "resume",
    "retry",
    "save_draft",
    "send_automatic",
    "send_test",
    "settle",
    "write_in",
]
