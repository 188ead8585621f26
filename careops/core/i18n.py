"""Every word people read comes from a message catalogue; the English text is the key.

Catalogues are gettext `.po` files in `locales/`, read once. `{name}` parts are filled after translation, never by joining texts.
"""

from functools import lru_cache
from pathlib import Path
from typing import cast

from babel.core import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "es": "Español", "de": "Deutsch", "fr": "Français", "hi": "हिन्दी"}  # each as its speakers call it
LOCALES = tuple(LANGUAGES)
FOLDER = Path(__file__).parent / "locales"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@lru_cache(maxsize=len(LOCALES))
def catalogue(locale: str) -> Catalog:
    """The texts of one language; empty for English and for languages without a file."""
    file = FOLDER / f"{locale}.po"
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as text:
        return read_po(text, locale=locale)


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-", 1)[0].lower()


@lru_cache(maxsize=4096)
def _found(msgid: str, locale: str) -> str:
    message = catalogue(locale).get(msgid) if locale != "en" else None
    return str(message.string) if message and message.string else msgid


def text(msgid: str, locale: str = "en", **parts: object) -> str:
    """The message in that language (English where it has none), its `{parts}` filled in."""
    found = _found(msgid, _language(locale))
    return found.format(**parts) if parts else found


@lru_cache(maxsize=2048)
def _plural(one: str, many: str, form: int, locale: str) -> str:
    message = catalogue(locale).get((one, many)) if locale != "en" else None
    forms = cast("tuple[str, ...]", message.string) if message else ()
    return (forms[form] if form < len(forms) else "") or (one if form == 0 else many)


def plural(one: str, many: str, count: int, locale: str = "en", **parts: object) -> str:
    """The message for that many things; both forms may use `{count}`."""
    language = _language(locale)
    form = int(eval_plural(count, language))
    return _plural(one, many, form, language).format(count=count, **parts)


def eval_plural(count: int, language: str) -> int:
    """Which plural form a count takes; the five languages here have two, French and Hindi counting 0 as one."""
    return int(count > 1) if language in {"fr", "hi"} else int(count != 1)


def best_locale(accept_language: str, offered: tuple[str, ...] = LOCALES, default: str = "en") -> str:
    """The language to greet a visitor in, from the Accept-Language header."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language[:500].split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), name.strip()))
        except ValueError:
            continue
    names = [name for _, name in sorted(wanted, key=lambda w: w[0]) if name and name != "*"]
    for name in [*names, *map(_language, names)]:
        if found := negotiate_locale([name], offered, sep="-"):
            return found
    return default


def is_locale(name: str) -> bool:
    """Whether dates and money can be written for that locale."""
    try:
        Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def direction(locale: str) -> str:
    """ "rtl" or "ltr", for the `dir` of a page."""
    return "rtl" if _language(locale) in RIGHT_TO_LEFT else "ltr"
