"""What no honest person types, and what some honest people do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.walks.length import LONG
from tests.walks.operations import Place

HUGE = "x" * 100_000


@dataclass(frozen=True, slots=True)
class Bad:
    """One input; `refused` when no field of that kind may take it."""

    name: str
    value: Any
    refused: bool


# Whether a text is refused depends on the field, but for those that no database or page can hold.
TEXTS = (
    Bad("huge", HUGE, True),
    Bad("nul", "a\0b", True),
    Bad("lone surrogate", "a\ud800b", True),
    Bad("turned around", "a\u202eb", True),
    Bad("bell", "a\ab", True),
    Bad("empty", "", False),
    Bad("blank", "   ", False),
    Bad("emoji", "👩🏽‍🚒 Zoë 🇵🇹", False),
    Bad("right to left", "שלום עולם", False),
    Bad("combining", "e" + "\u0301" * 50, False),
    Bad("turkish", "\u0130stanbul \u0131I", False),
    Bad("sql", "'; DROP TABLE booking; --", False),
    Bad("html", "<script>alert(1)</script><img src=x onerror=alert(1)>", False),
    Bad("template", "{{7*7}} {0.__class__} %s ${x}", False),
    Bad("header", "a\r\nBcc: everyone@example.com", False),
    Bad("path", "../../../../etc/passwd", False),
    Bad("formula", "=1+1", False),
)
HARMLESS = tuple(bad for bad in TEXTS if not bad.refused and str(bad.value).strip())
# A secret is never shown and kept as a hash or sealed, so it may say what a text may not.
UNSHOWN = ("turned around", "bell")
SECRETS = tuple(Bad(bad.name, bad.value, bad.refused and bad.name not in UNSHOWN) for bad in TEXTS)
NOT_TEXT = (Bad("number", 10**12, True), Bad("list", ["a"], True), Bad("object", {"$ne": None}, True), Bad("yes", True, True))
NUMBERS = (
    Bad("trillion", 10**12 + 1, False),
    Bad("below zero", -1, False),
    Bad("beyond 64 bits", 2**63, True),
    Bad("googol", 10**100, True),
    Bad("fraction", 1.5, True),
    Bad("text", "'; DROP TABLE booking; --", True),
    Bad("list", [1], True),
    Bad("object", {}, True),
)
MOMENTS = (
    Bad("year one", "0001-01-01T00:00:00Z", False),
    Bad("last year", "9999-12-31T23:59:59Z", False),
    Bad("no zone", "2026-12-01T10:00:00", False),
    Bad("february 30", "2026-02-30T10:00:00Z", True),
    Bad("number", 10**18, True),
    Bad("huge", HUGE, True),
    Bad("nul", "2026-12-01\0", True),
    Bad("object", {}, True),
)
IDS = (
    Bad("nobody's", "00000000-0000-0000-0000-000000000000", False),
    Bad("text", "walked", True),
    Bad("sql", "1 OR 1=1", True),
    Bad("nul", "\0", True),
    Bad("number", 1, True),
    Bad("list", [], True),
)
CHOICES = (Bad("unknown", "walked", True), Bad("huge", HUGE, True), Bad("nul", "\0", True), Bad("number", 10**12, True))
SWITCHES = (Bad("text", "perhaps", True), Bad("number", 10**12, True), Bad("list", [], True))
LISTS = (Bad("text", "walked", True), Bad("object", {}, True), Bad("too many", ["walked"] * 5000, True))
OBJECTS = (Bad("text", "walked", True), Bad("list", [1], True), Bad("unknown field", {"is_admin": True}, False))
NOTHING = (Bad("null", None, True),)


def against(place: Place) -> tuple[Bad, ...]:
    """What to try in that place."""
    schema = place.schema
    nothing = () if schema.get("nullable") else NOTHING
    if "enum" in schema or "const" in schema:
        return CHOICES + nothing
    match schema.get("type"), schema.get("format"):
        case "string", "uuid":
            return IDS + nothing
        case "string", "date-time" | "date" | "time":
            return MOMENTS + nothing
        case "string", _ if place.name in {"password", "current"}:
            return SECRETS + NOT_TEXT + nothing
        case "string", _:
            return TEXTS + NOT_TEXT + nothing
        case "integer" | "number", _:
            return NUMBERS + nothing
        case "boolean", _:
            return SWITCHES + nothing
        case "array", _:
            return LISTS + nothing
        case "object", _:
            return OBJECTS + nothing
        case _:
            return NOT_TEXT


def dealt(bads: Sequence[Bad], turn: int) -> Sequence[Bad]:
    """Whatever must be refused, and of the words a field may well take each third, from place to place another."""
    harmless = [bad for bad in bads if bad in HARMLESS]
    return [bad for bad in bads if LONG or bad not in HARMLESS or harmless.index(bad) % 3 == turn % 3]


def over_a_wire(place: Place) -> tuple[Bad, ...]:
    """What can be tried where everything is text: a query, a form."""
    return tuple(bad for bad in against(place) if isinstance(bad.value, str) and bad.name != "lone surrogate")
