"""Tables in files: CSV as programs of all kinds write it, read without trust; and CSV as any program may open it.

What is read is bounded in every direction: bytes, rows, columns, the length of a line and of a cell. What is written begins no cell with a
sign that a spreadsheet would take for a formula.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from careops.core.errors import Invalid

MOST_BYTES = 20_000_000
MOST_COLUMNS = 200
MOST_CELL = 20_000  # letters
MOST_LINE = 400_000
MOST_ROWS = 250_000
DELIMITERS = ",;\t|"
FORMULA = re.compile(r"[\s\"';,]*[=+\-@|%＝＋－＠\x00-\x1f]")  # noqa: RUF001  (full-width signs are formulas as well)
BELOW_ZERO = re.compile(r"-\d+(?:[.,]\d+)?")  # begins with a sign and computes nothing
csv.field_size_limit(MOST_CELL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found: the names of its columns, and its rows on demand."""

    text: str
    encoding: str
    delimiter: str
    columns: list[str]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that says anything, with its number as spreadsheets count: the names stand in row 1."""
        for number, cells in enumerate(_parsed(self.text, self.delimiter), 1):
            if number > MOST_ROWS:
                raise _wrong("This file has more than {most} rows", most=MOST_ROWS)
            if number > 1 and any(cell.strip() for cell in cells):
                yield number, [meant(cell.strip()) for cell in cells]


def opened(content: bytes) -> Sheet:
    """The table in a file; Invalid when there is none in it that anybody could read."""
    if len(content) > MOST_BYTES:
        raise _wrong("This file is larger than {most} MB", most=MOST_BYTES // 1_000_000)
    text, encoding = _decoded(content)
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        text = text[told.end() :]
    if not text.strip():
        raise _wrong("There is nothing in this file")
    delimiter = told.group(1) if told else _delimiter(text)
    columns = [cell.strip() for cells in islice(_parsed(text, delimiter), 1) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise _wrong("The first row must name the columns")
    if len(columns) > MOST_COLUMNS:
        raise _wrong("This file has more than {most} columns", most=MOST_COLUMNS)
    return Sheet(text, encoding, delimiter, columns)


def _wrong(says: str, **parts: object) -> Invalid:
    return Invalid.field("file", says, **parts)


def _decoded(content: bytes) -> tuple[str, str]:
    """The letters, and what they were written in: Unicode in its forms, else what Windows writes in the west."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _read(content, encoding), encoding
    if b"\0" in content:
        raise _wrong("This is not a table of text; save it as CSV first")
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return _read(content, "cp1252"), "cp1252"


def _read(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise _wrong("The letters of this file cannot be read; save it as CSV in UTF-8") from None
    if "\0" in text:
        raise _wrong("This is not a table of text; save it as CSV first")
    return text


def _delimiter(text: str) -> str:
    """What cuts the first rows into the most columns, alike in all of them."""
    return max(DELIMITERS, key=lambda sign: _evenness(text[:50_000], sign))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for cells in _parsed(text, delimiter):
            widths.append(len(cells))
            if len(widths) == 10:
                break
    except Invalid:
        return 0, 0
    even = sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0
    return even, widths[0] if widths else 0


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows as they stand; a line or a cell beyond all measure is refused before it is taken apart."""
    rows = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=True)
    try:
        yield from rows
    except csv.Error:
        raise _wrong("Row {row} cannot be read: a cell is too long, or a quotation mark is not closed", row=rows.line_num) from None


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if len(line) > MOST_LINE:
            raise _wrong("A line of this file is too long")
        yield line


# ── writing ──────────────────────────────────────────────


def harmless(cell: object) -> str:
    """A cell no spreadsheet computes: what looks like the beginning of a formula is marked as text, as are numbers to be dialled."""
    said = "" if cell is None else str(cell).replace("\0", "")
    return f"'{said}" if FORMULA.match(said) and not BELOW_ZERO.fullmatch(said) else said


def meant(cell: str) -> str:
    """The cell without the mark that `harmless`, or a spreadsheet, put before it."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV, piece by piece, with the mark by which spreadsheets know its letters."""
    yield "\ufeff" + _line(columns)
    for row in rows:
        yield _line(row)


def more(rows: Iterable[Sequence[object]]) -> str:
    """Further rows of a file whose beginning was `written`, in one piece."""
    return "".join(_line(row) for row in rows)


def _line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue()
