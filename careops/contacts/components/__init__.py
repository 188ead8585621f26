"""What the contacts' screens are made of: the rows of the list, the form for one, and what each allows."""

from careops.contacts.components.consents import beside, reachability
from careops.contacts.components.people import DIALOG, FORM, FRAME, contact_form, contact_line, may_manage

__all__ = ["DIALOG", "FORM", "FRAME", "beside", "contact_form", "contact_line", "may_manage", "reachability"]
