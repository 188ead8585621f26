"""People from other programs' lists of customers: read as any table of people is, with the program's own columns known.

No real account was at hand and no published header was found: the columns are assumed, and the owner sees and changes the mapping.
Whether somebody wants news is never taken from them unasked.
"""

from collections.abc import Mapping, Sequence

from careops.contacts.actions.importing import PeopleFromCsv
from careops.contacts.rules.importing import plain_header, suggested
from careops.contacts.schemas import Looked, Target
from careops.core.i18n import text as _

ACUITY = {"first_name": "First Name", "last_name": "Last Name", "phone": "Phone", "email": "Email", "notes": "Notes"}
SQUARE = {"first_name": "First Name", "last_name": "Last Name", "email": "Email Address", "phone": "Phone Number", "notes": "Memo"}
FRESHA = {"first_name": "First Name", "last_name": "Last Name", "email": "Email", "phone": "Mobile Number", "notes": "Note"}


class PeopleFrom(PeopleFromCsv):
    """Reads one program's list of customers."""

    def __init__(self, origin: str, title: str, how: str, columns: Mapping[str, str]) -> None:
        self.origin, self.title, self.how, self.columns = origin, title, how, columns

    def look(self, content: bytes, targets: Sequence[Target]) -> Looked:
        """The program's own names count before what the words suggest; consent is left for the owner to choose."""
        looked = super().look(content, targets)
        here = {plain_header(column.name): column.name for column in reversed(looked.columns) if column.name}
        own = {target: here[plain] for target, name in self.columns.items() if (plain := plain_header(name)) in here}
        named = suggested([column.name for column in looked.columns], targets)
        rest = {key: column for key, column in named.items() if key not in own and column not in own.values()}
        mapping = own | {key: column for key, column in rest.items() if not key.startswith("consent_") and not _same(key, own)}
        return Looked(looked.columns, looked.total, mapping)


def _same(target: str, own: dict[str, str]) -> bool:
    """Whether it would say again what the program's own columns say already."""
    return target == "name" and "first_name" in own


PEOPLE = (
    PeopleFrom("acuity", _("Customers from Acuity Scheduling"), "", ACUITY),
    PeopleFrom("square", _("Customers from Square"), "", SQUARE),
    PeopleFrom("fresha", _("Customers from Fresha"), "", FRESHA),
)
