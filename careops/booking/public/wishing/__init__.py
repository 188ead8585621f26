"""How the waitlist looks to whoever waits: the form, one's own wish with what is offered, and the button on one's booking."""

from careops.booking.public.wishing.asking import PARTS, form, note_of, with_choices
from careops.booking.public.wishing.standing import earlier, own

__all__ = [
    "PARTS",
    "earlier",
    "form",
    "note_of",
    "own",
    "with_choices",
]
