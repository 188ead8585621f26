"""What a movement does, and when there is too little."""

import pytest

from careops.core.errors import Invalid
from careops.inventory import rules
from careops.inventory.models import Reason


@pytest.mark.parametrize(
    ("reason", "quantity", "change"),
    [
        (Reason.receive, 5, 5),
        (Reason.give_back, 5, 5),
        (Reason.use, 5, -5),
        (Reason.sale, 5, -5),
        (Reason.adjust, 5, 5),
        (Reason.adjust, -5, -5),
    ],
)
def test_the_reason_gives_the_sign(reason: Reason, quantity: int, change: int) -> None:
    assert rules.change(reason, quantity) == change


@pytest.mark.parametrize(("reason", "quantity"), [(Reason.use, 0), (Reason.adjust, 0), (Reason.use, -1), (Reason.receive, -1)])
def test_a_quantity_that_says_nothing_is_refused_at_its_field(reason: Reason, quantity: int) -> None:
    with pytest.raises(Invalid) as refused:
        rules.change(reason, quantity)
    assert [p.field for p in refused.value.problems] == ["quantity"]


@pytest.mark.parametrize(
    ("quantity", "threshold", "state"),
    [(9, 8, "ok"), (8, 8, "low"), (5, 8, "low"), (4, 8, "critical"), (0, 8, "critical"), (0, 0, "ok"), (-3, 0, "ok"), (1, 1, "low")],
)
def test_low_is_the_threshold_and_critical_half_of_it(quantity: int, threshold: int, state: str) -> None:
    assert rules.state(quantity, threshold) == state


def test_each_step_down_is_told_once() -> None:
    assert rules.worsened("ok", "low")
    assert rules.worsened("low", "critical")
    assert not rules.worsened("low", "low")
    assert not rules.worsened("critical", "low")
