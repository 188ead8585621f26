"""One item: all that is known of it, and everything that can be done."""

from careops.inventory.state.item.known import Entry, There, UsedIn, users
from careops.inventory.state.item.page import ItemPage

__all__ = ["Entry", "ItemPage", "There", "UsedIn", "users"]
