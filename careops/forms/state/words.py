"""The words of the builder: what its kinds of questions, checks and conditions are called."""

from dataclasses import dataclass

from careops.core.i18n import text as _
from careops.forms.schemas import FieldKind, Op


@dataclass(frozen=True)
class Pair:
    """One choice of a list; `on` where several may be chosen."""

    value: str
    label: str
    on: bool = False


KINDS: dict[FieldKind, tuple[str, str]] = {  # words, icon
    FieldKind.text: (_("Short text"), "type"),
    FieldKind.long_text: (_("Long text"), "text"),
    FieldKind.email: (_("Email"), "mail"),
    FieldKind.phone: (_("Phone"), "phone"),
    FieldKind.number: (_("Number"), "hash"),
    FieldKind.date: (_("Date"), "calendar"),
    FieldKind.time: (_("Time"), "clock"),
    FieldKind.choice: (_("One of several"), "circle-dot"),
    FieldKind.multi_choice: (_("Several of many"), "list-checks"),
    FieldKind.yes_no: (_("Yes or no"), "toggle-left"),
    FieldKind.rating: (_("Rating"), "star"),
    FieldKind.file: (_("File"), "paperclip"),
    FieldKind.signature: (_("Signature"), "pen-line"),
    FieldKind.consent: (_("Agreement"), "square-check"),
    FieldKind.section: (_("Section"), "heading"),
    FieldKind.page: (_("New page"), "file-plus"),
}
OPS: dict[Op, str] = {
    Op.answered: _("is answered"),
    Op.unanswered: _("is not answered"),
    Op.equals: _("is"),
    Op.differs: _("is not"),
    Op.any_of: _("is one of"),
    Op.none_of: _("is none of"),
    Op.less: _("is less than"),
    Op.more: _("is more than"),
    Op.contains: _("contains"),
}
EARLIER_LATER = {Op.less: _("is before"), Op.more: _("is after")}
CHECK_WORDS = {
    "min_length": _("Characters at least"),
    "max_length": _("Characters at most"),
    "pattern": _("It must be"),
    "minimum": _("Not less than"),
    "maximum": _("Not more than"),
    "decimals": _("Places after the point"),
    "earliest": _("Not before"),
    "latest": _("Not after"),
    "min_choices": _("Choices at least"),
    "max_choices": _("Choices at most"),
    "most": _("Highest rating"),
    "sorts": _("Kinds of files"),
    "max_files": _("Files at most"),
    "max_megabytes": _("Megabytes at most"),
}
PATTERNS = {
    "letters": _("letters"),
    "digits": _("digits"),
    "letters_and_digits": _("letters and digits"),
    "postal_code": _("a postal code"),
    "web_address": _("a web address"),
}
SORTS = {"picture": _("Pictures"), "document": _("Documents"), "sound": _("Sound"), "video": _("Video")}
KNOWN = {
    "contact.name": _("Their name"),
    "contact.email": _("Their email"),
    "contact.phone": _("Their phone"),
    "booking.service": _("What is booked"),
    "booking.provider": _("With whom it is booked"),
    "booking.date": _("The day of the booking"),
    "booking.time": _("The time of the booking"),
    "booking.place": _("Where it takes place"),
}
PARTS = {
    "label": _("the question"),
    "required": _("whether it is required"),
    "help": _("the help"),
    "options": _("the options"),
    "checks": _("what is checked"),
    "visible": _("when it is shown"),
    "prefill": _("what is filled in already"),
    "maps_to": _("where it is kept"),
}
CHANGES = {"added": _("New"), "removed": _("Gone"), "moved": _("Moved"), "changed": _("Changed")}
