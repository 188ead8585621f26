"""A page to keep: its letters are there in every script we speak, and the same words are the same document."""

import logging
from datetime import UTC, datetime

import pytest

from careops.ui.public.printed import Line, pdf

AT = datetime(2026, 1, 1, tzinfo=UTC)


def printed(*lines: Line) -> bytes:
    return pdf(sender="Salão Ana, Lisboa", title="परामर्श", lead="Cleo", lines=lines, foot="Ana", at=AT)


def test_every_script_we_speak_has_its_letters(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page = printed(Line("आपका नाम क्या है?", "क्षत्रिय, शक्ति और हिन्दी"), Line("Größe – año – ça", "Да, щё"))
    assert b"NotoSansDevanagari" in page
    assert [record.message for record in caplog.records if "missing" in record.message] == []


def test_letters_beyond_our_fonts_are_boxes_and_stop_nothing() -> None:
    assert printed(Line("日本", "العربية 🎨")).startswith(b"%PDF")


def test_the_same_words_are_the_same_bytes_however_many_joined_letters_there_are() -> None:
    long = Line("A", "शक्ति हिन्दी " * 1500)
    assert printed(long) == printed(long)
