"""What people type is cleaned once; what no database can hold is refused in words."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from careops.core.errors import first_problems
from careops.core.typed import Line, Lines, whole


class Note(BaseModel):
    title: Line = Field(min_length=1, max_length=12)
    text: Lines = ""


@pytest.mark.parametrize("bad", ["a\0b", "a\x1bb", "\u202egnp.exe", "a\ud800b", "two\nlines"])
def test_a_line_refuses_what_cannot_be_kept(bad: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Note(title=bad)
    assert [p.message for p in first_problems(refused.value)] == ["This contains characters that cannot be kept"]


@pytest.mark.parametrize("good", ["Ana 💇‍♀️", "سالون النور", "Zoë", "शांति"])
def test_a_line_keeps_every_script(good: str) -> None:
    assert Note(title=good).title == good


def test_spaces_around_do_not_count() -> None:
    assert Note(title="  Ana\t M ").title == "Ana  M"
    with pytest.raises(ValidationError) as refused:
        Note(title="   ")
    assert [p.message for p in first_problems(refused.value)] == ["This is needed"]


def test_a_line_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(ValidationError) as refused:
        Note(title="x" * 13)
    assert [p.message for p in first_problems(refused.value)] == ["This is too long: 12 characters at most"]


def test_lines_keep_their_breaks_of_any_kind() -> None:
    assert Note(title="x", text="a\r\nb\rc\n").text == "a\nb\nc"


def test_letters_and_their_marks_become_one_form() -> None:
    assert Note(title="Zoe\u0308").title == "Zo\u00eb"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("007", 7),
        ("9999999", 9_999_999),
        ("10000000", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1_0", None),
        ("²", None),
        ("٣", None),
        ("①", None),
        (7, None),
        (None, None),
        (["7"], None),
    ],
)
def test_only_plain_digits_are_a_number(said: object, number: int | None) -> None:
    assert whole(said) == number
