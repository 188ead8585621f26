"""How an answer reads, in the words it was asked with."""

from datetime import date, datetime
from typing import Any

from careops.core.i18n import text as _
from careops.core.when import date_text
from careops.forms.schemas.fields import FieldKind, FormField


def recited(asked: FormField, answer: Any, locale: str = "en") -> str:
    """The answer as people read it; empty where there is none."""
    if answer is None:
        return ""
    match asked.kind:
        case FieldKind.yes_no:
            return _("Yes", locale) if answer else _("No", locale)
        case FieldKind.consent:
            return _("Agreed", locale)
        case FieldKind.multi_choice:
            return ", ".join(str(one) for one in answer)
        case FieldKind.rating:
            return _("{given} of {most}", locale, given=answer, most=asked.checks.most or 5)
        case FieldKind.date:
            return date_text(date.fromisoformat(answer), locale, year=True)
        case FieldKind.file:
            return ", ".join(str(one["name"]) for one in answer)
        case FieldKind.signature:
            day = date_text(datetime.fromisoformat(answer["at"]).date(), locale, year=True)
            return _("Signed by {name}, {day}", locale, name=answer["name"], day=day)
        case _:
            return str(answer)
