"""Bringing in what other programs' files say: who reads which file is entered where files are brought in."""

from careops.contacts.actions.importing import importers
from careops.importers.actions.bookings import BookingsFrom
from careops.importers.actions.people import PEOPLE
from careops.importers.rules.readers import READERS
from careops.importers.schemas import OriginRow

for one in (*(BookingsFrom(reader) for reader in READERS), *PEOPLE):
    importers[one.what, one.origin] = one


def origins() -> list[OriginRow]:
    """The kinds of file that can be brought in, in the order of the registry."""
    return [OriginRow(what=what, origin=origin, title=one.title, how=getattr(one, "how", "")) for (what, origin), one in importers.items()]


__all__ = ["BookingsFrom", "importers", "origins"]
