"""A multipart form read from its raw bytes, within bounds: its signature covers exactly them."""

from dataclasses import dataclass
from typing import Any

from python_multipart.multipart import MultipartParser, parse_options_header

from careops.integrations.exchange import as_dict, as_text, read_json
from careops.integrations.mailread import decoded

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Part:
    field: str
    name: str
    mime: str
    content: bytes
    is_file: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The parts by their fields; the first of several counts."""

    parts: tuple[Part, ...]

    def content(self, field: str) -> bytes:
        """The field as it came, empty where there is none."""
        return next((part.content for part in self.parts if part.field == field), b"")

    def text(self, field: str) -> str:
        """The field in the charset the form itself names for it."""
        charset = as_text(as_dict(read_json(self.content("charsets"))).get(field))
        return decoded(self.content(field), charset).replace("\0", "")

    @property
    def files(self) -> list[Part]:
        return [part for part in self.parts if part.is_file and part.field.startswith("attachment")]


def read_form(raw: bytes, content_type: str) -> Form:
    """The form; ValueError when the bytes are none."""
    _kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise ValueError("a form without a boundary")
    collector = _Collector()
    parser = MultipartParser(boundary, collector.callbacks())
    parser.write(raw)
    parser.finalize()
    if not collector.ended:
        raise ValueError("a form that was cut off")
    return Form(tuple(collector.parts))


class _Collector:
    """Gathers what the parser meets."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._headers: dict[str, bytes] = {}
        self._name, self._value, self._content = bytearray(), bytearray(), bytearray()

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self._part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= MOST_PARTS:
            raise ValueError("a form of too many parts")
        self._headers = {}
        self._content = bytearray()

    def _header(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = bytes(self._value)
        self._name, self._value = bytearray(), bytearray()

    def _part(self) -> None:
        _kind, options = parse_options_header(self._headers.get("content-disposition", b""))
        mime = self._headers.get("content-type", b"").decode("latin-1")
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        field = options.get(b"name", b"").decode("utf-8", "replace")
        self.parts.append(Part(field, name, mime, bytes(self._content), b"filename" in options))

    def _end(self) -> None:
        self.ended = True
