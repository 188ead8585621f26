"""The contacts' list, the form for one, what each allows, what is kept of each, and files of them."""

from careops.contacts.state.consents import Consents
from careops.contacts.state.importing import Imports
from careops.contacts.state.keeping import Keeping, Kept
from careops.contacts.state.listing import Contacts, Line
from careops.contacts.state.people import ContactForm

__all__ = ["Consents", "ContactForm", "Contacts", "Imports", "Keeping", "Kept", "Line"]
