"""One condition as a row: what may be asked of a fact, how it is compared, and the values it names."""

from collections.abc import Sequence
from dataclasses import replace

from careops.automation.rules.catalogue import Kind
from careops.automation.rules.conditions import ALLOWED, OPERATORS, SEVERAL
from careops.automation.schemas import FactRow
from careops.automation.state.drafting.rows import MOST_VALUES, Ask, Pair
from careops.core.i18n import text as _


def ask_of(key: int, fact: FactRow, op: str = "", value: str = "") -> Ask:
    """A row that asks about that fact."""
    allowed = ALLOWED[Kind(fact.kind)]
    yes_no = [("yes", _("yes")), ("no", _("no"))] if fact.kind == Kind.yes_no else fact.choices
    return Ask(
        key=key,
        fact=fact.name,
        op=op if op in allowed else allowed[0],
        value=value or (yes_no[0][0] if yes_no else ""),
        ops=_ops(allowed),
        choices=[Pair(value, label) for value, label in yes_no],
        number=fact.kind == Kind.number,
        unit=fact.unit,
        many=Kind(fact.kind) not in (Kind.number, Kind.yes_no),
    )


def _ops(allowed: Sequence[str], *, several: bool = False) -> list[Pair]:
    words = {**OPERATORS, **SEVERAL} if several else OPERATORS
    return [Pair(op, label) for op, label in words.items() if op in allowed]


def with_value(ask: Ask, value: str) -> Ask:
    """The same, naming that value as well: "is" becomes "is one of", "is not" becomes "is none of"."""
    value = value.strip()
    if not ask.many or not value or any(one.value == value for one in ask.more) or len(ask.more) >= MOST_VALUES - 1:
        return ask
    label = next((one.label for one in ask.choices if one.value == value), value)
    return _named(ask, [*ask.more, Pair(value, label)])


def without_value(ask: Ask, value: str) -> Ask:
    """The same without that value."""
    return _named(ask, [one for one in ask.more if one.value != value])


def one_more(ask: Ask) -> Ask:
    """What stands in the field is named for good; the field takes the next."""
    kept = with_value(ask, ask.value)
    if kept is ask:
        return ask
    left = [one.value for one in ask.choices if one not in kept.more]
    return replace(kept, value=left[0] if left else "")


def _named(ask: Ask, more: list[Pair]) -> Ask:
    return replace(ask, more=more, ops=_ops([one.value for one in ask.ops], several=bool(more)))
