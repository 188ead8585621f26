"""The shelf's screens."""

from careops.inventory.state.adding import NewItem
from careops.inventory.state.shelf import Moved, Stock
from careops.inventory.state.words import REASONS, Line, LotLine

__all__ = ["REASONS", "Line", "LotLine", "Moved", "NewItem", "Stock"]
