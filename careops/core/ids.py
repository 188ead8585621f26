"""One kind of id everywhere: uuid7, so that rows sort by birth and cannot be guessed by counting."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh uuid7."""
    return uuid7()
