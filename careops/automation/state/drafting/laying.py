"""A rule laid out: its definition as rows a screen can show and change."""

from typing import Any

from careops.automation.rules.catalogue import Kind
from careops.automation.rules.conditions import ALLOWED, SEVERAL
from careops.automation.schemas.defining import Condition, Definition, Group
from careops.automation.state.drafting.asking import ask_of, with_value
from careops.automation.state.drafting.rows import DOES_WORDS, FIELDS, Ask, Bunch, Deed, Draft, Facts


def draft_of(definition: Definition, facts: Facts, words: str) -> Draft:
    """The rows of a rule; `words` tells its conditions."""
    count, unit = _delay(definition.delay)
    bunches = _bunches(definition.conditions, facts)
    return Draft(
        mode=definition.conditions.mode,
        bunches=bunches or [],
        deeds=[_deed(at, action.model_dump(mode="json")) for at, action in enumerate(definition.actions)],
        delay=str(count),
        unit=str(unit),
        open_days=definition.open_days,
        fixed=words if bunches is None else "",
    )


def _delay(minutes: int) -> tuple[int, int]:
    unit = next((unit for unit in (10080, 1440, 60) if minutes and minutes % unit == 0 and (unit != 1440 or minutes > 1440)), 1)
    return (minutes // unit, unit) if minutes else (0, 60)


def _bunches(group: Group, facts: Facts) -> list[Bunch] | None:
    """The groups as rows; None where the screen could not show them without losing something."""
    if any(not _shown(one, facts) for one in group.conditions()) or group.depth() > 2:
        return None
    plain = all(isinstance(part, Condition) for part in group.parts)
    groups = [group] if plain and group.parts else [part if isinstance(part, Group) else Group(parts=[part]) for part in group.parts]
    keys = iter(range(1000))
    return [
        Bunch(next(keys), one.mode, [_ask(next(keys), part, facts) for part in one.parts if isinstance(part, Condition)]) for one in groups
    ]


def _shown(condition: Condition, facts: Facts) -> bool:
    """Whether a row can show it: a fact of this trigger, compared as may be, with several values only where each of them counts."""
    fact = facts.get(condition.fact)
    if fact is None or condition.op not in ALLOWED[Kind(fact.kind)]:
        return False
    counts = Kind(fact.kind) not in (Kind.number, Kind.yes_no)
    return len(condition.values) == 1 or (counts and condition.op in SEVERAL)


def _ask(key: int, condition: Condition, facts: Facts) -> Ask:
    *more, last = dict.fromkeys(condition.values)
    asked = ask_of(key, facts[condition.fact], condition.op, last)
    for value in more:
        asked = with_value(asked, value)
    return asked


def _deed(key: int, said: dict[str, Any]) -> Deed:
    told = {name: str(said[name]) for name in FIELDS if said.get(name) is not None}
    return Deed(key=key, do=said["do"], title=DOES_WORDS[said["do"]], **told)
