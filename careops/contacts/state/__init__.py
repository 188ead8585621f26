"""The contacts' list, the form for one, and what each allows."""

from careops.contacts.state.consents import Consents
from careops.contacts.state.people import ContactForm, Contacts, Line

__all__ = ["Consents", "ContactForm", "Contacts", "Line"]
