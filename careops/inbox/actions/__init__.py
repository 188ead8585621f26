"""Conversing, sending, and the dispatcher's bookkeeping."""

from careops.inbox.actions.arriving import arrive
from careops.inbox.actions.arriving import forget_old as forget_arrivals
from careops.inbox.actions.attaching import attach, detach, forget_files
from careops.inbox.actions.claiming import claim
from careops.inbox.actions.conversing import assign, change, close, open_for, pause, receive, reopen, resume, write_in
from careops.inbox.actions.delivering import cancel, forget_old, retry, retry_all
from careops.inbox.actions.drafting import save_draft
from careops.inbox.actions.keeping import change_label, change_reply, create_label, drop_reply, keep_reply, label, remove_label
from careops.inbox.actions.noting import add_note
from careops.inbox.actions.queueing import queue
from careops.inbox.actions.scheduling import (
    answer,
    cancel_scheduled,
    change_scheduled,
    due_to_send,
    schedule,
    send_if_due,
    send_scheduled_now,
)
from careops.inbox.actions.sending import mail_account, mail_member, reply, send_automatic, send_test
from careops.inbox.actions.settling import settle
from careops.inbox.actions.showing import show_card
from careops.inbox.actions.snoozing import due_to_wake, snooze, wake_if_due, wake_up
from careops.inbox.actions.undoing import undo_reply
from careops.inbox.actions.watching import leave, mark_read, watch

__all__ = [
    "add_note",
    "answer",
    "arrive",
    "assign",
    "attach",
    "cancel",
    "cancel_scheduled",
    "change",
    "change_label",
    "change_reply",
    "change_scheduled",
    "claim",
    "close",
    "create_label",
    "detach",
    "drop_reply",
    "due_to_send",
    "due_to_wake",
    "forget_arrivals",
    "forget_files",
    "forget_old",
    "keep_reply",
    "label",
    "leave",
    "mail_account",
    "mail_member",
    "mark_read",
    "open_for",
    "pause",
    "queue",
    "receive",
    "remove_label",
    "reopen",
    "reply",
    "resume",
    "retry",
    "retry_all",
    "save_draft",
    "schedule",
    "send_automatic",
    "send_if_due",
    "send_scheduled_now",
    "send_test",
    "settle",
    "show_card",
    "snooze",
    "undo_reply",
    "wake_if_due",
    "wake_up",
    "watch",
    "write_in",
]
