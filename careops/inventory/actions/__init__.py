"""Adding items and moving stock, ordering and counting it, and keeping it for bookings."""

from careops.inventory.actions.counting import (
    apply_stocktake,
    cancel_stocktake,
    count_item,
    forget_count,
    reveal_stocktake,
    start_stocktake,
)
from careops.inventory.actions.items import add_item, archive_item, edit_item
from careops.inventory.actions.moving import move, transfer, use
from careops.inventory.actions.orders import cancel_order, draft_order, draft_reorders, edit_order, place_order, receive_order
from careops.inventory.actions.places import add_location, order_locations, remove_location, rename_location
from careops.inventory.actions.promised import correct_use, keep_instead, put_off, release, reserve, use_for_booking
from careops.inventory.actions.proving import prove, warn_of_expiry
from careops.inventory.actions.suppliers import add_supplier, edit_supplier, remove_supplier
from careops.inventory.actions.tables import import_items
from careops.inventory.actions.waiting import bring_in_file, keep_file, try_file

__all__ = [
    "add_item",
    "add_location",
    "add_supplier",
    "apply_stocktake",
    "archive_item",
    "bring_in_file",
    "cancel_order",
    "cancel_stocktake",
    "correct_use",
    "count_item",
    "draft_order",
    "draft_reorders",
    "edit_item",
    "edit_order",
    "edit_supplier",
    "forget_count",
    "import_items",
    "keep_file",
    "keep_instead",
    "move",
    "order_locations",
    "place_order",
    "prove",
    "put_off",
    "receive_order",
    "release",
    "remove_location",
    "remove_supplier",
    "rename_location",
    "reserve",
    "reveal_stocktake",
    "start_stocktake",
    "transfer",
    "try_file",
    "use",
    "use_for_booking",
    "warn_of_expiry",
]
