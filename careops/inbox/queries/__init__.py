"""Reading conversations and the outbox."""

from careops.inbox.queries.arrivals import arrivals, attachment
from careops.inbox.queries.conversations import counts, get, listing, longest_waiting, of_contact, pressing, unanswered
from careops.inbox.queries.deliveries import attempts, deliveries, delivery, outbox, outbox_letter
from careops.inbox.queries.drafted import draft_files
from careops.inbox.queries.gating import Asked, gate, gates
from careops.inbox.queries.keeping import TOLD, canned_replies, filled_replies, labels, mentions
from careops.inbox.queries.notes import notes_of
from careops.inbox.queries.searching import search
from careops.inbox.queries.standing import stuck, waiting
from careops.inbox.queries.templates import SAMPLES, template, template_row, trial, written
from careops.inbox.queries.texting import as_texted
from careops.inbox.queries.threads import CARDS, around, attachments, drafts, html, scheduled, thread, viewers, ways

__all__ = [
    "CARDS",
    "SAMPLES",
    "TOLD",
    "Asked",
    "around",
    "arrivals",
    "as_texted",
    "attachment",
    "attachments",
    "attempts",
    "canned_replies",
    "counts",
    "deliveries",
    "delivery",
    "draft_files",
    "drafts",
    "filled_replies",
    "gate",
    "gates",
    "get",
    "html",
    "labels",
    "listing",
    "longest_waiting",
    "mentions",
    "notes_of",
    "of_contact",
    "outbox",
    "outbox_letter",
    "pressing",
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
