"""Every preset is complete: what it holds fits the schemas it will be poured into. Closures have an order; holidays have names."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from careops.business.rules import PRESETS, Preset, ahead, check_span, is_holiday, price_in, public_holidays, regions
from careops.business.schemas import COUNTRIES, Vocabulary
from careops.core.errors import Invalid

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


# ── closed days ──────────────────────────────────────────

DAY = date(2027, 8, 2)


@pytest.mark.parametrize("days", [1, 2, 366])
def test_up_to_a_year_may_be_closed(days: int) -> None:
    check_span(DAY, DAY + timedelta(days=days - 1))


@pytest.mark.parametrize("days", [-300, 0, 367])
def test_an_impossible_span_names_its_last_day(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_span(DAY, DAY + timedelta(days=days - 1))
    assert [p.field for p in refused.value.problems] == ["last_day"]


def test_a_year_has_its_holidays_in_their_order() -> None:
    found = public_holidays("PT", "", 2027, "en")
    assert (found[0].day, found[0].name, found[0].key) == (date(2027, 1, 1), "New Year's Day", "2027-01-01")
    assert {(holiday.day, holiday.name) for holiday in found} >= {(date(2027, 4, 25), "Freedom Day"), (date(2027, 12, 25), "Christmas Day")}
    assert [holiday.day for holiday in found] == sorted({holiday.day for holiday in found})


@pytest.mark.parametrize(
    ("country", "locale", "name"),
    [
        ("PT", "pt-PT", "Ano Novo"),
        ("PT", "pt", "Ano Novo"),
        ("PT", "fr", "New Year's Day"),
        ("DE", "de", "Neujahr"),
        ("DE", "en-GB", "New Year's Day"),
        ("CH", "fr", "Nouvel An"),
    ],
)
def test_holidays_are_called_what_the_business_calls_them(country: str, locale: str, name: str) -> None:
    assert public_holidays(country, "", 2027, locale)[0].name == name


def test_a_region_has_holidays_of_its_own() -> None:
    assert ("BY", "Bayern") in regions("DE")
    epiphany = date(2027, 1, 6)
    assert is_holiday("DE", "BY", epiphany)
    assert not is_holiday("DE", "", epiphany)


@pytest.mark.parametrize(("country", "region"), [("", ""), ("ZZ", ""), ("EU", ""), ("DE", "ZZ")])
def test_where_nobody_has_written_them_down_there_are_none(country: str, region: str) -> None:
    assert public_holidays(country, region, 2027, "en") == ()
    assert country == "DE" or regions(country) == ()


def test_every_countrys_holidays_can_be_kept() -> None:
    found = [holiday for country in COUNTRIES for holiday in public_holidays(country, "", 2027, "en")]
    assert len(found) > 1000
    assert all(0 < len(holiday.name) <= 120 and ";" not in holiday.name for holiday in found)
    assert all(len(code) <= 20 and name for country in COUNTRIES for code, name in regions(country))


def test_what_lies_ahead_ends_with_the_year_after_next() -> None:
    found = ahead("PT", "", "en", today=date(2026, 12, 8))
    assert found[0].day == date(2026, 12, 8)
    assert [holiday.day for holiday in found if holiday.day.year == 2026] == [date(2026, 12, 8), date(2026, 12, 25)]
    assert {holiday.day.year for holiday in found} == {2026, 2027, 2028}
