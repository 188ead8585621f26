"""Reading one answer: from what was typed, or sent by a program, to what is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from careops.business.schemas import phone_number
from careops.contacts.schemas import Email
from careops.core.i18n import text as _
from careops.core.typed import Line, Lines
from careops.forms.schemas.fields import MOST_NUMBER, MOST_TEXT, FieldKind, FormField, Pattern

LINE: TypeAdapter[str] = TypeAdapter(Line)
LINES: TypeAdapter[str] = TypeAdapter(Lines)
EMAIL: TypeAdapter[str] = TypeAdapter(Email)
YES = frozenset({"yes", "true", "on"})
NO = frozenset({"no", "false", "off"})
NEEDED = _("This is needed")
UNSTORABLE = _("This contains characters that cannot be kept")
TOO_LONG = _("This is too long: {max_length} characters at most")


class Wrong(Exception):
    """What is wrong with an answer: a text of the catalogue and its parts."""

    def __init__(self, says: str, **parts: object) -> None:
        super().__init__(says)
        self.says, self.parts = says, parts


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading depends on besides the question: where the business is, what day it is there, which files came with the copy."""

    country: str
    today: date
    at: datetime
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


def read(asked: FormField, said: Any, setting: Setting) -> Any:
    """The answer as it is kept; None when nothing was answered; Wrong when it is no answer to that question."""
    if isinstance(said, str):
        said = said.strip() if len(said) <= 100_000 else _refuse(TOO_LONG, max_length=MOST_TEXT.get(asked.kind, 300))
    if said is None or said in ("", [], {}):
        return None
    return READERS[asked.kind](asked, said, setting)


def _refuse(says: str, **parts: object) -> Any:
    raise Wrong(says, **parts)


# ── words ────────────────────────────────────────────────


def _typed(adapter: TypeAdapter[str], said: Any, most: int) -> str:
    if not isinstance(said, str):
        raise Wrong(_("This must be text"))
    if len(said) > most:
        raise Wrong(TOO_LONG, max_length=most)
    try:
        return adapter.validate_python(said)
    except ValidationError:
        raise Wrong(UNSTORABLE) from None


def _text(asked: FormField, said: Any, _setting: Setting) -> str:
    most = asked.checks.max_length or MOST_TEXT[asked.kind]
    words = _typed(LINE if asked.kind is FieldKind.text else LINES, said, most)
    if len(words) < (asked.checks.min_length or 0):
        raise Wrong(_("This is too short: {min_length} characters at least"), min_length=asked.checks.min_length)
    if asked.checks.pattern and words:
        says, fits = PATTERNS[asked.checks.pattern]
        if not fits(words):
            raise Wrong(says)
    return words


def _web_address(words: str) -> bool:
    try:
        parts = urlsplit(words)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in words
    except ValueError:
        return False


# Plain walks over the characters: nothing here takes longer than the answer is long.
PATTERNS: dict[Pattern, tuple[str, Callable[[str], bool]]] = {
    Pattern.letters: (_("Use letters only"), lambda said: all(c.isalpha() or c in " '’-." for c in said)),
    Pattern.digits: (_("Use digits only"), lambda said: said.isascii() and said.isdigit()),
    Pattern.letters_and_digits: (_("Use letters and digits only"), lambda said: all(c.isalnum() for c in said)),
    Pattern.postal_code: (
        _("Give a postal code"),
        lambda said: 3 <= len(said) <= 10 and said.isascii() and all(c.isalnum() or c in " -" for c in said),
    ),
    Pattern.web_address: (_("Give a web address like https://example.com"), _web_address),
}


def _email(_asked: FormField, said: Any, _setting: Setting) -> str:
    typed = _typed(LINE, said, 254)
    try:
        return EMAIL.validate_python(typed)
    except ValidationError:
        raise Wrong(_("Give an address like name@example.com")) from None


def _phone(_asked: FormField, said: Any, setting: Setting) -> str:
    try:
        return phone_number(_typed(LINE, said, 40), setting.country)
    except ValueError as wrong:
        raise Wrong(str(wrong)) from None


# ── numbers and times ────────────────────────────────────


def _number(asked: FormField, said: Any, _setting: Setting) -> int | float:
    number = _decimal(said)
    places = asked.checks.decimals or 0
    if number != round(number, places):
        raise Wrong(_("This must be a whole number") if not places else _("At most {places} places after the point"), places=places)
    lowest, highest = asked.checks.minimum, asked.checks.maximum
    if number < (-MOST_NUMBER if lowest is None else lowest):
        raise Wrong(_("This must be {ge} or more"), ge=-MOST_NUMBER if lowest is None else lowest)
    if number > (MOST_NUMBER if highest is None else highest):
        raise Wrong(_("This must be {le} or less"), le=MOST_NUMBER if highest is None else highest)
    return int(number) if number == int(number) else float(number)


def _decimal(said: Any) -> Decimal:
    """A number as people and programs write it; a comma is a point, and there is one at most."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise Wrong(_("This must be a number"))
    typed = str(said).replace(",", ".")
    bare = typed.lstrip("+-").replace(".", "", 1)
    if len(typed) > 20 or not (bare.isascii() and bare.isdigit()):
        raise Wrong(_("This must be a number"))
    try:
        return Decimal(typed)
    except InvalidOperation:
        raise Wrong(_("This must be a number")) from None


def _rating(asked: FormField, said: Any, _setting: Setting) -> int:
    most, given = asked.checks.most or 5, _decimal(said)
    if given != int(given) or not 1 <= given <= most:
        raise Wrong(_("Choose from 1 to {most}"), most=most)
    return int(given)


def _date(asked: FormField, said: Any, setting: Setting) -> str:
    try:
        day = date.fromisoformat(said) if isinstance(said, str) and len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year < 1000:
        raise Wrong(_("This is not a date"))
    earliest, latest = (day_of(limit, setting.today) if limit else None for limit in (asked.checks.earliest, asked.checks.latest))
    if earliest and day < earliest:
        raise Wrong(_("Give a date from {day} on"), day=earliest.isoformat())
    if latest and day > latest:
        raise Wrong(_("Give a date up to {day}"), day=latest.isoformat())
    return day.isoformat()


def day_of(limit: str, today: date) -> date:
    """The day a limit means: itself, or counted from today."""
    if not limit.startswith("today"):
        return date.fromisoformat(limit)
    days = int(limit[5:] or 0)
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _time(asked: FormField, said: Any, _setting: Setting) -> str:
    try:
        clock = time.fromisoformat(said).strftime("%H:%M") if isinstance(said, str) and len(said) in (5, 8) and said[2] == ":" else ""
    except ValueError:
        clock = ""
    if not clock:
        raise Wrong(_("This is not a time"))
    if asked.checks.earliest and clock < asked.checks.earliest:
        raise Wrong(_("Give a time from {time} on"), time=asked.checks.earliest)
    if asked.checks.latest and clock > asked.checks.latest:
        raise Wrong(_("Give a time up to {time}"), time=asked.checks.latest)
    return clock


# ── choosing ─────────────────────────────────────────────


def _choice(asked: FormField, said: Any, _setting: Setting) -> str:
    if not isinstance(said, str) or said not in asked.options:
        raise Wrong(_("Choose one of the options"))
    return said


def _many(asked: FormField, said: Any, _setting: Setting) -> list[str]:
    given = cast("list[object]", said) if isinstance(said, list) else [said]
    if len(given) > len(asked.options) or any(one not in asked.options for one in given if isinstance(one, str)):
        raise Wrong(_("Choose from the options"))
    chosen = [option for option in asked.options if option in given]
    if len(chosen) != len(given):
        raise Wrong(_("Choose from the options"))
    least, most = asked.checks.min_choices, asked.checks.max_choices
    if least and len(chosen) < least:
        raise Wrong(_("Choose {least} at least"), least=least)
    if most and len(chosen) > most:
        raise Wrong(_("Choose {most} at most"), most=most)
    return chosen


def _yes_no(_asked: FormField, said: Any, _setting: Setting) -> bool:
    if isinstance(said, bool):
        return said
    if not isinstance(said, str) or said.lower() not in YES | NO:
        raise Wrong(_("This must be yes or no"))
    return said.lower() in YES


def _consent(asked: FormField, said: Any, setting: Setting) -> bool | None:
    """A box that was left empty is no answer; it never says no."""
    return _yes_no(asked, said, setting) or None


# ── files ────────────────────────────────────────────────


def _files(asked: FormField, said: Any, setting: Setting) -> list[dict[str, Any]]:
    """Which of the copy's files answer it, by their ids; what a program says else about them is not believed."""
    given = cast("list[object]", said) if isinstance(said, list) else [said]
    kept = [setting.files.get(_id_of(one)) for one in given]
    if any(file is None or file["key"] != asked.key for file in kept) or len({_id_of(one) for one in given}) != len(given):
        raise Wrong(_("A file is no longer there; send it again"))
    most = asked.checks.max_files or 1
    if len(kept) > most:
        raise Wrong(_("{most} files at most"), most=most)
    return [dict(file) for file in kept if file]


def _id_of(said: object) -> str:
    if isinstance(said, dict):
        return str(cast("dict[str, object]", said).get("id", ""))
    return str(said)


def _signature(asked: FormField, said: Any, setting: Setting) -> dict[str, Any] | None:
    """A typed name is a signature; a drawing may stand beside it. The day is ours to say, and stays the day of the first signing."""
    given = cast("dict[str, Any]", said) if isinstance(said, dict) else {"name": said}
    name = _typed(LINE, given.get("name") or "", 120)
    if not name:
        if given.get("drawn"):
            raise Wrong(_("Type your full name to sign"))
        return None
    drawn = setting.files.get(_id_of(given["drawn"])) if given.get("drawn") else None
    if given.get("drawn") and (drawn is None or drawn["key"] != asked.key):
        raise Wrong(_("The drawing is no longer there; sign again"))
    return {"name": name, "drawn": dict(drawn) if drawn else None, "at": setting.at.isoformat(timespec="seconds")}


READERS: dict[FieldKind, Callable[[FormField, Any, Setting], Any]] = {
    FieldKind.text: _text,
    FieldKind.long_text: _text,
    FieldKind.email: _email,
    FieldKind.phone: _phone,
    FieldKind.number: _number,
    FieldKind.date: _date,
    FieldKind.time: _time,
    FieldKind.choice: _choice,
    FieldKind.multi_choice: _many,
    FieldKind.yes_no: _yes_no,
    FieldKind.rating: _rating,
    FieldKind.file: _files,
    FieldKind.signature: _signature,
    FieldKind.consent: _consent,
}
