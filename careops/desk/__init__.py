"""Screens that look across domains at one person: everything about a contact on one page."""
