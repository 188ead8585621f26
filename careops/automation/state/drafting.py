"""A rule while it is edited: rows a screen can show and change, and the definition they stand for."""

from dataclasses import dataclass, field, replace
from typing import Any

from careops.automation.rules.catalogue import Kind, Trigger, fact_of
from careops.automation.rules.conditions import ALLOWED, OPERATORS
from careops.automation.rules.messages import messages_for
from careops.automation.rules.sentences import WAYS
from careops.automation.schemas import FactRow
from careops.automation.schemas.defining import Condition, Definition, Group
from careops.core.i18n import text as _

UNITS = (("1", _("minutes")), ("60", _("hours")), ("1440", _("days")), ("10080", _("weeks")))
DOES = (
    ("send", _("Send a message of ours")),
    ("write", _("Send your own words")),
    ("form", _("Ask for a form")),
    ("alert", _("Alert the team")),
    ("assign", _("Assign the conversation")),
    ("label", _("Label the conversation")),
    ("close", _("Close the conversation")),
    ("snooze", _("Snooze the conversation")),
    ("pause", _("Pause automation")),
    ("webhook", _("Call webhooks")),
)
DOES_WORDS = dict(DOES)
FIELDS = ("message", "way", "purpose", "subject", "text", "template_id", "priority", "member_id", "label", "minutes", "note")


@dataclass(frozen=True)
class Pair:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True)
class Ask:
    """One condition; `choices` is empty where the answer is typed."""

    key: int
    fact: str
    op: str
    value: str
    ops: list[Pair]
    choices: list[Pair]
    number: bool
    unit: str


@dataclass(frozen=True)
class Bunch:
    """Conditions of which all, or any, have to hold."""

    key: int
    mode: str
    asks: list[Ask]


@dataclass(frozen=True)
class Deed:
    """One action, with whatever its kind needs."""

    key: int
    do: str
    title: str
    message: str = ""
    way: str = "email"
    purpose: str = "service"
    subject: str = ""
    text: str = ""
    template_id: str = ""
    priority: str = "medium"
    member_id: str = ""
    label: str = ""
    minutes: str = "1440"
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """The whole rule. `fixed` tells conditions that are too deep for this screen: they stay as they are."""

    mode: str = "all"
    bunches: list[Bunch] = field(default_factory=list[Bunch])
    deeds: list[Deed] = field(default_factory=list[Deed])
    delay: str = "0"
    unit: str = "60"
    open_days: bool = False
    fixed: str = ""


Facts = dict[str, FactRow]


# ── from a definition ────────────────────────────────────


def draft_of(definition: Definition, trigger: Trigger, facts: Facts, words: str) -> Draft:
    """The rows of a rule; `words` tells its conditions."""
    count, unit = _delay(definition.delay)
    bunches = _bunches(definition.conditions, trigger, facts)
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


def _bunches(group: Group, trigger: Trigger, facts: Facts) -> list[Bunch] | None:
    """The groups as rows; None where the screen could not show them without losing something."""
    if any(len(one.values) != 1 or fact_of(trigger, one.fact) is None for one in group.conditions()) or group.depth() > 2:
        return None
    plain = all(isinstance(part, Condition) for part in group.parts)
    groups = [group] if plain and group.parts else [part if isinstance(part, Group) else Group(parts=[part]) for part in group.parts]
    keys = iter(range(1000))
    return [
        Bunch(next(keys), one.mode, [_ask(next(keys), part, facts) for part in one.parts if isinstance(part, Condition)]) for one in groups
    ]


def _ask(key: int, condition: Condition, facts: Facts) -> Ask:
    return ask_of(key, facts[condition.fact], condition.op, condition.values[0])


def ask_of(key: int, fact: FactRow, op: str = "", value: str = "") -> Ask:
    """A row that asks about that fact."""
    allowed = ALLOWED[Kind(fact.kind)]
    yes_no = [("yes", _("yes")), ("no", _("no"))] if fact.kind == Kind.yes_no else fact.choices
    return Ask(
        key=key,
        fact=fact.name,
        op=op if op in allowed else allowed[0],
        value=value or (yes_no[0][0] if yes_no else ""),
        ops=[Pair(one, OPERATORS[one]) for one in allowed],
        choices=[Pair(value, label) for value, label in yes_no],
        number=fact.kind == Kind.number,
        unit=fact.unit,
    )


def _deed(key: int, said: dict[str, Any]) -> Deed:
    told = {name: str(said[name]) for name in FIELDS if said.get(name) is not None}
    return Deed(key=key, do=said["do"], title=DOES_WORDS[said["do"]], **told)


def deed_of(key: int, do: str, trigger: str) -> Deed:
    """A new action of that kind."""
    usual = next((message.name for message in messages_for(trigger)), "")
    return Deed(key=key, do=do, title=DOES_WORDS[do], message=usual)


# ── to a definition ──────────────────────────────────────

OF_KIND = {
    "send": ("message", "way"),
    "write": ("subject", "text", "way", "purpose"),
    "form": ("template_id",),
    "alert": ("text", "priority"),
    "assign": ("member_id",),
    "label": ("label",),
    "snooze": ("minutes",),
    "webhook": ("note",),
}


def said(draft: Draft, kept: Definition) -> dict[str, Any]:
    """What the rows stand for, to be read as a Definition."""
    conditions = kept.conditions.model_dump(mode="json") if draft.fixed else _conditions(draft)
    return {
        "conditions": conditions,
        "delay": _minutes(draft.delay, draft.unit),
        "open_days": draft.open_days,
        "actions": [_action(deed) for deed in draft.deeds],
    }


def _minutes(count: str, unit: str) -> int | str:
    """The delay in minutes; what is no number is handed on, to be refused with its field."""
    try:
        return round(float(count.replace(",", ".") or 0) * int(unit))
    except (ValueError, OverflowError):
        return count


def _conditions(draft: Draft) -> dict[str, Any]:
    groups = [
        {"mode": bunch.mode, "parts": [{"fact": ask.fact, "op": ask.op, "values": [ask.value]} for ask in bunch.asks]}
        for bunch in draft.bunches
        if bunch.asks
    ]
    return groups[0] if len(groups) == 1 else {"mode": draft.mode, "parts": groups}


def _action(deed: Deed) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(deed, name) for name in OF_KIND.get(deed.do, ())}
    if "member_id" in told:
        told["member_id"] = told["member_id"] or None
    return {"do": deed.do, **told}


def messages(trigger: str) -> list[Pair]:
    """Our messages that make sense then."""
    return [Pair(message.name, message.title) for message in messages_for(trigger)]


def ways() -> list[Pair]:
    """By which channels something may go."""
    return [Pair(way, words) for way, words in WAYS.items()]


# ── changing rows ────────────────────────────────────────


def with_ask(draft: Draft, bunch: int, ask: int, change: dict[str, Any] | Ask) -> Draft:
    """The same draft with one condition changed."""

    def changed(one: Ask) -> Ask:
        return (change if isinstance(change, Ask) else replace(one, **change)) if one.key == ask else one

    return replace(draft, bunches=[replace(b, asks=[changed(one) for one in b.asks]) if b.key == bunch else b for b in draft.bunches])


def without_ask(draft: Draft, bunch: int, ask: int) -> Draft:
    """The same without that condition; a group that is empty goes with it."""
    left = [replace(b, asks=[one for one in b.asks if one.key != ask]) if b.key == bunch else b for b in draft.bunches]
    return replace(draft, bunches=[b for b in left if b.asks])


def with_deed(draft: Draft, key: int, **change: str) -> Draft:
    """The same with one action changed."""
    return replace(draft, deeds=[replace(deed, **change) if deed.key == key else deed for deed in draft.deeds])


def next_key(draft: Draft) -> int:
    """A key no row has yet."""
    keys = [deed.key for deed in draft.deeds] + [b.key for b in draft.bunches] + [one.key for b in draft.bunches for one in b.asks]
    return max(keys, default=0) + 1
