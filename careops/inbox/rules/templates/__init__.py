"""Messages in an owner's own words: which there are, what may be written, and how it is filled in."""

from careops.inbox.rules.templates.catalogue import BY_NAME, KINDS, Kind, Source, default
from careops.inbox.rules.templates.example import example
from careops.inbox.rules.templates.sandbox import Unwritable, Values, checked, render, slips
from careops.inbox.rules.templates.titles import TITLES
from careops.inbox.rules.templates.writing import Pieces, mail_of, of_everybody, pieces_of, text_of

__all__ = [
    "BY_NAME",
    "KINDS",
    "TITLES",
    "Kind",
    "Pieces",
    "Source",
    "Unwritable",
    "Values",
    "checked",
    "default",
    "example",
    "mail_of",
    "of_everybody",
    "pieces_of",
    "render",
    "slips",
    "text_of",
]
