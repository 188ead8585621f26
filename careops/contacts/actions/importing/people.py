"""People from a CSV file: whoever is known by address or number is left alone, filled in or overwritten, and nobody is there twice."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts.actions.importing.bringing import bring
from careops.contacts.actions.importing.judging import judged
from careops.contacts.actions.importing.reading import FIELD, Context, people_in
from careops.contacts.actions.importing.undoing import take_back
from careops.contacts.models import CustomField, ImportedRow
from careops.contacts.rules.headers import PEOPLE
from careops.contacts.schemas import ColumnRow, Counts, ImportOptions, Looked, Record, Target, Verdict
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.sheets import opened

SAMPLES = 3


class PeopleFromCsv:
    """Reads any program's table of people."""

    what, origin, title = "contacts", "csv", _("Contacts from a CSV file")
    permission = Permission.contacts_manage

    def targets(self, db: Session, actor: Actor) -> Sequence[Target]:
        """What is kept of everybody, and the business's own fields."""
        own = (Target(f"{FIELD}{one.key}", one.label, one.key.replace("_", " ")) for one in _fields(db))
        return [*PEOPLE, *own]

    def look(self, content: bytes, targets: Sequence[Target]) -> Looked:
        """The columns with a few values, and how many rows there are."""
        sheet = opened(content)
        samples: list[list[str]] = [[] for _column in sheet.columns]
        total = 0
        for _number, cells in sheet.rows():
            total += 1
            for kept, cell in zip(samples, cells, strict=False):
                if cell and len(kept) < SAMPLES:
                    kept.append(cell[:60])
        return Looked([ColumnRow(name=name[:200], samples=kept) for name, kept in zip(sheet.columns, samples, strict=True)], total)

    def ready(self, db: Session, actor: Actor, options: ImportOptions) -> Context:
        """Consent is a claim of the owner's: without its basis no column of it is believed."""
        context = Context(business.profile(db, actor).country, {one.key: one for one in _fields(db)}, options)
        if not any(options.mapping.get(target) for target in ("name", "first_name", "last_name", "email", "phone")):
            raise Invalid.field("mapping.name", "Say which column is the name, the address or the number")
        if context.consents and len(options.basis) < 10:
            raise Invalid.field("basis", "Say how and when these people agreed, or leave their consent out")
        return context

    def read(self, context: Context, content: bytes, options: ImportOptions) -> Iterator[Record]:
        """Each row as a person, or with what is wrong with it."""
        return people_in(context, opened(content))

    def judge(self, db: Session, actor: Actor, context: Context, records: Sequence[Record], seen: dict[str, int]) -> list[Verdict]:
        """New, known, or known with something to change; whoever stands in the file twice counts once."""
        return judged(db, actor, context, records, seen)

    def act(self, db: Session, actor: Actor, context: Context, import_id: UUID, verdicts: Sequence[Verdict]) -> None:
        """Everybody of a batch in a handful of statements."""
        bring(db, actor, verdicts, basis=context.options.basis)

    def undo(self, db: Session, actor: Actor, rows: Sequence[ImportedRow]) -> Counts:
        """Whoever came with the file goes, unless somebody has dealt with them since."""
        return take_back(db, actor, rows)


def _fields(db: Session) -> Sequence[CustomField]:
    return db.exec(select(CustomField).where(col(CustomField.archived_at).is_(None)).order_by(col(CustomField.position))).all()
