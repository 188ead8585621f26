"""Reading stock."""

from careops.inventory.queries.ahead import forecast, outlook_sentence, suggestions
from careops.inventory.queries.counting import count, counts_of, stocktake, stocktakes
from careops.inventory.queries.items import Shortage, by_barcode, categories, counts, get, items, low, value
from careops.inventory.queries.ledger import EXPIRY_WARNING, expiring, levels, locations, lots, movement, movements, moves, recall, used_for
from careops.inventory.queries.orders import order, orders, supplier, suppliers
from careops.inventory.queries.outlook import today
from careops.inventory.queries.promised import names, promised
from careops.inventory.queries.proof import counted_since, stocked, unproven
from careops.inventory.queries.tables import items_file

__all__ = [
    "EXPIRY_WARNING",
    "Shortage",
    "by_barcode",
    "categories",
    "count",
    "counted_since",
    "counts",
    "counts_of",
    "expiring",
    "forecast",
    "get",
    "items",
    "items_file",
    "levels",
    "locations",
    "lots",
    "low",
    "movement",
    "movements",
    "moves",
    "names",
    "order",
    "orders",
    "outlook_sentence",
    "promised",
    "recall",
    "stocked",
    "stocktake",
    "stocktakes",
    "suggestions",
    "supplier",
    "suppliers",
    "today",
    "unproven",
    "used_for",
    "value",
]
