"""Reading conversations and the outbox."""

from careops.inbox.queries.arrivals import arrivals, attachment
from careops.inbox.queries.conversations import counts, get, listing, of_contact, unanswered
from careops.inbox.queries.deliveries import attempts, deliveries, delivery, outbox, outbox_letter
from careops.inbox.queries.gating import Asked, gate, gates
from careops.inbox.queries.keeping import TOLD, canned_replies, filled_replies, labels, mentions
from careops.inbox.queries.searching import search
from careops.inbox.queries.standing import stuck, waiting
from careops.inbox.queries.templates import SAMPLES, template, template_row, trial, written
from careops.inbox.queries.threads import CARDS, around, attachments, drafts, html, scheduled, thread, viewers, ways

__all__ = [
    "CARDS",
    "SAMPLES",
    "TOLD",
    "Asked",
    "around",
    "arrivals",
    "attachment",
    "attachments",
    "attempts",
    "canned_replies",
    "counts",
    "deliveries",
    "delivery",
    "drafts",
    "filled_replies",
    "gate",
    "gates",
    "get",
    "html",
    "labels",
    "listing",
    "mentions",
    "of_contact",
    "outbox",
    "outbox_letter",
    "scheduled",
    "search",
    "stuck",
    "template",
    "template_row",
    "thread",
    "trial",
    "unanswered",
    "viewers",
    "waiting",
    "ways",
    "written",
]
