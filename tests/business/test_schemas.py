"""What may be said about a business: real places, currencies and colours; everything else is refused at its field."""

import pytest
from pydantic import ValidationError

from careops.business.schemas import BusinessIn, phone_number
from careops.core.errors import first_problems

BAD = {
    "timezone": ["Mars/Olympus", "", "x" * 80, 7],
    "currency": ["EURO", "", "eur", ""],
    "country": ["XX", "Portugal", "P\0"],
    "locale": ["klingon", "", "../en"],
    "hour_cycle": [13, "noon", 0],
    "first_weekday": [7, -1, "Monday"],
    "email": ["nobody", "a@b", "x" * 300 + "@example.com", "a\0@example.com"],
    "accent": ["green", "#12", "#gggggg", "red;}"],
    "initials": ["ABC"],
    "name": ["", "   ", "x" * 121, "a\0b", "\u202eevil"],
    "slug": ["x"],
    "address": ["x" * 301],
    "description": ["x" * 1001, "a\x07b"],
    "vocabulary": [{"contact": ""}, {"contact": "x" * 31}, {"robot": "x"}, "client"],
    "surprise": [1],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in BAD.items() for v in values], ids=str)
def test_a_wrong_value_is_refused_at_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        BusinessIn.model_validate({field: value})
    problems = first_problems(refused.value)
    assert problems
    assert all(p.field.split(".")[0] == field and p.message for p in problems)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("timezone", "Asia/Kolkata", "Asia/Kolkata"),
        ("country", "pt", "PT"),
        ("locale", "pt_PT", "pt-PT"),
        ("accent", "#ABC", "#aabbcc"),
        ("accent", "0E7A66", "#0e7a66"),
        ("accent", "", ""),
        ("email", " Hello@Example.COM ", "Hello@example.com"),
        ("name", "صالون النور 💇", "صالون النور 💇"),
        ("description", "one\r\ntwo", "one\ntwo"),
    ],
)
def test_a_right_value_is_kept_in_one_form(field: str, typed: str, kept: str) -> None:
    assert BusinessIn.model_validate({field: typed}).model_dump()[field] == kept


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [("912 345 678", "PT", "+351912345678"), ("+49 30 901820", "", "+4930901820"), ("", "", "")],
)
def test_a_phone_is_read_with_its_country(typed: str, country: str, kept: str) -> None:
    assert phone_number(typed, country) == kept


@pytest.mark.parametrize(("typed", "country"), [("912 345 678", ""), ("12", "PT"), ("call me", "PT"), ("+999 1", "")])
def test_a_phone_nobody_can_call_is_refused(typed: str, country: str) -> None:
    with pytest.raises(ValueError, match="number"):
        phone_number(typed, country)
