"""What an edit may change, what it changed, and what a copy's status is by now."""

from collections.abc import Sequence
from datetime import datetime

from careops.core.errors import Conflict, Invalid
from careops.core.i18n import text as _
from careops.forms.models import Status
from careops.forms.schemas import Change, FormField

OPEN = frozenset({Status.pending, Status.in_progress})


class FormAsleep(Conflict):
    """The form is switched off."""

    code, says = "form_inactive", "This form is switched off; switch it on before sending it"


class NotAwaited(Conflict):
    """It was filled in, or waived."""

    code, says = "form_not_awaited", _("This form is not awaited any more")


class RemindedJustNow(Conflict):
    """Nobody is reminded twice in a row."""

    code, says = "reminded_just_now", _("They were reminded a moment ago")


def check_keys(before: Sequence[FormField], after: Sequence[FormField]) -> None:
    """A key keeps its kind for ever, so that answers of all versions can stand in one column."""
    kinds = {field.key: field.kind for field in before}
    for at, field in enumerate(after):
        if kinds.get(field.key, field.kind) != field.kind:
            raise Invalid.field(f"fields.{at}.kind", "A question keeps its kind; add a new question instead")


def changes(before: Sequence[FormField], after: Sequence[FormField]) -> list[Change]:
    """What publishing `after` in the place of `before` does, question by question, told by their keys."""
    old, new = {field.key: field for field in before}, {field.key: field for field in after}
    stayed = [field.key for field in before if field.key in new]
    moved = set(_moved(stayed, [field.key for field in after if field.key in old]))
    found = [Change(key=key, what="removed", label=field.label) for key, field in old.items() if key not in new]
    for key, field in new.items():
        if key not in old:
            found.append(Change(key=key, what="added", label=field.label))
        elif parts := [name for name in FormField.model_fields if getattr(field, name) != getattr(old[key], name)]:
            found.append(Change(key=key, what="changed", label=field.label, was=old[key].label, parts=parts))
        elif key in moved:
            found.append(Change(key=key, what="moved", label=field.label))
    return found


def _moved(before: list[str], after: list[str]) -> list[str]:
    """Which keys left the longest order that both have in common."""
    place = {key: at for at, key in enumerate(before)}
    chains: list[list[str]] = []
    for key in after:
        fitting = [chain for chain in chains if place[chain[-1]] < place[key]]
        chains.append([*(max(fitting, key=len) if fitting else ()), key])
    kept = set(max(chains, key=len)) if chains else set[str]()
    return [key for key in after if key not in kept]


def status(stored: str, due_at: datetime | None, now: datetime) -> str:
    """The status as of now: what is still open after its time is overdue."""
    if stored in OPEN and due_at is not None and due_at < now:
        return Status.overdue
    return stored
