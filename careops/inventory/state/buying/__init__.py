"""Ordering: what should be ordered and what is, and one order from its draft until all of it has come."""

from careops.inventory.state.buying.listing import Orders, Wish, Wishes
from careops.inventory.state.buying.one import OrderLine, OrderPage
from careops.inventory.state.buying.words import OrderHead

__all__ = ["OrderHead", "OrderLine", "OrderPage", "Orders", "Wish", "Wishes"]
