"""When two entries are the same person, what they allow, and what their words mean."""

from careops.contacts.rules.people import (
    ContactExists,
    email_key,
    first_name,
    found_by,
    masked_email,
    masked_name,
    masked_phone,
    name_key,
    phone_key,
    prefill_token,
    search_words,
    shown_phone,
)

__all__ = [
    "ContactExists",
    "email_key",
    "first_name",
    "found_by",
    "masked_email",
    "masked_name",
    "masked_phone",
    "name_key",
    "phone_key",
    "prefill_token",
    "search_words",
    "shown_phone",
]
