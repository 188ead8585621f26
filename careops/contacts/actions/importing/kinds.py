"""What can be brought in from where. Whoever knows a kind of file enters an `Importer`; the rest is the same for all."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from careops.contacts.models import ImportedRow
from careops.contacts.schemas import Counts, ImportOptions, Looked, Record, Target, Verdict
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound


class Importer(Protocol):
    """One kind of file. Only `judge`, `act` and `undo` are called inside a transaction, with some hundreds of records at a time.

    A dry run is `judge` alone, in a session that only reads; so `judge` finds out everything and `act` finds out nothing new, unless
    somebody else was faster: then it changes the verdict. `seen` is the reader's own and lives as long as the run does.
    """

    what: str
    origin: str
    title: str
    permission: Permission

    def targets(self, db: Session, actor: Actor) -> Sequence[Target]:
        """What a column may be."""
        ...

    def look(self, content: bytes, targets: Sequence[Target]) -> Looked:
        """The file at first sight; Invalid when it is not of this kind."""
        ...

    def ready(self, db: Session, actor: Actor, options: ImportOptions) -> Any:
        """What reading and judging needs to know, asked once a run; Invalid when something chosen cannot be."""
        ...

    def read(self, context: Any, content: bytes, options: ImportOptions) -> Iterator[Record]:
        """The records, cleaned, in the file's order; the same ones each time."""
        ...

    def judge(self, db: Session, actor: Actor, context: Any, records: Sequence[Record], seen: dict[str, int]) -> list[Verdict]:
        """What would become of each record, in their order."""
        ...

    def act(self, db: Session, actor: Actor, context: Any, import_id: UUID, verdicts: Sequence[Verdict]) -> None:
        """Makes and changes what was judged so, and completes the verdicts: who it is about, what was there before."""
        ...

    def undo(self, db: Session, actor: Actor, rows: Sequence[ImportedRow]) -> Counts:
        """Takes back what was made or changed, where nobody has touched it since."""
        ...


# (what, origin) → who reads it. Each domain enters its own.
importers: dict[tuple[str, str], Importer] = {}


def importer(what: str, origin: str) -> Importer:
    """Whoever reads such files; NotFound when nobody does."""
    if (what, origin) not in importers:
        raise NotFound
    return importers[what, origin]
