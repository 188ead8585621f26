"""Stocktakes: their list, and the counting of one place."""

from careops.inventory.state.counting.listing import Stocktakes
from careops.inventory.state.counting.one import Counting
from careops.inventory.state.counting.words import CountLine, TakeLine

__all__ = ["CountLine", "Counting", "Stocktakes", "TakeLine"]
