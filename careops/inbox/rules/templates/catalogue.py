"""Every automatic message a customer can get: what it is called, what its words may name, and the words it begins with.

The words are texts of the catalogue with {names}; put into a template, each name becomes one in double braces. `subject`, `heading` and
`lines` make the mail, `sms` the text message: who writes, what happened, where to go, in one segment where the language lets it.
"""

from dataclasses import dataclass

from careops.core.i18n import text as _

BLOCKS = ("details", "button")  # pieces of a mail that the house draws
ALWAYS = (
    "contact.first_name", "contact.name", "business.name", "business.phone", "business.email", "business.address", "business.booking_link",
    "link",
)  # fmt: skip
BOOKING = (
    "booking.when", "booking.when_short", "booking.day", "booking.time", "booking.service", "booking.provider",
    "booking.place", "booking.price", "booking.policy",
)  # fmt: skip
SERIES = ("series.first", "series.count", "series.service", "series.provider")
WAITING = ("waitlist.service",)
OFFER = ("waitlist.when", "waitlist.provider")

STANDS_FOR = {
    "business": "{{ business.name }}",
    "name": "{{ contact.first_name }}",
    "when": "{{ booking.when }}",
    "service": "{{ booking.service }}",
    "provider": "{{ booking.provider }}",
    "link": "{{ link }}",
}
IN_SHORT = {"when": "{{ booking.when_short }}"}  # a text message has room for "Tue 24 Nov 14:30"
IN_SERIES = {
    "when": "{{ series.first }}",
    "count": "{{ series.count }}",
    "service": "{{ series.service }}",
    "provider": "{{ series.provider }}",
}
IN_LINE = {"when": "{{ waitlist.when }}", "service": "{{ waitlist.service }}", "until": "{{ waitlist.until }}"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One message; `names` are the ones beyond those that every message has. What owners call it stands in `titles`."""

    name: str
    names: tuple[str, ...]
    subject: str
    heading: str
    lines: tuple[str, ...]
    sms: str
    stands_for: dict[str, str]

    def known(self, channel: str) -> frozenset[str]:
        """The names its words may use by that channel."""
        return frozenset((*ALWAYS, *self.names, *(BLOCKS if channel == "email" else ())))

    @property
    def of_booking(self) -> bool:
        """Whether it tells of one booking."""
        return "booking.when" in self.names

    def variables(self, channel: str) -> tuple[str, ...]:
        """The same in the order in which they are offered."""
        return (*ALWAYS, *self.names, *(BLOCKS if channel == "email" else ()))


DETAILS, BUTTON = "{{ details }}", "{{ button }}"


def _booking(name: str, *, more: tuple[str, ...] = (), stands: dict[str, str] | None = None, lines: tuple[str, ...], **words: str) -> Kind:
    return Kind(name, (*BOOKING, *more), **words, lines=lines, stands_for=STANDS_FOR | (stands or {}))


KINDS: tuple[Kind, ...] = (
    Kind(
        name="welcome",
        names=(),
        subject=_("Welcome to {business}, {name}"),
        heading=_("Welcome to {business}, {name}"),
        lines=(_("We are glad to have you. Whenever you need us, just answer this email."), BUTTON),
        sms=_("{business}: welcome, {name}. Book any time: {link}"),
        stands_for=STANDS_FOR,
    ),
    Kind(
        name="welcome_written",
        names=(),
        subject=_("We have your message, {name}"),
        heading=_("We have your message, {name}"),
        lines=(_("Thank you for writing to {business}. A person reads it and answers here."), BUTTON),
        sms=_("{business}: we have your message. A person answers here soon."),
        stands_for=STANDS_FOR,
    ),
    _booking(
        "booking_confirmation",
        subject=_("Booked: {when} with {provider}"),
        heading=_("You’re booked, {name}"),
        lines=(
            DETAILS,
            BUTTON,
            _("The calendar file is attached."),
        ),
        sms=_("{business}: booked, {when}, {service} with {provider}. Change or cancel: {link}"),
    ),
    _booking(
        "booking_requested",
        subject=_("Request received: {when} with {provider}"),
        heading=_("We have your request, {name}"),
        lines=(
            _("{business} confirms each booking. You hear from us as soon as it is decided."),
            DETAILS,
            BUTTON,
        ),
        sms=_("{business}: we have your request for {when} and confirm it soon: {link}"),
    ),
    _booking(
        "booking_rescheduled",
        more=("booking.before",),
        stands={"before": "{{ booking.before }}"},
        subject=_("New time: {when} with {provider}"),
        heading=_("Your booking has moved, {name}"),
        lines=(
            DETAILS,
            _("It was {before} before."),
            BUTTON,
        ),
        sms=_("{business}: new time {when}, {service} with {provider}. Change or cancel: {link}"),
    ),
    _booking(
        "booking_cancelled",
        more=("booking.cancelled_by", "booking.reason"),
        subject=_("Cancelled: {when}"),
        heading=_("Your booking is cancelled"),
        lines=(
            "{{ booking.reason }}",
            DETAILS,
            BUTTON,
        ),
        sms=_("{business}: your booking {when} is cancelled. Find another time: {link}"),
    ),
    _booking(
        "booking_declined",
        more=("booking.reason",),
        subject=_("Not possible: {when}"),
        heading=_("We could not confirm your request, {name}"),
        lines=(
            "{{ booking.reason }}",
            DETAILS,
            BUTTON,
        ),
        sms=_("{business}: {when} is not possible, sorry. Find another time: {link}"),
    ),
    _booking(
        "booking_reminder",
        subject=_("Reminder: {when} with {provider}"),
        heading=_("See you soon, {name}"),
        lines=(
            _("This is a reminder of your booking with {business}."),
            DETAILS,
            BUTTON,
        ),
        sms=_("{business}: {service} with {provider}, {when}. Change or cancel: {link}"),
    ),
    _booking(
        "visit_follow_up",
        subject=_("Thank you for your visit, {name}"),
        heading=_("Thank you for your visit, {name}"),
        lines=(
            _("We hope you are happy with {service}. If anything was not as it should be, just answer."),
            BUTTON,
        ),
        sms=_("{business}: thank you for your visit. Book again: {link}"),
    ),
    _booking(
        "no_show_follow_up",
        subject=_("We missed you, {name}"),
        heading=_("We missed you, {name}"),
        lines=(
            _("You had a booking on {when} and could not make it. Shall we find another time?"),
            BUTTON,
        ),
        sms=_("{business}: we missed you. Find another time: {link}"),
    ),
    Kind(
        name="series_confirmation",
        names=SERIES,
        subject=_("Booked: {count} visits with {provider}"),
        heading=_("You’re booked, {name}"),
        lines=(DETAILS, _("The calendar file with all dates is attached.")),
        sms=_("{business}: {count} visits booked, {service} with {provider}, the first on {when}. Change or cancel: {link}"),
        stands_for=STANDS_FOR | IN_SERIES,
    ),
    Kind(
        name="series_rescheduled",
        names=SERIES,
        subject=_("New times for {count} visits"),
        heading=_("Your bookings have moved, {name}"),
        lines=(DETAILS,),
        sms=_("{business}: new times for {count} visits, the first on {when}. See them: {link}"),
        stands_for=STANDS_FOR | IN_SERIES,
    ),
    Kind(
        name="series_cancelled",
        names=SERIES,
        subject=_("Cancelled: {count} visits"),
        heading=_("Your bookings are cancelled"),
        lines=(DETAILS, BUTTON),
        sms=_("{business}: {count} visits are cancelled. Find another time: {link}"),
        stands_for=STANDS_FOR | IN_SERIES,
    ),
    Kind(
        name="waitlist_joined",
        names=WAITING,
        subject=_("You’re on the waitlist: {service}"),
        heading=_("You’re on the waitlist, {name}"),
        lines=(_("As soon as a time that suits you frees up we get in touch."), DETAILS, BUTTON),
        sms=_("{business}: you are on the waitlist for {service}. Your place in line: {link}"),
        stands_for=STANDS_FOR | IN_LINE,
    ),
    Kind(
        name="waitlist_offered",
        names=(*WAITING, *OFFER, "waitlist.until"),
        subject=_("A time is free for you: {when}"),
        heading=_("A time is free, {name}"),
        lines=(_("We keep it for you until {until}. After that it goes to the next in line."), DETAILS, BUTTON),
        sms=_("{business}: {when} is free for you until {until}. Take it or leave it: {link}"),
        stands_for=STANDS_FOR | IN_LINE,
    ),
    Kind(
        name="waitlist_notified",
        names=(*WAITING, *OFFER),
        subject=_("Just freed up: {when}"),
        heading=_("A time has freed up, {name}"),
        lines=(_("We told everybody who waits for it. Whoever takes it first has it."), DETAILS, BUTTON),
        sms=_("{business}: just freed up, {when}. First come, first served: {link}"),
        stands_for=STANDS_FOR | IN_LINE,
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


# ── the words a message begins with ──────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """A message's words as they are written: with names in double braces."""

    subject: str
    body: str


def default(kind: Kind, channel: str, locale: str) -> Source:
    """Ours, in that language, the way an owner finds them in the editor."""
    names = kind.stands_for
    if channel == "sms":
        return Source("", _(kind.sms, locale, **(names | IN_SHORT if kind.of_booking else names)))
    body = [f"# {_(kind.heading, locale, **names)}", *(line if line.startswith("{{") else _(line, locale, **names) for line in kind.lines)]
    return Source(_(kind.subject, locale, **names), "\n\n".join(body))
