"""What was posted from a form with files, and what of it answers which question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from careops.core.errors import Forbidden
from careops.core.http import same_origin
from careops.forms.schemas import FieldKind, FormField

MOST_PARTS = 600
PREFIX = "q."  # before a question's key, so that no question can be called like something of ours


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that came."""

    key: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """What was typed, by name, and the files."""

    values: dict[str, list[str]]
    files: tuple[Sent, ...] = ()

    def one(self, name: str) -> str:
        """The first of that name; empty where there is none."""
        return next(iter(self.values.get(name, [])), "")

    def many(self, name: str) -> list[str]:
        """All of that name."""
        return self.values.get(name, [])

    def number(self, name: str) -> int | None:
        """A whole number of ours; None where it is anything else."""
        typed = self.one(name)
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None


async def posted(request: Request) -> Posted:
    """What came from a form of our own page, its files read."""
    if not same_origin(request.headers):
        raise Forbidden
    form = await request.form(max_files=20, max_fields=MOST_PARTS)
    values: dict[str, list[str]] = {}
    files: list[Sent] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append(Sent(name.removeprefix(PREFIX), value.filename, await value.read()))
        else:
            values.setdefault(name, []).append(value)
    return Posted(values, tuple(files))


def answers(fields: Sequence[FormField], given: Posted) -> dict[str, Any]:
    """What was said to each question that was put, as reading takes it; files by their ids, a drawing by the one held."""
    put = set(given.many("asked"))
    return {field.key: _answer(field, given) for field in fields if field.key in put}


def _answer(field: FormField, given: Posted) -> Any:
    name = PREFIX + field.key
    match field.kind:
        case FieldKind.multi_choice:
            return given.many(name)
        case FieldKind.file:
            return [id for id in given.many(f"{name}.held") if id != given.one("remove")]
        case FieldKind.signature:
            return {"name": given.one(name), "drawn": given.one(f"{name}.held")} if given.one(name) else None
        case _:
            return given.one(name)
