"""The contacts' list: what is asked of it, who is chosen in it, and one thing done to all of them."""

from careops.contacts.state.listing.asked import SOURCES, Choice, Line
from careops.contacts.state.listing.contacts import Contacts

__all__ = ["SOURCES", "Choice", "Contacts", "Line"]
