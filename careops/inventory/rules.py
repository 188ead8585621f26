"""What a movement does to a quantity, and when a quantity is too small."""

from careops.core.errors import Conflict, Invalid
from careops.inventory.models import Reason

SEVERITY = {"ok": 0, "low": 1, "critical": 2}


class OutOfStock(Conflict):
    """There is less than was to be taken, and this item may not go below zero."""

    code, says = "out_of_stock", "There is not that much left"


def change(reason: Reason, quantity: int) -> int:
    """The signed change of a movement; taking is told as a positive number, an adjustment with its sign."""
    if quantity == 0:
        raise Invalid.field("quantity", "Give a number other than 0")
    if reason is Reason.adjust:
        return quantity
    if quantity < 0:
        raise Invalid.field("quantity", "Give a number above 0; the reason says whether it comes or goes")
    return quantity if reason in (Reason.receive, Reason.give_back) else -quantity


def state(quantity: int, threshold: int) -> str:
    """ok, low at the threshold, critical at half of it."""
    if not threshold or quantity > threshold:
        return "ok"
    return "critical" if quantity * 2 <= threshold else "low"


def worsened(before: str, after: str) -> bool:
    """Whether somebody should hear about it: each step down is told once."""
    return SEVERITY[after] > SEVERITY[before]
