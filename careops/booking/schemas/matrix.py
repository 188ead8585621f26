"""A further service of a visit as one word of an address: `TYPE;variant=…;provider=…;add_on=…;add_on=…`.

What stands for the service, the variant and so on is the reader's business: ids in the API, names in the addresses of pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote
from uuid import UUID

from careops.booking.schemas.wanted import Wanted
from careops.core.errors import Invalid, Problem
from careops.core.i18n import text as _

MOST_TEXT = 1500  # characters: a service with twenty add-ons by id
MOST_ADD_ONS = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One service as it was written."""

    type: str
    variant: str = ""
    provider: str = ""
    add_ons: tuple[str, ...] = ()


def write(piece: Piece) -> str:
    """The service in that form; what is empty is left out."""
    said = [("variant", piece.variant), ("provider", piece.provider), *(("add_on", one) for one in piece.add_ons)]
    return ";".join([quote(piece.type, safe=""), *(f"{name}={quote(value, safe='')}" for name, value in said if value)])


def read(text: str, field: str = "also") -> Piece:
    """The service that was written; Invalid, with the field's name, when it is none."""
    head, *parts = text.split(";") if len(text) <= MOST_TEXT else ("",)
    said: dict[str, list[str]] = {"variant": [], "provider": [], "add_on": []}
    for part in parts:
        name, _equals, value = part.partition("=")
        if name not in said or not value:
            raise Invalid.field(f"{field}.{name}" if name else field, "Write a service as TYPE;variant=…;provider=…;add_on=…")
        said[name].append(unquote(value))
    for name in ("variant", "provider"):
        if len(said[name]) > 1:
            raise Invalid.field(f"{field}.{name}", "This can be said once")
    if not head:
        raise Invalid.field(field, "Write a service as TYPE;variant=…;provider=…;add_on=…")
    return Piece(unquote(head), "".join(said["variant"]), "".join(said["provider"]), tuple(said["add_on"][: MOST_ADD_ONS + 1]))


def wanted(texts: Sequence[str], field: str = "also") -> list[Wanted]:
    """Services written with ids, in order; Invalid names each part that is none."""
    problems: list[Problem] = []

    def id(text: str, where: str) -> UUID | None:
        try:
            return UUID(text) if text else None
        except ValueError:
            problems.append(Problem(where, _("This is not a valid id")))
            return None

    def ids(said: Iterable[str], where: str) -> tuple[UUID, ...]:
        return tuple(found for one in said if (found := id(one, where)))

    found: list[Wanted] = []
    for at, text in enumerate(texts):
        here = f"{field}.{at}"
        piece = read(text, here)
        type_id, provider = id(piece.type, here), id(piece.provider, f"{here}.provider")
        variant, add_ons = id(piece.variant, f"{here}.variant"), ids(piece.add_ons, f"{here}.add_on")
        if len(piece.add_ons) > MOST_ADD_ONS:
            problems.append(Problem(f"{here}.add_on", _("This is too long: at most {max_length}"), {"max_length": MOST_ADD_ONS}))
        found.append(Wanted(type_id or UUID(int=0), provider, variant, add_ons))
    if problems:
        raise Invalid(problems=problems)
    return found
