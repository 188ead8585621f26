"""Every preset is complete: what it holds fits the schemas it will be poured into."""

from itertools import pairwise

import pytest

from careops.business.rules import PRESETS, Preset, price_in
from careops.business.schemas import Vocabulary

EVERY = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


def test_there_are_six_trades() -> None:
    assert list(PRESETS) == ["salon", "clinic", "tutor", "school", "repair", "retail"]


@EVERY
def test_a_preset_offers_something_at_some_time(preset: Preset) -> None:
    assert sum(service.offered for service in preset.services) >= 3
    assert {day for day, _, _ in preset.hours} <= set(range(7))
    assert all("00:00" < start < end < "24:00" for _, start, end in preset.hours)


@EVERY
def test_its_spans_of_a_day_do_not_overlap(preset: Preset) -> None:
    for day in range(7):
        spans = sorted((start, end) for d, start, end in preset.hours if d == day)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@EVERY
def test_its_words_are_known(preset: Preset) -> None:
    assert Vocabulary.model_validate(dict(preset.vocabulary))


@EVERY
def test_its_services_send_forms_that_exist(preset: Preset) -> None:
    keys = {form.key for form in preset.forms}
    assert {service.form for service in preset.services if service.form} == keys


@EVERY
def test_its_stock_starts_above_its_threshold(preset: Preset) -> None:
    assert all(item.quantity > item.threshold > 0 and item.reorder > 0 for item in preset.items)


@pytest.mark.parametrize(("currency", "digits", "minor"), [("EUR", 2, 4800), ("JPY", 0, 7200), ("INR", 2, 96000), ("KWD", 3, 48000)])
def test_a_price_is_believable_in_any_currency(currency: str, digits: int, minor: int) -> None:
    assert price_in(currency, 48, digits) == minor
