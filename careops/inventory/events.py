"""What happens to stock."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class ItemAdded(Fact):
    """There is a new thing to count."""

    kind: ClassVar[str] = "inventory.item_added"
    name: str = ""


@dataclass(frozen=True, slots=True)
class StockMoved(Fact):
    """A quantity changed."""

    kind: ClassVar[str] = "inventory.moved"
    name: str = ""
    unit: str = ""
    reason: str = ""
    change: int = 0
    quantity: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class StockRanLow(Fact):
    """A quantity fell to its threshold, or from low to critical."""

    kind: ClassVar[str] = "inventory.low"
    name: str = ""
    unit: str = ""
    quantity: int = 0
    threshold: int = 0
    reorder_quantity: int = 0
    state: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class StockRecovered(Fact):
    """There is enough again: what the shortage raised may be put away."""

    kind: ClassVar[str] = "inventory.recovered"
    name: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class OrderPlaced(Fact):
    """Something was ordered from a supplier."""

    kind: ClassVar[str] = "purchase.ordered"
    number: int = 0


@dataclass(frozen=True, slots=True)
class OrderArrived(Fact):
    """Some of an order came, or the last of it (`complete`)."""

    kind: ClassVar[str] = "purchase.received"
    number: int = 0
    complete: bool = False


@dataclass(frozen=True, slots=True)
class OrderCancelled(Fact):
    """Nothing more comes of an order."""

    kind: ClassVar[str] = "purchase.cancelled"
    number: int = 0


@dataclass(frozen=True, slots=True)
class StockCounted(Fact):
    """A stocktake was applied: so many items were counted, so many of them differed from the books, worth so much."""

    kind: ClassVar[str] = "stocktake.applied"
    location: str = ""
    counted: int = 0
    differing: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class UsedWhatIsNotThere(Fact):
    """A visit took more of an item than the books had: what is there should be counted."""

    kind: ClassVar[str] = "inventory.missing"
    name: str = ""
    unit: str = ""
    missing: int = 0
    booking_id: str = ""


@dataclass(frozen=True, slots=True)
class BooksDisagree(Fact):
    """The nightly proof failed for an item: its movements do not add up to its level, or its lots hold more than there is."""

    kind: ClassVar[str] = "inventory.unproven"
    name: str = ""
    location: str = ""
    level: int = 0
    ledger: int = 0
    lots: int = 0


@dataclass(frozen=True, slots=True)
class LotExpires(Fact):
    """Something is left of a lot that expires within the days of the warning."""

    kind: ClassVar[str] = "inventory.lot_expiring"
    name: str = ""
    unit: str = ""
    lot: str = ""
    quantity: int = 0
    expires_on: str = ""
