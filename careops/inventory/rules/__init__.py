"""What a movement does to a quantity, when a quantity is too small, and how long it lasts."""

from careops.inventory.rules.ledger import (
    KeyTaken,
    LotsLeft,
    NotCounted,
    OutOfStock,
    Sums,
    change,
    credited,
    first_expiring,
    heard,
    recovered,
    state,
    sums,
    worsened,
)

__all__ = [
    "KeyTaken",
    "LotsLeft",
    "NotCounted",
    "OutOfStock",
    "Sums",
    "change",
    "credited",
    "first_expiring",
    "heard",
    "recovered",
    "state",
    "sums",
    "worsened",
]
