"""The question that is edited: rows a screen can show and change, the question they stand for, and how both read."""

from careops.forms.state.desk.editing import before, editing, first_condition
from careops.forms.state.desk.phone import Seen, seen
from careops.forms.state.desk.reciting import lines, sentence
from careops.forms.state.desk.rows import MANY, MOST, CheckRow, CondRow, Editing, GroupRow, Line, Raw
from careops.forms.state.desk.typing import plain_of, raw_of
from careops.forms.state.words import Pair

__all__ = [
    "MANY",
    "MOST",
    "CheckRow",
    "CondRow",
    "Editing",
    "GroupRow",
    "Line",
    "Pair",
    "Raw",
    "Seen",
    "before",
    "editing",
    "first_condition",
    "lines",
    "plain_of",
    "raw_of",
    "seen",
    "sentence",
]
