"""The signed-in screens' side of the inbox: the conversations, the local outbox, the deliveries."""

from careops.inbox.state.conversations import Inbox
from careops.inbox.state.drawing import Choice, Letter, Line, Screen, Sentence, Tab
from careops.inbox.state.letters import Deliveries, Outbox

__all__ = ["Choice", "Deliveries", "Inbox", "Letter", "Line", "Outbox", "Screen", "Sentence", "Tab"]
