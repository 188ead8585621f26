"""What is wrong with a draft, and where on the desk."""

from collections.abc import Sequence

from careops.core.errors import Problem
from careops.core.i18n import text as _

# Where on the desk a part of the definition is.
PLACES = {
    "title": _("Title"),
    "trigger": _("What sets it off"),
    "delay": _("When"),
    "conditions": _("Only if"),
    "actions": _("Then"),
}


def told(problems: Sequence[Problem]) -> list[str]:
    """What is wrong and where on the desk, each thing once."""
    return list(dict.fromkeys(_placed(problem) for problem in problems))


def _placed(problem: Problem) -> str:
    place = next((PLACES[part] for part in problem.field.split(".") if part in PLACES), "")
    return _("{name}: {what}", name=place, what=problem.message) if place else problem.message
