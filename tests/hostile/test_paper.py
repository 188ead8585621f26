"""What somebody with a private link answers, as it is printed: no answer takes the printer hostage."""

import base64
import struct
import zlib
from datetime import UTC, datetime

import pytest

from careops.core.errors import Invalid
from careops.forms.rules.files import DRAWN, drawn
from careops.forms.schemas import FieldKind, FormField
from careops.ui.public.printed import Line, pdf
from tests.spending import at_most

SIGNED = FormField(key="signed", label="Sign", kind=FieldKind.signature)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, dots: bytes | None = None, more: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    data = zlib.compress((b"\0" + b"\0" * 4 * width) * height if dots is None else dots, 9)
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def address(content: bytes) -> str:
    return DRAWN + base64.b64encode(content).decode()


@pytest.mark.parametrize(
    "words",
    [
        "a" + "\u0301" * 99_999,
        "\u200d" * 100_000,
        "\u202e" * 50_000 + "a" * 50_000,
        "\u2067(" * 25_000 + "\u2069)" * 25_000,
        "\u00ad" * 100_000,
        "\u20dd\u0489" * 50_000,
        "a" * 100_000,
        "\n" * 100_000,
        "\ud800\uffff\x0b\u2028{nb}",
    ],
    ids=["marks", "joiners", "turned", "isolates", "hyphens", "rings", "one word", "lines", "odd"],
)
def test_no_answer_takes_long_to_print(words: str, caplog: pytest.LogCaptureFixture) -> None:
    with at_most(20):  # minutes, when each sign without a width measures its line again
        printed = pdf(sender="Ana", title="Form", lead="", lines=[Line("Why", words)], foot="Ana", at=datetime(2026, 11, 22, tzinfo=UTC))
    assert printed.startswith(b"%PDF-")
    assert caplog.text == "", "nobody's answer stands in the log"


def test_a_drawing_is_a_picture_to_its_end() -> None:
    small = png(600, 200)
    assert drawn(SIGNED, address(small)) == small


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 5, 5) + b"IEND\xaeB`\x82",
        png(100, 100, b"\0"),
        png(10, 10, more=chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 20_000_000, 9))),
        png(10, 10, more=chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 20_000_000, 9))),
        png(2400, 2400),
        png(0, 10),
    ],
    ids=["no dots", "cut", "profile", "words", "large", "none"],
)
def test_a_drawing_that_cannot_be_printed_is_not_taken(content: bytes) -> None:
    with pytest.raises(Invalid):
        drawn(SIGNED, address(content))
