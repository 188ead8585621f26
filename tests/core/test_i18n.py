"""Words: found in the catalogue, or said in English."""

import pytest

from careops.core import i18n
from careops.core.money import format_money


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pt-PT", "en"),
        ("en;q=0.1,fr;q=0.9", "fr"),
        ("*", "en"),
        (";;;q=x,,\0", "en"),
        ("hi-IN", "hi"),
        ("es-419,en;q=0.5", "es"),
    ],
)
def test_a_visitor_is_greeted_in_the_best_language(header: str, expected: str) -> None:
    assert i18n.best_locale(header) == expected


def test_an_unknown_text_stays_english_with_its_parts() -> None:
    assert i18n.text("{count} elephants", "de", count=3) == "3 elephants"
    assert i18n.plural("{count} elephant", "{count} elephants", 1, "de") == "1 elephant"
    assert i18n.plural("{count} elephant", "{count} elephants", 0, "de") == "0 elephants"


def test_direction_follows_the_script() -> None:
    assert [i18n.direction(locale) for locale in ("ar-EG", "he", "en", "hi")] == ["rtl", "rtl", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "expected"),
    [
        (4500, "EUR", "en", "€45"),
        (4550, "EUR", "en", "€45.50"),
        (1200, "JPY", "en", "¥1,200"),
        (12000000, "INR", "en-IN", "₹1,20,000"),
        (0, "EUR", "en", "€0"),
        (100000, "EUR", "en", "€1,000"),
        (1001, "KWD", "en", "KWD1.001"),
        (4500, "EUR", "zz", "€45"),
    ],
)
def test_money_is_written_as_people_write_it(amount: int, currency: str, locale: str, expected: str) -> None:
    assert format_money(amount, currency, locale) == expected
