"""One rule in words: what it says, what it did and why not, what can be chosen while it is edited, and how a rehearsal came out."""

from careops.automation.state.rule_words.desk import Desk, Menus, Timing, desk
from careops.automation.state.rule_words.log import STATES, Opened, RunLine, Shown, StepLine, Why, opened, shown, step_lines
from careops.automation.state.rule_words.rehearsing import Rehearsed, WouldLine, rehearsed
from careops.automation.state.rule_words.wrong import told

__all__ = [
    "STATES",
    "Desk",
    "Menus",
    "Opened",
    "Rehearsed",
    "RunLine",
    "Shown",
    "StepLine",
    "Timing",
    "Why",
    "WouldLine",
    "desk",
    "opened",
    "rehearsed",
    "shown",
    "step_lines",
    "told",
]
