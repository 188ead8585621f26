"""What an edit may change, and what a copy's status is by now."""

from collections.abc import Sequence
from datetime import datetime

from careops.core.errors import Conflict, Invalid
from careops.forms.models import Status
from careops.forms.schemas import FormField

OPEN = frozenset({Status.pending, Status.in_progress})


class FormAsleep(Conflict):
    """The form is switched off."""

    code, says = "form_inactive", "This form is switched off; switch it on before sending it"


def check_keys(before: Sequence[FormField], after: Sequence[FormField]) -> None:
    """A key keeps its kind for ever, so that answers of all versions can stand in one column."""
    kinds = {field.key: field.kind for field in before}
    for at, field in enumerate(after):
        if kinds.get(field.key, field.kind) != field.kind:
            raise Invalid.field(f"fields.{at}.kind", "A question keeps its kind; add a new question instead")


def status(stored: str, due_at: datetime | None, now: datetime) -> str:
    """The status as of now: what is still open after its time is overdue."""
    if stored in OPEN and due_at is not None and due_at < now:
        return Status.overdue
    return stored
