"""What the inbox's screens are made of."""

from careops.inbox.components.context import OPEN, context, context_parts
from careops.inbox.components.listing import SHOWN, conversations
from careops.inbox.components.talking import thread
from careops.inbox.queries.threads import CARDS as cards

__all__ = ["OPEN", "SHOWN", "cards", "context", "context_parts", "conversations", "thread"]
