"""A rule while it is edited: rows a screen can show and change, and the definition they stand for."""

from careops.automation.state.drafting.asking import ask_of, one_more, without_value
from careops.automation.state.drafting.changing import deed_of, next_key, with_ask, with_deed, without_ask
from careops.automation.state.drafting.laying import draft_of
from careops.automation.state.drafting.rows import DOES, FIELDS, UNITS, Ask, Bunch, Deed, Draft, Pair, messages, ways
from careops.automation.state.drafting.saying import said

__all__ = [
    "DOES",
    "FIELDS",
    "UNITS",
    "Ask",
    "Bunch",
    "Deed",
    "Draft",
    "Pair",
    "ask_of",
    "deed_of",
    "draft_of",
    "messages",
    "next_key",
    "one_more",
    "said",
    "ways",
    "with_ask",
    "with_deed",
    "without_ask",
    "without_value",
]
