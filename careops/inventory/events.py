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


@dataclass(frozen=True, slots=True)
class StockRecovered(Fact):
    """There is enough again: what the shortage raised may be put away."""

    kind: ClassVar[str] = "inventory.recovered"
    name: str = ""
    quantity: int = 0
