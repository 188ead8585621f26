"""Which file is read how: one reader an origin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from careops.contacts.schemas import ColumnRow, Looked, Target
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.sheets import MOST_BYTES, opened
from careops.importers.rules import calcom, easyappointments
from careops.importers.rules.tables import EXPORTS, TARGETS, Export, own_mapping, recognised, rows
from careops.importers.schemas import Found, Names, Reading, Visit

SAMPLES = 3
MOST_NAMES = 500


class Reader(Protocol):
    """Reads one program's files. `makes` says whether what is missing here is made unless the owner says otherwise."""

    @property
    def origin(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def makes(self) -> bool: ...
    @property
    def targets(self) -> Sequence[Target]: ...

    def look(self, content: bytes) -> Looked:
        """The file at first sight; Invalid when it is not of this kind."""
        ...

    def found(self, content: bytes, reading: Reading) -> Iterator[Found]:
        """Its records in their order; the same ones each time."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """Reads a CSV export."""

    export: Export
    makes: bool = False
    targets: Sequence[Target] = TARGETS

    @property
    def origin(self) -> str:
        return self.export.origin

    @property
    def title(self) -> str:
        return self.export.title

    @property
    def how(self) -> str:
        return self.export.how

    def look(self, content: bytes) -> Looked:
        """The columns with a few values; the program's own names count before what the words suggest."""
        sheet = opened(content)
        samples: list[list[str]] = [[] for _column in sheet.columns]
        total = 0
        for _number, cells in sheet.rows():
            total += 1
            for kept, cell in zip(samples, cells, strict=False):
                if cell and len(kept) < SAMPLES:
                    kept.append(cell[:60])
        columns = [ColumnRow(name=name[:200], samples=kept) for name, kept in zip(sheet.columns, samples, strict=True)]
        mapping = own_mapping(self.export, [column.name for column in columns])
        return Looked(columns, total, mapping if {"starts", "service"} <= mapping.keys() else {})

    def found(self, content: bytes, reading: Reading) -> Iterator[Found]:
        """Each row as a booking."""
        return rows(opened(content), reading, self.origin)


@dataclass(frozen=True, slots=True)
class EasyAppointments:
    """Reads a MySQL dump of Easy!Appointments."""

    origin: str = "easyappointments"
    title: str = _("Everything from Easy!Appointments")
    how: str = _("A file that mysqldump or phpMyAdmin wrote (.sql)")
    makes: bool = True
    targets: Sequence[Target] = ()

    def look(self, content: bytes) -> Looked:
        """How many records there are; nothing of it has columns to choose."""
        return Looked([], sum(1 for _one in self.found(content, Reading({}, "UTC", month_first=False))))

    def found(self, content: bytes, reading: Reading) -> Iterator[Found]:
        """Services, providers, customers, appointments."""
        return easyappointments.found(easyappointments.opened(_small(content)), reading)


@dataclass(frozen=True, slots=True)
class CalCom:
    """Reads a dump of Cal.com or Cal.diy, or its API's answer."""

    origin: str = "calcom"
    title: str = _("Everything from Cal.com or Cal.diy")
    how: str = _("A plain file that pg_dump wrote (.sql), or the JSON of GET /v2/bookings")
    makes: bool = True
    targets: Sequence[Target] = ()

    def look(self, content: bytes) -> Looked:
        """How many records there are; nothing of it has columns to choose."""
        return Looked([], sum(1 for _one in self.found(content, Reading({}, "UTC", month_first=False))))

    def found(self, content: bytes, reading: Reading) -> Iterator[Found]:
        """Services, providers, bookings."""
        return calcom.found(calcom.opened(_small(content)))


READERS: tuple[Reader, ...] = (*(Table(export) for export in EXPORTS), EasyAppointments(), CalCom())


def recognise(content: bytes) -> str:
    """Whose file it is, by how it begins or by its columns; a table that nobody is known by is any table."""
    begin = content[:200_000]
    if begin.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") or b"PostgreSQL database dump" in begin or b"\nCOPY public." in begin:
        return "calcom"
    if b"INSERT INTO " in begin or b"CREATE TABLE " in begin:
        return "easyappointments"
    return recognised(opened(content).columns) or "csv"


def _small(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise Invalid.field("file", "This file is larger than {most} MB", most=MOST_BYTES // 1_000_000)
    return content


def names_in(found: Iterator[Found]) -> Names:
    """Which services and people a file speaks of, and how often; the first few hundred of each."""
    names = Names()
    for one in found:
        if isinstance(one.thing, Visit) and not one.thing.over:
            for kept, name in ((names.services, one.thing.service), (names.providers, one.thing.provider)):
                if name and (name in kept or len(kept) < MOST_NAMES):
                    kept[name] = kept.get(name, 0) + 1
    return names
