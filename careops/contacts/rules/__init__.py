"""When two entries are the same person, what they allow, and what their words mean."""

from careops.contacts.rules.history import areas_open_to
from careops.contacts.rules.people import (
    GONE,
    ContactErased,
    ContactExists,
    ContactMerged,
    email_key,
    first_name,
    found_by,
    masked_email,
    masked_name,
    masked_phone,
    name_key,
    phone_key,
    postgres_match,
    prefill_token,
    search_words,
    shown_phone,
    sqlite_match,
)

__all__ = [
    "GONE",
    "ContactErased",
    "ContactExists",
    "ContactMerged",
    "areas_open_to",
    "email_key",
    "first_name",
    "found_by",
    "masked_email",
    "masked_name",
    "masked_phone",
    "name_key",
    "phone_key",
    "postgres_match",
    "prefill_token",
    "search_words",
    "shown_phone",
    "sqlite_match",
]
