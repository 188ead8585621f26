"""One kind of id everywhere: uuid7, so that rows sort by birth and cannot be guessed by counting."""

from uuid import UUID

from uuid_utils.compat import uuid7

from careops.core.errors import NotFound


def new_id() -> UUID:
    """A fresh uuid7."""
    return uuid7()


def read_id(text: object) -> UUID:
    """The id a client sent as text; NotFound for anything that is none, since nothing can be there."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
