"""Messages in an owner's own words: which there are, what may be written, and how it is filled in."""

from careops.inbox.rules.templates.catalogue import BY_NAME, KINDS, Kind, Source, default
from careops.inbox.rules.templates.sandbox import Unwritable, Values, checked, render, slips
from careops.inbox.rules.templates.writing import Pieces, mail_of, of_everybody, pieces_of, text_of

__all__ = [
    "BY_NAME",
    "KINDS",
    "Kind",
    "Pieces",
    "Source",
    "Unwritable",
    "Values",
    "checked",
    "default",
    "mail_of",
    "of_everybody",
    "pieces_of",
    "render",
    "slips",
    "text_of",
]
