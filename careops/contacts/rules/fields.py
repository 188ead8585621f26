"""What a business keeps of people besides: how a value is read, shown and compared, and what its key is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careops.contacts.rules.people import WORD, name_key
from careops.core.errors import Conflict

SAYS_YES = "yes|y|true|1|x|si|s|verdadero|ja|j|wahr|oui|o|vrai|ha|हाँ|हां|on|ok|subscribed|opt in|optin|opted in"
SAYS_NO = "no|n|false|0|falso|nein|falsch|non|faux|nahi|नहीं|off|unsubscribed|never subscribed|opt out|optout|opted out|-"
DAY = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})")
MOST_TEXT = 500


class FieldKnown(Conflict):
    """Two fields of the same name could not be told apart."""

    code, says = "field_exists", "There is a field of this name already"


@dataclass(frozen=True, slots=True)
class Value:
    """What is kept of one person: how it reads, and what it is compared by."""

    text: str
    number: float | None = None
    day: date | None = None


def read_value(kind: str, options: Sequence[str], typed: str, *, month_first: bool = False) -> Value:
    """What was typed, as a value of that kind; ValueError says what would do."""
    said = typed.strip()
    if kind == "number":
        return _number(said)
    if kind == "date":
        day = read_day(said, month_first=month_first)
        return Value(day.isoformat(), day=day)
    if kind == "yes_no":
        return Value("yes" if read_yes_no(said) else "no")
    if kind == "choice":
        found = next((option for option in options if name_key(option) == name_key(said)), None)
        if found is None:
            raise ValueError("This is none of the choices")
        return Value(found)
    if len(said) > MOST_TEXT:
        raise ValueError("Keep it under 500 letters")
    return Value(said)


def _number(said: str) -> Value:
    plain = said.replace(" ", "").replace("\u00a0", "")
    if plain.rfind(",") > plain.rfind("."):  # 1.234,5
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = float(plain.replace(",", "")) if re.fullmatch(r"[+-]?[\d.,]{1,40}", plain) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e15:
        raise ValueError("Give a number")
    return Value(f"{number:.10f}".rstrip("0").rstrip("."), number=number)


def read_day(said: str, *, month_first: bool = False) -> date:
    """A date as people write it: the year first or last, the month first only where that is the custom."""
    found = DAY.fullmatch(said.split("T")[0].split(" ")[0]) if said else None
    if found:
        one, two, three = (int(part) for part in found.groups())
        year, month, day = (one, two, three) if len(found[1]) == 4 else (three, one, two) if month_first else (three, two, one)
        year += 2000 if len(str(year)) <= 2 and year < 30 else 1900 if year < 100 else 0
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise ValueError("Give a date like 2026-03-21")


def read_yes_no(said: str) -> bool:
    """Yes or no in the languages files come in; ValueError for anything else."""
    word = name_key(said.strip())
    for answer, words in ((True, SAYS_YES), (False, SAYS_NO)):
        if word in name_key(words).split("|"):
            return answer
    raise ValueError("Give yes or no")


def field_key(label: str, taken: Sequence[str]) -> str:
    """A key of letters and figures for a new field; it stays when the words change."""
    base = "_".join(word for word in WORD.findall(name_key(label)) if word.isascii())[:30].strip("_") or "field"
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))) if key not in taken)
