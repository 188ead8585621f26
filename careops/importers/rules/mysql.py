"""A MySQL dump, read as text: no statement of it is run. Only the rows of the tables that are asked for are kept."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from careops.core.errors import Invalid

Row = dict[str, str | None]
MOST_COLUMNS = 200
MOST_ROWS = 400_000
MOST_TABLES = 2000
MOST_TOKENS = 5_000_000  # a dump of 20 MB has about three million; beyond, it is made to keep us busy
MOST_NUMBER = 100

# Possessive throughout: what does not fit fails at once instead of being tried in every other way.
TOKEN = re.compile(
    rb"(?P<skip>\s++|--[^\n]*+|\#[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)"
    rb"|(?P<open>/\*)"
    rb"|(?P<string>'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'|\"[^\"\\]*+(?:(?:\\.|\"\")[^\"\\]*+)*+\")"
    rb"|(?P<name>`[^`]*+(?:``[^`]*+)*+`)"
    rb"|(?P<hex>0x[0-9A-Fa-f]++|[xX]'[0-9A-Fa-f]*+')"
    rb"|(?P<word>[A-Za-z_][\w$]*+)"
    rb"|(?P<number>[+-]?[\d.]++(?:[eE][+-]?\d++)?)"
    rb"|(?P<sign>[(),;])"
    rb"|(?P<other>[^\s'\"`])",
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"0": b"\0", b"b": b"\b", b"Z": b"\x1a"}

Token = tuple[str, bytes]


class Cut(Exception):
    """The text ends where something must follow."""


def tables(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, Row]]:
    """Every row of the wanted tables, by the table's name; Invalid when the dump ends in the middle, or is none."""
    if re.search(rb"^-- (?:MySQL|MariaDB) dump ", content[:2000], re.MULTILINE) and b"-- Dump completed" not in content[-2000:]:
        raise Invalid.field("file", "This dump ends in the middle; export it again")
    tokens = _tokens(content)
    columns: dict[str, list[str]] = {}
    count = 0
    try:
        for kind, said in tokens:
            word = said.upper() if kind == "word" else b""
            if word == b"CREATE":
                _note_columns(tokens, columns)
            elif word in (b"INSERT", b"REPLACE"):
                for found in _inserted(tokens, columns, wanted):
                    count += 1
                    if count > MOST_ROWS:
                        raise Invalid.field("file", "This dump has more than {most} rows", most=MOST_ROWS)
                    yield found
            elif said != b";":
                _to_end(tokens)
    except (Cut, StopIteration):
        raise Invalid.field("file", "This dump ends in the middle; export it again") from None


def _tokens(content: bytes) -> Iterator[Token]:
    place, end = content.startswith(b"\xef\xbb\xbf") * 3, len(content)
    left = MOST_TOKENS
    while place < end:
        found = TOKEN.match(content, place)
        if not found or found.lastgroup == "open":
            raise Cut
        place, left = found.end(), left - 1
        if not left:
            raise Invalid.field("file", "There is too much in this dump; export only the tables of Easy!Appointments")
        kind = found.lastgroup or ""
        if kind != "skip":
            yield kind, found[0]


def _next(tokens: Iterator[Token]) -> Token:
    for token in tokens:
        return token
    raise Cut


def _to_end(tokens: Iterator[Token]) -> None:
    while _next(tokens) != ("sign", b";"):
        pass


def _name(token: Token) -> str:
    kind, said = token
    plain = said[1:-1].replace(b"``", b"`") if kind in ("name", "string") else said
    return plain.decode("utf-8", "replace")


def _table(tokens: Iterator[Token], first: Token) -> tuple[str, Token]:
    """The table's name without its database, and what follows."""
    name, after = _name(first), _next(tokens)
    while after == ("other", b"."):
        name, after = _name(_next(tokens)), _next(tokens)
    return name, after


def _note_columns(tokens: Iterator[Token], columns: dict[str, list[str]]) -> None:
    """Which columns a table has, in their order, for inserts that do not name them."""
    token = _next(tokens)
    if token[1].upper() != b"TABLE":
        return _to_end(tokens) if token != ("sign", b";") else None
    token = _next(tokens)
    while token[1].upper() in (b"IF", b"NOT", b"EXISTS"):
        token = _next(tokens)
    name, token = _table(tokens, token)
    found: list[str] = []
    depth, begins = 1, True
    if token != ("sign", b"("):
        return _to_end(tokens)
    while depth:
        token = _next(tokens)
        if begins and token[0] == "name" and depth == 1 and len(found) < MOST_COLUMNS:
            found.append(_name(token))
        begins = token == ("sign", b",") and depth == 1
        depth += (token == ("sign", b"(")) - (token == ("sign", b")"))
    if len(columns) < MOST_TABLES:
        columns[name] = found
    return _to_end(tokens)


def _inserted(tokens: Iterator[Token], columns: dict[str, list[str]], wanted: Collection[str]) -> Iterator[tuple[str, Row]]:
    token = _next(tokens)
    while token[0] == "word" and token[1].upper() in (b"INTO", b"IGNORE", b"DELAYED", b"LOW_PRIORITY", b"HIGH_PRIORITY"):
        token = _next(tokens)
    name, token = _table(tokens, token)
    if name not in wanted:
        return _to_end(tokens)
    named = columns.get(name, [])
    if token == ("sign", b"("):
        named = [_name(one) for one in islice(_until_closed(tokens), 2 * MOST_COLUMNS) if one != ("sign", b",")]
        token = _next(tokens)
    if token[1].upper() not in (b"VALUES", b"VALUE"):
        return _to_end(tokens)
    while True:
        token = _next(tokens)
        if token == ("sign", b"("):
            values = _values(tokens)
            yield name, dict(zip(named, values, strict=False)) if len(values) == len(named) else {}
        elif token == ("sign", b";"):
            return None
        elif token != ("sign", b","):
            return _to_end(tokens)


def _until_closed(tokens: Iterator[Token]) -> Iterator[Token]:
    while (token := _next(tokens)) != ("sign", b")"):
        yield token


def _values(tokens: Iterator[Token]) -> Sequence[str | None]:
    """One row; a value that is computed is unknown, as NULL is."""
    values: list[str | None] = []
    depth, given = 1, False
    while depth:
        kind, said = token = _next(tokens)
        if token == ("sign", b","):
            given = given and depth > 1
        elif kind == "sign":
            depth += (said == b"(") - (said == b")")
        elif kind == "word" and said.startswith(b"_"):
            continue  # which letters the following text is in
        elif not given and depth == 1:
            values.append(_value(kind, said))
            given = True
        if len(values) > MOST_COLUMNS:
            raise Cut
    return values


def _value(kind: str, said: bytes) -> str | None:
    if kind == "string":
        return _text(ESCAPE.sub(_unescaped, said[1:-1]))
    if kind == "hex":
        figures = said[2:].rstrip(b"'") if said[:1] == b"0" else said[2:-1]
        return _text(bytes.fromhex(figures.decode() if len(figures) % 2 == 0 else "0" + figures.decode()))
    if kind == "number":
        return said[:MOST_NUMBER].decode()
    return {b"TRUE": "1", b"FALSE": "0"}.get(said.upper())


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return found[0][:1] if sign is None else ESCAPED.get(sign, sign)


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace").replace("\0", "")[:20_000]
