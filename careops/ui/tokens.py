"""The design tokens as data, read from tokens.css: what the signed-in app, the public pages, mails and the contrast rule share."""

import re
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("tokens.css").read_text(encoding="utf-8")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+);")


def _block(selector: str) -> dict[str, str]:
    plain = _COMMENT.sub("", SOURCE)
    found = re.search(rf"^{re.escape(selector)}\s*{{(.*?)^}}", plain, re.S | re.M)
    if not found:
        raise LookupError(f"tokens.css has no block {selector}")
    return {name: " ".join(value.split()) for name, value in _DECLARATION.findall(found.group(1))}


@cache
def light() -> dict[str, str]:
    """Every token of the light theme, by its name with the dashes ("--ink")."""
    return {name: value for name, value in _block(":root").items() if name.startswith("--")}


@cache
def dark() -> dict[str, str]:
    """The tokens that the dark theme changes."""
    return {name: value for name, value in _block(":root.dark").items() if name.startswith("--")}
