"""Refusals: what the business says no to. Each is rendered once: problem+json, a toast, or a page."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from careops.core.i18n import text as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong field, and what to do about it: a text of the catalogue and what fills its `{parts}`."""

    field: str
    says: str
    parts: Mapping[str, object] = dataclasses.field(default_factory=dict[str, object])

    @property
    def message(self) -> str:
        """The words in English, as programs get them."""
        return self.told("en")

    def told(self, locale: str) -> str:
        """The words in the language of whoever has to act on them."""
        return _(self.says, locale, **self.parts)


class Refusal(Exception):
    """A named no, with the HTTP status and the stable code it has everywhere."""

    status = 400
    code = "refused"
    says = "That cannot be done"

    def __init__(self, message: str = "", *, problems: list[Problem] | None = None, retry_after: int | None = None) -> None:
        super().__init__(message or self.says)
        self.message = message or self.says
        self.problems = problems or []
        self.retry_after = retry_after


class Unauthorized(Refusal):
    status, code, says = 401, "unauthorized", "Sign in first"


class Forbidden(Refusal):
    status, code, says = 403, "forbidden", "You may not do this"


class NotFound(Refusal):
    """Unknown, and somebody else's: the answer is the same."""

    status, code, says = 404, "not_found", "Not found"


class Conflict(Refusal):
    status, code, says = 409, "conflict", "That no longer fits what is there"


class Stale(Refusal):
    status, code, says = 412, "stale", "Somebody changed this in the meantime; nothing was overwritten"


class Invalid(Refusal):
    """Input that cannot be taken; it names each field."""

    status, code, says = 422, "invalid", "Please check the marked fields"

    @classmethod
    def field(cls, field: str, says: str, **parts: object) -> "Invalid":
        """One wrong field; `says` is a text of the catalogue, the parts fill it."""
        problem = Problem(field, says, parts)
        return cls(problem.message, problems=[problem])


class TooMany(Refusal):
    status, code, says = 429, "too_many", "Too many tries; wait a little"


class Unavailable(Refusal):
    status, code, says = 503, "unavailable", "Busy for a moment; nothing was changed, please try again"


# Pydantic's kinds of error in words a person can act on; anything else keeps pydantic's own words.
WORDS = {
    "missing": _("This is needed"),
    "string_type": _("This must be text"),
    "string_too_short": _("This is needed"),
    "string_too_long": _("This is too long: {max_length} characters at most"),
    "too_short": _("This is needed"),  # what a cleaned text's own limits are called
    "too_long": _("This is too long: at most {max_length}"),
    "int_parsing": _("This must be a whole number"),
    "int_type": _("This must be a whole number"),
    "int_from_float": _("This must be a whole number"),
    "greater_than_equal": _("This must be {ge} or more"),
    "greater_than": _("This must be more than {gt}"),
    "less_than_equal": _("This must be {le} or less"),
    "extra_forbidden": _("This field is not known here"),
    "uuid_parsing": _("This is not a valid id"),
    "uuid_type": _("This is not a valid id"),
    "bool_parsing": _("This must be yes or no"),
    "datetime_from_date_parsing": _("This is not a date and time"),
    "datetime_parsing": _("This is not a date and time"),
    "datetime_object_invalid": _("This is not a date and time"),
    "timezone_aware": _("Give the time with its offset, for example 2026-11-20T09:00:00Z"),
    "date_from_datetime_parsing": _("This is not a date"),
    "date_parsing": _("This is not a date"),
    "time_parsing": _("This is not a time"),
    "json_invalid": _("This is not valid JSON"),
}


def first_problems(problem: ValidationError, prefix: tuple[str, ...] = ()) -> list[Problem]:
    """One problem a field, in the order of the fields, in words a person can act on."""
    return problems_of(problem.errors(include_url=False), prefix)


def problems_of(errors: Iterable[Mapping[str, Any]], prefix: tuple[str, ...] = ()) -> list[Problem]:
    """The same for a bare list of pydantic errors, as FastAPI hands them over."""
    found: dict[str, Problem] = {}
    for error in errors:
        path = ".".join([*prefix, *(str(part) for part in error["loc"])])
        if ours := WORDS.get(error["type"]):
            problem = Problem(path, ours, error.get("ctx", {}))
        else:
            theirs = str(error["msg"]).removeprefix("Value error, ")
            problem = Problem(path, theirs[:1].upper() + theirs[1:])
        found.setdefault(path, problem)
    return list(found.values())


def invalid(problem: ValidationError) -> Invalid:
    """A schema's complaint as the refusal every door can render."""
    return Invalid(problems=first_problems(problem))
