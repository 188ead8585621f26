"""Which column of a file is what, and the refusals of bringing one in."""

from collections.abc import Iterable, Sequence

from careops.contacts.rules.people import WORD, name_key
from careops.contacts.schemas import Target
from careops.core.errors import Conflict
from careops.core.i18n import text as _

FORGOTTEN = _("This person was erased and does not come back with a file")


class ImportBusy(Conflict):
    """What is going on with this file must end first."""

    code, says = "import_busy", "Something is being done with this file; wait until it has ended"


class ImportOver(Conflict):
    """That cannot be done with this file any more, or not yet."""

    code, says = "import_over", "That can no longer be done with this file"


class FileGone(Conflict):
    """Files are not kept for ever."""

    code, says = "file_gone", "This file is no longer kept; upload it again"


def suggested(columns: Sequence[str], targets: Iterable[Target]) -> dict[str, str]:
    """What each target most likely is called in this file: its very words first, then a column that begins or ends with them."""
    plain = {column: plain_header(column) for column in columns if column}
    mapping: dict[str, str] = {}
    for fits in (_is, _holds):
        for target in targets:
            for word in (plain_header(word) for word in (target.label, *target.words.split("|")) if word):
                free = (column for column in plain if column not in mapping.values())
                found = next((column for column in free if fits(plain[column], word)), None)
                if target.key not in mapping and found is not None:
                    mapping[target.key] = found
    return mapping


def plain_header(said: str) -> str:
    """A column's name without case, accents and signs."""
    return " ".join(WORD.findall(name_key(said)))


def _is(header: str, word: str) -> bool:
    return header == word


def _holds(header: str, word: str) -> bool:
    return len(word) > 3 and (header.startswith(f"{word} ") or header.endswith(f" {word}"))


def missing(mapping: dict[str, str], targets: Iterable[Target], columns: Sequence[str]) -> dict[str, str]:
    """What is wrong with a choice of columns, by target."""
    known = {target.key: target for target in targets}
    wrong = {key: "This is nothing we keep" for key in mapping if key not in known}
    wrong |= {key: "There is no such column in the file" for key, column in mapping.items() if key in known and column not in columns}
    return wrong | {key: "Choose a column" for key, target in known.items() if target.required and not mapping.get(key)}


def file_name_of(told: str) -> str:
    """The file's own name, without folders, invisible marks and excess."""
    name = "".join(c for c in told.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip(" .")
    return name[:120] or "import"
