"""What the rows stand for: the definition they are read as."""

from typing import Any

from careops.automation.schemas.defining import Definition
from careops.automation.state.drafting.rows import Ask, Deed, Draft

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
        {"mode": bunch.mode, "parts": [{"fact": ask.fact, "op": ask.op, "values": values(ask)} for ask in bunch.asks]}
        for bunch in draft.bunches
        if bunch.asks
    ]
    return groups[0] if len(groups) == 1 else {"mode": draft.mode, "parts": groups}


def values(ask: Ask) -> list[str]:
    """Everything it names, once each; a field left empty beside others names nothing."""
    named = [*(one.value for one in ask.more), ask.value]
    return list(dict.fromkeys(value for value in named if value.strip())) or [ask.value]


def _action(deed: Deed) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(deed, name) for name in OF_KIND.get(deed.do, ())}
    if "member_id" in told:
        told["member_id"] = told["member_id"] or None
    return {"do": deed.do, **told}
