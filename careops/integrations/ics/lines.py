"""The lines a calendar file is made of (RFC 5545): escaped, folded, in UTC, and no text can become a line of its own."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

LONGEST = 75  # bytes of one line, its end not counted
MARKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(name: str, value: str) -> str:
    """A line of words; line breaks in them stay line breaks for the reader."""
    return f"{name}:{_kept(value).translate(ESCAPES)}"


def moment(name: str, value: datetime) -> str:
    """A line with a moment, in UTC, which every program understands; a naive time is refused."""
    if value.utcoffset() is None:
        raise ValueError("a calendar file needs times with an offset")
    return f"{name}:{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def plain(name: str, value: str) -> str:
    """A line with an address or a word of the standard, which is not escaped; breaks and blanks at its ends are dropped."""
    return f"{name}:{_one_line(value)}"


def person(name: str, who: tuple[str, str], **facts: str) -> str:
    """A line with somebody's name and mail address, and facts about their part."""
    shown, address = (_one_line(part) for part in who)
    about = "".join(f";{fact.upper()}={value}" for fact, value in facts.items())
    called = f';CN="{shown.replace(chr(34), chr(39))}"' if shown else ""
    return f"{name}{called}{about}:mailto:{address}"


def file(lines: Iterable[str]) -> bytes:
    """The lines as a file, each folded where it is too long."""
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _kept(value: str) -> str:
    return MARKS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(value: str) -> str:
    return " ".join(_kept(value).split())


def _folded(line: str) -> str:
    """Long lines go on behind a blank; a character is never torn apart."""
    if len(line) <= LONGEST and (line.isascii() or len(line.encode()) <= LONGEST):
        return line
    rows, room = [""], LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            rows.append("")
            room = LONGEST - 1
        rows[-1] += character
        room -= size
    return "\r\n ".join(rows)
