"""Reading conversations and the outbox."""

from careops.inbox.queries.conversations import counts, drafts, get, listing, of_contact, thread, unanswered
from careops.inbox.queries.deliveries import deliveries, delivery, outbox, outbox_letter

__all__ = [
    "counts",
    "deliveries",
    "delivery",
    "drafts",
    "get",
    "listing",
    "of_contact",
    "outbox",
    "outbox_letter",
    "thread",
    "unanswered",
]
