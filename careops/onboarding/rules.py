"""Which steps there are, which may be skipped, where to go on, and what activation waits for."""

from collections.abc import Mapping, Sequence

from careops.core.errors import Conflict, Problem
from careops.onboarding.schemas import MissingRow, StepKey

ORDER = tuple(StepKey)
SKIPPABLE = frozenset({StepKey.contact_form, StepKey.forms, StepKey.inventory, StepKey.team})
FIXED = frozenset({"name", "email", "message"})  # a contact form without them could not be answered
MINUTES = {StepKey.booking: 2}  # the others take about one each


class NotSkippable(Conflict):
    """This step is needed before anybody can book."""

    code, says = "step_needed", "This step is needed; it cannot be skipped"


class NotReady(Conflict):
    """Something is missing; each problem names its step."""

    code, says = "not_ready", "Not ready yet"

    @classmethod
    def for_want_of(cls, missing: Sequence[MissingRow]) -> "NotReady":
        return cls(missing[0].message, problems=[Problem(m.step, m.message) for m in missing])


def current(steps: Mapping[str, str]) -> StepKey:
    """The first step that is neither ended nor skipped; the review when none is left."""
    return next((step for step in ORDER if steps.get(step, "open") == "open"), StepKey.review)


def minutes_left(steps: Mapping[str, str]) -> int:
    """About how long the rest takes."""
    return sum(MINUTES.get(step, 1) for step in ORDER if steps.get(step, "open") == "open")


def check_state(step: StepKey, state: str, missing: Sequence[MissingRow]) -> None:
    """A step may be skipped where nobody depends on it, and ends when what it is for is there."""
    if state == "skipped" and step not in SKIPPABLE:
        raise NotSkippable
    mine = [m for m in missing if m.step == step or step is StepKey.review]
    if state == "done" and mine:
        raise NotReady.for_want_of(mine)


def minute_of(clock: str) -> int:
    """Minutes after midnight: "09:30" is 570."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """The other way: 570 is "09:30"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
