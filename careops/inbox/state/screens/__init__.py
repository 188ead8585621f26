"""From what the queries tell to the rows the inbox draws."""

from careops.inbox.state.screens.panes import screen
from careops.inbox.state.screens.places import CHANNELS, address, shown_as
from careops.inbox.state.screens.telling import size_text

__all__ = ["CHANNELS", "address", "screen", "shown_as", "size_text"]
