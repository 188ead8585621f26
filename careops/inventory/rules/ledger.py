"""What a movement does to a quantity, to the lots and to the day's sums, and when a quantity is too small."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from careops.core.errors import Conflict, Invalid
from careops.inventory.models import Reason

L = TypeVar("L")
SEVERITY = {"ok": 0, "low": 1, "critical": 2}
SIGNED = frozenset({Reason.adjust, Reason.counted})
COMES = frozenset({Reason.receive, Reason.give_back})
SPARE = 10  # per cent over its threshold at which an item counts as restocked


class OutOfStock(Conflict):
    """There is less than was to be taken, and this item may not go below zero."""

    code, says = "out_of_stock", "There is not that much left"


class NotCounted(Conflict):
    """Nobody counts this item: there is no quantity that could change."""

    code, says = "not_counted", "Nobody counts this item; say whether it needs a refill"


class LotsLeft(Conflict):
    """Lots that nobody looks at any more would no longer agree with the level."""

    code, says = "lots_left", "There is something left in its lots. Use them up, or write them off, first"


class KeyTaken(Conflict):
    """The key was used for a movement of something else."""

    code, says = "key_taken", "This key belongs to another movement"


def change(reason: Reason, quantity: int, pack: int = 1) -> int:
    """The signed change of a movement, in units; taking is told as a positive number, an adjustment or a count with its sign."""
    if quantity == 0:
        raise Invalid.field("quantity", "Give a number other than 0")
    if reason is Reason.move:
        raise Invalid.field("reason", "What is carried from one place to another is a transfer")
    if reason in SIGNED:
        return quantity * pack
    if quantity < 0:
        raise Invalid.field("quantity", "Give a number above 0; the reason says whether it comes or goes")
    return quantity * pack if reason in COMES else -quantity * pack


# ── too little ───────────────────────────────────────────


def state(quantity: int, threshold: int, *, counted: bool = True, needs_refill: bool = False) -> str:
    """ok, low at the threshold, critical at half of it; what nobody counts is low when somebody says so."""
    if not counted:
        return "low" if needs_refill else "ok"
    if not threshold or quantity > threshold:
        return "ok"
    return "critical" if quantity * 2 <= threshold else "low"


def recovered(quantity: int, threshold: int) -> bool:
    """Whether there is enough again: more than a tenth over the threshold, at least two. Short of that it would soon be low again."""
    return quantity > threshold + max(1, threshold * SPARE // 100)


def heard(told: str, quantity: int, threshold: int, *, counted: bool = True, needs_refill: bool = False) -> str:
    """The state that is told from now on, when `told` was told last: each step down at once, getting better only when it is over."""
    now = state(quantity, threshold, counted=counted, needs_refill=needs_refill)
    if worsened(told, now):
        return now
    over = now == "ok" and (not counted or not threshold or recovered(quantity, threshold))
    return "ok" if over else told


def worsened(before: str, after: str) -> bool:
    """Whether somebody should hear about it: each step down is told once."""
    return SEVERITY[after] > SEVERITY[before]


# ── lots ─────────────────────────────────────────────────


def first_expiring(lots: Sequence[tuple[L, int]], quantity: int) -> list[tuple[L | None, int]]:
    """From which lots so many are taken, in their order; what no lot holds comes from what has none."""
    taken: list[tuple[L | None, int]] = []
    for lot, left in lots:
        if quantity <= 0:
            break
        part = min(left, quantity)
        taken.append((lot, part))
        quantity -= part
    return [*taken, (None, quantity)] if quantity > 0 else taken


def credited(arrived: int, level: int) -> int:
    """How many of what arrived are in the lot: what was used before it was there is owed first, so that lots hold no more than there is."""
    return max(min(arrived, level), 0)


# ── a day's sums ─────────────────────────────────────────


class Sums(NamedTuple):
    """What a movement adds to its day."""

    used: int = 0
    received: int = 0
    lost: int = 0


def sums(reason: Reason, change: int) -> Sums:
    """Used is what was used or sold less what came back, lost what was wasted or not there; carrying changes nothing."""
    if reason in (Reason.use, Reason.sale, Reason.give_back):
        return Sums(used=-change)
    if reason is Reason.receive:
        return Sums(received=change)
    return Sums() if reason is Reason.move else Sums(lost=-change)
