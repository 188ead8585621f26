"""What people type: cleaned once, so that every database can hold it and every page can show it.

Use them as field types and give the length beside: `name: Line = Field(min_length=1, max_length=120)`.
"""

import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator

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
    if any((unicodedata.category(c) == "Cc" and c not in f"{keep}\t") or c in TURNING for c in text):
        raise ValueError(UNSTORABLE)
    return text.replace("\t", " ").strip()


def _one_line(value: Any) -> Any:
    return _clean(value, "")


def _lines(value: Any) -> Any:
    return _clean(value, LINE_BREAKS)


Line = Annotated[str, BeforeValidator(_one_line)]
Lines = Annotated[str, BeforeValidator(_lines)]
