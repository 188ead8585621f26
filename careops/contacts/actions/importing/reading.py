"""What a row of a table of people says: cleaned, or refused with the reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError

from careops.business.schemas import phone_number
from careops.contacts import rules
from careops.contacts.models import CustomField
from careops.contacts.rules.fields import Value, read_value, read_yes_no
from careops.contacts.schemas import ContactIn, ImportOptions, Record
from careops.core.errors import first_problems
from careops.core.i18n import text as _
from careops.core.sheets import Sheet

FIELD = "field:"
CONSENTS = (("consent_email", "email"), ("consent_sms", "sms"))
MONTH_FIRST = frozenset({"US", "PH", "FM", "PW"})  # countries that write 3/21/2026


@dataclass(slots=True)
class Person:
    """What a row says, cleaned, with what follows from it."""

    said: dict[str, str]
    named: bool
    values: dict[UUID, Value] = field(default_factory=dict[UUID, Value])
    tags: tuple[str, ...] = ()
    consents: dict[str, bool] = field(default_factory=dict[str, bool])

    @property
    def email_key(self) -> str | None:
        return rules.email_key(self.said["email"])

    @property
    def ways(self) -> list[tuple[str, str]]:
        """(channel, address) of each way they could be written to."""
        return [(channel, said) for channel, said in (("email", self.said["email"]), ("sms", self.said["phone"])) if said]


@dataclass(frozen=True, slots=True)
class Context:
    """What is asked once a run."""

    country: str
    fields: dict[str, CustomField]
    options: ImportOptions

    @property
    def consents(self) -> bool:
        return any(self.options.mapping.get(target) for target, _channel in CONSENTS)


def people_in(context: Context, sheet: Sheet) -> Iterator[Record]:
    """Each row as a person, or with what is wrong with it."""
    places = _places(sheet, context.options)
    for number, cells in sheet.rows():
        said = {target: cells[place] for target, place in places.items() if place < len(cells) and cells[place]}
        yield _record(number, said, context)


def _places(sheet: Sheet, options: ImportOptions) -> dict[str, int]:
    names = [name[:200] for name in sheet.columns]
    return {target: names.index(column) for target, column in options.mapping.items() if column in names}


def _record(number: int, said: dict[str, str], context: Context) -> Record:
    name = said.get("name") or " ".join(part for part in (said.get("first_name"), said.get("last_name")) if part)
    typed = {key: said.get(key, "") for key in ("email", "phone", "locale", "notes")}
    if not (name or typed["email"] or typed["phone"]):
        return Record(number, problem=_("There is neither a name nor an address nor a number"))
    try:
        read = ContactIn(name=name or typed["email"] or typed["phone"], **typed)
        read.phone = phone_number(read.phone, context.country)
        person = Person(
            said=read.model_dump(include={"name", "email", "phone", "locale", "notes"}),
            named=bool(name),
            values=_values(said, context),
            tags=(*context.options.tags, *_tags(said.get("tags", ""))),
            consents={channel: read_yes_no(said[target]) for target, channel in CONSENTS if said.get(target)},
        )
    except ValidationError as wrong:
        problem = first_problems(wrong)[0]
        return Record(number, problem=f"{problem.field}: {problem.message}")
    except ValueError as wrong:
        return Record(number, problem=str(wrong))
    return Record(number, person, source_key=_source_key(person))


def _values(said: dict[str, str], context: Context) -> dict[UUID, Value]:
    found: dict[UUID, Value] = {}
    for target, typed in said.items():
        one = context.fields.get(target.removeprefix(FIELD)) if target.startswith(FIELD) else None
        if one is not None:
            try:
                found[one.id] = read_value(one.kind, one.options, typed, month_first=context.country in MONTH_FIRST)
            except ValueError as wrong:
                raise ValueError(f"{one.label}: {_(str(wrong))}") from None
    return found


def _tags(typed: str) -> Iterator[str]:
    for part in typed.replace(";", ",").replace("|", ",").split(",")[:20]:
        if word := " ".join(part.split()):
            if len(word) > 40 or not word.isprintable():
                raise ValueError(_("A tag has at most 40 letters"))
            yield word


def _source_key(person: Person) -> str:
    """Who has neither address nor number is known again by everything the row says of them."""
    if person.said["email"] or person.said["phone"]:
        return ""
    whole = "\x1f".join([*person.said.values(), *sorted(f"{id}={value.text}" for id, value in person.values.items())])
    return "csv:" + hashlib.sha256(whole.encode()).hexdigest()[:40]
