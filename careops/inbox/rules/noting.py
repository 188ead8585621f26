"""Whom a note calls, and what kept words become for one contact."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

VARIABLE = re.compile(r"\{\s*([a-z_]+)\s*\}")


def called(text: str, team: Sequence[tuple[UUID, str]]) -> list[UUID]:
    """The members whose name stands in the text behind an @; the longest name that fits is meant."""
    found: list[UUID] = []
    by_length = sorted(team, key=lambda member: -len(member[1]))
    for at in (place.end() for place in re.finditer(r"(?<!\w)@", text)):
        rest = text[at:].casefold()
        meant = next((id for id, name in by_length if name and _stands(rest, name.casefold())), None)
        if meant is not None and meant not in found:
            found.append(meant)
    return found


def _stands(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with their {variables} filled; one that has no value is left out, one nobody knows is left as it stands."""
    return VARIABLE.sub(lambda found: values.get(found.group(1), found.group()), text)


def unknown_variables(text: str, known: Sequence[str]) -> list[str]:
    """The variables nobody fills, in the order they stand."""
    return list(dict.fromkeys(name for name in VARIABLE.findall(text) if name not in known))
