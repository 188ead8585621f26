"""A booking's private link: derived from its row, and never said in two ways."""

from uuid import UUID

from careops.core.crypto import link_token
from careops.core.settings import settings


def private_part(booking_id: UUID, salt: str) -> str:
    """What opens the booking to whoever has it; another salt of the row ends it."""
    return link_token("booking", booking_id, salt)


def manage_url(token: str) -> str:
    """Where the booking is looked at, moved and cancelled with that."""
    return f"{settings.base_url}/manage/{token}"
