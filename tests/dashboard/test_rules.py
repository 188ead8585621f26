"""How figures are told."""

import pytest

from careops.dashboard.rules import change


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (12, 0, ""),
        (100, 100, "as many as before"),
        (112, 100, "12 % more than before"),
        (88, 100, "12 % fewer than before"),
        (0, 100, "100 % fewer than before"),
        (299, 100, "199 % more than before"),
        (300, 100, "3 times as many as before"),
        (9140, 100, "91 times as many as before"),
    ],
)
def test_a_change_is_told_so_that_somebody_can_picture_it(now: int, before: int, said: str) -> None:
    assert change(now, before) == said
