"""Tables in files: what programs write is read, what would harm is refused, and what we write computes nothing."""

import csv
import io

import pytest

from careops.core.errors import Invalid
from careops.core.sheets import MOST_BYTES, harmless, opened, written

ROWS = [(2, ["Zoë", "z@example.org"]), (3, ["Ann", "a@example.org"])]


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        ("Name,Email\nZoë,z@example.org\nAnn,a@example.org\n".encode(), "utf-8", ","),
        ("\ufeffName;Email\r\nZoë;z@example.org\r\nAnn;a@example.org".encode(), "utf-8-sig", ";"),
        ("Name\tEmail\nZoë\tz@example.org\nAnn\ta@example.org\n".encode("utf-16"), "utf-16", "\t"),
        ("Name|Email\nZoë|z@example.org\nAnn|a@example.org\n".encode("cp1252"), "cp1252", "|"),
        ("sep=;\nName;Email\nZoë;z@example.org\nAnn;a@example.org\n".encode(), "utf-8", ";"),
        (b"Name;Email\rZo\xeb;z@example.org\rAnn;a@example.org", "cp1252", ";"),
    ],
)
def test_a_table_is_read_however_it_was_written(content: bytes, encoding: str, delimiter: str) -> None:
    sheet = opened(content)
    assert (sheet.encoding, sheet.delimiter, sheet.columns) == (encoding, delimiter, ["Name", "Email"])
    assert list(sheet.rows()) == ROWS


def test_quoted_lines_and_empty_rows_keep_their_numbers() -> None:
    sheet = opened(b'Name,Note\n"Cleo","first\nsecond, ""third"""\n\n , \nAnn\n')
    assert list(sheet.rows()) == [(2, ["Cleo", 'first\nsecond, "third"']), (5, ["Ann"])]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "nothing"),
        (b" \n\n", "nothing"),
        (b"PK\x03\x04\0\0", "table of text"),
        ("Name\nA\0B".encode("utf-16"), "table of text"),
        (b"\xff\xfeN", "letters"),
        (b"Name\n\x81\x8d", "letters"),
        (b"a," * 1_000_000, "too long"),
        (b"a," * 300 + b"\n1", "columns"),
        (b"x" * (MOST_BYTES + 1), "larger"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, field: str) -> None:
    with pytest.raises(Invalid, match=r".") as refusal:
        opened(content)
    assert field in refusal.value.problems[0].message


@pytest.mark.parametrize(
    "content", [b"Name\n" + b"x" * 10_000_000, b'Name\n"never closed\n' + b"x,\n" * 1_000_000, b"Name\n" + b"a," * 9_000_000]
)
def test_a_bomb_is_refused_when_its_row_is_reached(content: bytes) -> None:
    sheet = opened(content)
    with pytest.raises(Invalid):
        list(sheet.rows())


CORPUS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", ";=1", '"=1', " =1", "|cmd", "%0A=1", "\n=2", "'=1", "+351912345678"]  # noqa: RUF001


@pytest.mark.parametrize("said", CORPUS)
def test_no_cell_that_is_written_begins_a_formula(said: str) -> None:
    text = "".join(written(["Name"], [[said]]))
    (_, [cell]) = list(csv.reader(io.StringIO(text, newline="")))
    assert cell == f"'{said}"
    assert list(opened(text.encode()).rows()) == [(2, [said])]


@pytest.mark.parametrize("said", ["-5", "-5.20", "Ana", "a-b", "", "1+1"])
def test_what_computes_nothing_stays_as_it_is(said: str) -> None:
    assert harmless(said) == said


def test_nothing_is_an_empty_cell() -> None:
    assert harmless(None) == ""
