"""Finding people, and what they allow."""

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
    "find",
    "get",
    "matching",
    "page",
    "read_phone",
    "row",
    "same",
    "shown",
    "stand_still",
]
