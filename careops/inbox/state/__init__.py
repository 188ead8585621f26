"""The signed-in screens' side of the inbox: the conversations, the local outbox, the deliveries."""

from careops.inbox.state.composing import Composer
from careops.inbox.state.conversations import Inbox
from careops.inbox.state.deliveries import Attempt, Deliveries
from careops.inbox.state.drawing import Letter
from careops.inbox.state.kept import KeptWords
from careops.inbox.state.letters import Outbox
from careops.inbox.state.rows import Choice, File, Hit, Kept, Later, Line, Mark, Part, Sentence, Tab, Way
from careops.inbox.state.screens import screen
from careops.inbox.state.watching import Other, Watching

__all__ = [
    "Attempt",
    "Choice",
    "Composer",
    "Deliveries",
    "File",
    "Hit",
    "Inbox",
    "Kept",
    "KeptWords",
    "Later",
    "Letter",
    "Line",
    "Mark",
    "Other",
    "Outbox",
    "Part",
    "Sentence",
    "Tab",
    "Watching",
    "Way",
    "screen",
]
