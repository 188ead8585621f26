"""What an edit may change, and when a copy is overdue."""

from datetime import UTC, datetime, timedelta

import pytest

from careops.core.errors import Invalid
from careops.forms import rules
from careops.forms.schemas import FieldKind, FormField

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def asked(key: str, kind: FieldKind = FieldKind.text) -> FormField:
    return FormField(key=key, kind=kind, label="Question")


def test_a_key_keeps_its_kind() -> None:
    rules.check_keys([asked("a")], [asked("a"), asked("b")])
    with pytest.raises(Invalid) as refused:
        rules.check_keys([asked("a")], [asked("b"), asked("a", FieldKind.date)])
    assert [p.field for p in refused.value.problems] == ["fields.1.kind"]


@pytest.mark.parametrize(
    ("stored", "due", "status"),
    [
        ("pending", NOW + timedelta(hours=1), "pending"),
        ("pending", NOW - timedelta(seconds=1), "overdue"),
        ("in_progress", NOW - timedelta(hours=1), "overdue"),
        ("completed", NOW - timedelta(hours=1), "completed"),
        ("waived", NOW - timedelta(hours=1), "waived"),
        ("pending", None, "pending"),
    ],
)
def test_what_is_open_after_its_time_is_overdue(stored: str, due: datetime | None, status: str) -> None:
    assert rules.status(stored, due, NOW) == status
