"""Rows that are added, changed and taken away; each change gives a new draft."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from careops.automation.rules.messages import messages_for
from careops.automation.state.drafting.rows import DOES_WORDS, Ask, Deed, Draft


def deed_of(key: int, do: str, trigger: str) -> Deed:
    """A new action of that kind."""
    usual = next((message.name for message in messages_for(trigger)), "")
    return Deed(key=key, do=do, title=DOES_WORDS[do], message=usual)


def with_ask(draft: Draft, bunch: int, ask: int, change: dict[str, Any] | Ask | Callable[[Ask], Ask]) -> Draft:
    """The same draft with one condition changed."""

    def changed(one: Ask) -> Ask:
        if one.key != ask:
            return one
        if callable(change):
            return change(one)
        return change if isinstance(change, Ask) else replace(one, **change)

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
