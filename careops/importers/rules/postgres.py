"""A Postgres dump in plain text, as `pg_dump` writes it: only its COPY blocks are read, nothing of it is run."""

import io
import re
from collections.abc import Collection, Iterator

from careops.core.errors import Invalid

Row = dict[str, str | None]
MOST_LINE = 2_000_000
MOST_ROWS = 400_000
MOST_COLUMNS = 200
BEGINS = re.compile(r'COPY (?:"?\w+"?\.)?"?(?P<table>\w+)"? \((?P<columns>[^)]*)\) FROM stdin;')
ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def tables(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, Row]]:
    """Every row of the wanted tables, by the table's name; Invalid when the dump ends in the middle, or is none."""
    if b"-- PostgreSQL database dump\n" in content[:2000] and b"-- PostgreSQL database dump complete" not in content[-2000:]:
        raise Invalid.field("file", "This dump ends in the middle; export it again")
    count, table, columns = 0, "", list[str]()
    for raw in io.BytesIO(content):
        if len(raw) > MOST_LINE:
            raise Invalid.field("file", "A line of this file is too long")
        if not table and not raw.startswith(b"COPY "):
            continue
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if not table:
            begins = BEGINS.fullmatch(line)
            if begins:
                table, columns = begins["table"], [name.strip().strip('"') for name in begins["columns"].split(",")]
                if len(columns) > MOST_COLUMNS:
                    raise Invalid.field("file", "A table of this dump has more than {most} columns", most=MOST_COLUMNS)
        elif line == "\\.":
            table = ""
        elif table in wanted:
            count += 1
            if count > MOST_ROWS:
                raise Invalid.field("file", "This dump has more than {most} rows", most=MOST_ROWS)
            values = [_value(cell) for cell in line.split("\t", MOST_COLUMNS)]
            yield table, dict(zip(columns, values, strict=False)) if len(values) == len(columns) else {}
    if table:
        raise Invalid.field("file", "This dump ends in the middle; export it again")


def _value(cell: str) -> str | None:
    if cell == "\\N":
        return None
    return (ESCAPE.sub(_unescaped, cell) if "\\" in cell else cell).replace("\0", "")[:20_000]


def _unescaped(found: re.Match[str]) -> str:
    said = found[1]
    if said[0] in "01234567":
        return chr(int(said, 8))
    if said[0] == "x" and len(said) > 1:
        return chr(int(said[1:], 16))
    return ESCAPED.get(said, said)
