"""What the contacts' screens are made of: the list, the form for one, what each allows, what is kept of each, and files of them."""

from careops.contacts.components.consents import beside, reachability
from careops.contacts.components.importing import import_list, import_panel
from careops.contacts.components.keeping import kept, own_fields, own_tags
from careops.contacts.components.listing import bulk_bar, filters, segment_form, table
from careops.contacts.components.people import DIALOG, FORM, FRAME, contact_form, may_manage

__all__ = [
    "DIALOG",
    "FORM",
    "FRAME",
    "beside",
    "bulk_bar",
    "contact_form",
    "filters",
    "import_list",
    "import_panel",
    "kept",
    "may_manage",
    "own_fields",
    "own_tags",
    "reachability",
    "segment_form",
    "table",
]
