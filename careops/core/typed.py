"""What people type: cleaned once, so that every database can hold it and every page can show it.

Use them as field types and give the length beside: `name: Line = Field(min_length=1, max_length=120)`.
"""

import unicodedata
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from careops.core.i18n import text as _

LINE_BREAKS = "\n"
# Invisible marks that turn the reading direction of what stands around them; real right-to-left text needs none of them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSTORABLE = _("This contains characters that cannot be kept")


def _clean(value: Any, keep: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        text = unicodedata.normalize("NFC", value.encode("utf-8").decode("utf-8")).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeEncodeError:
        raise ValueError(UNSTORABLE) from None
    if not text.isprintable() and any((unicodedata.category(c) == "Cc" and c not in f"{keep}\t") or c in TURNING for c in text):
        raise ValueError(UNSTORABLE)
    return text.replace("\t", " ").strip()


def _one_line(value: Any) -> Any:
    return _clean(value, "")


def _lines(value: Any) -> Any:
    return _clean(value, LINE_BREAKS)


def whole(said: object, most: int = 9_999_999) -> int | None:
    """The whole number somebody sent in plain digits, up to `most`; None for anything else, and for digits that only look like some."""
    text = said.strip() if isinstance(said, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most else None


def _within_reach(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2200:
        raise ValueError("Give a time within reach")
    return moment


# A moment that stays one on any clock: those at the ends of the calendar are none elsewhere.
Moment = Annotated[AwareDatetime, AfterValidator(_within_reach)]
# The number of a row's changes, as it was read: what every database can hold and compare.
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Line = Annotated[str, BeforeValidator(_one_line)]
Lines = Annotated[str, BeforeValidator(_lines)]
