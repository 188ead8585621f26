"""What the inbox's screens are made of."""

from careops.inbox.components.panes import OPEN, SHOWN, context, context_parts, conversations, thread

__all__ = ["OPEN", "SHOWN", "context", "context_parts", "conversations", "thread"]
