"""Finding people, and what they allow."""

from careops.contacts.queries.consents import by_unsubscribe, consents, ledgers, opted_out, standing_of, suppressed
from careops.contacts.queries.people import (
    Reach,
    Sort,
    by_ids,
    by_prefill,
    find,
    get,
    matching,
    page,
    read_phone,
    row,
    same,
    shown,
    stand_still,
)

__all__ = [
    "Reach",
    "Sort",
    "by_ids",
    "by_prefill",
    "by_unsubscribe",
    "consents",
    "find",
    "get",
    "ledgers",
    "matching",
    "opted_out",
    "page",
    "read_phone",
    "row",
    "same",
    "shown",
    "stand_still",
    "standing_of",
    "suppressed",
]
