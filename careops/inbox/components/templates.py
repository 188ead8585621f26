"""The pieces of the editor of messages: chips of names, what it would look like, the versions."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.state.templates import Editor, Line, Name, Then, Wording
from careops.ui import kit

EDITOR: Any = Editor  # Vars to Reflex; to a type checker plain classes
AT: Any = Editor.open
SHOWN: Any = Editor.shown
LIST: Any = Wording
HOURS: Any = Wording.hours

ANSWERS = [
    ("30", _("30 minutes")), ("60", _("1 hour")), ("120", _("2 hours")), ("240", _("4 hours")), ("480", _("8 hours")), ("1440", _("1 day")),
]  # fmt: skip


# ── the list ─────────────────────────────────────────────


def hours() -> rx.Component:
    """When messages rest, and what is wanted of the team."""
    rests = kit.toggle(_("Automatic messages rest at night"), checked=HOURS.rests, on_change=LIST.rest)
    said = rx.el.p(
        _("By the clock of whoever gets them. Who has just booked hears at once; what would come too late is left out."), class_name="t2"
    )
    quiet = kit.form_row(
        _time(_("From"), "quiet_from", HOURS.quiet_from),
        _time(_("Until"), "quiet_until", HOURS.quiet_until),
    )
    targets = kit.form_row(
        kit.select(
            _("Whoever writes is answered within"), "answer_minutes", ANSWERS, value=HOURS.answer, on_change=LIST.save("answer_minutes")
        ),
        _time(_("Digest of the day, empty for none"), "digest_minute", HOURS.digest),
    )
    return kit.section(_("Hours"), rx.el.div(rests, rx.cond(HOURS.rests, rx.fragment(said, quiet)), targets, class_name="form"), id="hours")


def _time(label: str, name: str, value: Any) -> rx.Component:
    return rx.el.div(
        kit.field(label, name, type="time", default_value=value, on_blur=LIST.save(name), error=LIST.errors[name]),
        key=name + value,
    )


def message_line(line: Line) -> rx.Component:
    """One message with the way to its mail and its text."""
    row = kit.plain_row(
        rx.el.span(rx.el.b(line.title, class_name="block"), rx.el.span(line.sentence, class_name="t2 block"), class_name="grow"),
        end=rx.el.span(
            _way(_("Email"), "mail", line.mail_href, line.mail_own, line.title),
            _way(_("Text"), "message-square", line.text_href, line.text_own, line.title),
            class_name="row",
        ),
    )
    return rx.fragment(kit.shown(line.head, rx.el.li(rx.el.h3(line.head, class_name="h3 t2"), class_name="pt-4 pb-1 list-none")), row)


def _way(label: str, icon_name: str, href: Any, own: Any, title: Any) -> rx.Component:
    mark = rx.cond(own, kit.status(_("Yours"), "accent", "pencil", plain=True), rx.fragment())
    return rx.el.a(kit.icon(icon_name), label, mark, kit.hidden(": ", title), href=href, class_name="btn btn-s")


# ── the editor ───────────────────────────────────────────


def words() -> rx.Component:
    """The fields, the names to put in, and what can be done with them."""
    fields = rx.el.div(
        rx.cond(
            AT.channel == "email",
            kit.field(
                _("Subject"),
                "subject",
                default_value=EDITOR.words.subject,
                on_change=EDITOR.write_subject.debounce(400),
                error=EDITOR.errors["subject"],
                max_length=250,
                auto_complete="off",
            ),
        ),
        kit.textarea(
            _("Text"),
            "body",
            default_value=EDITOR.words.body,
            on_change=EDITOR.write_body.debounce(400),
            error=EDITOR.errors["body"],
            help_text=rx.cond(
                AT.channel == "email",
                _("An empty line begins a new paragraph. A first line that starts with # is the heading."),
                _("Short is best: one segment is 160 plain letters."),
            ),
            rows=12,
            max_length=10_000,
        ),
        class_name="stack stack-4",
        key=EDITOR.form_key,
    )
    return rx.el.div(
        fields,
        rx.el.div(
            rx.el.p(_("Put in"), class_name="t2", id="names"),
            rx.el.div(rx.foreach(AT.names, _name), class_name="flex flex-wrap gap-2", role="group", aria_labelledby="names"),
            class_name="stack",
        ),
        kit.form_foot(
            kit.button(_("Save"), EDITOR.save, look="primary", disabled=~EDITOR.changed),
            rx.cond(AT.own, kit.button(_("Back to our words"), opens="ours"), rx.fragment()),
        ),
        kit.confirm_dialog(
            _("Back to our words?"),
            _("The message says what it said in the beginning. Yours stay among the versions."),
            id="ours",
            verb=_("Use our words"),
            keep=_("Keep mine"),
            on_confirm=EDITOR.back_to_ours,
        ),
        class_name="stack stack-4",
    )


def _name(name: Name) -> rx.Component:
    return rx.el.button(name.label, type="button", class_name="chip", data_inserts=name.inserts, data_into="body")


def look() -> rx.Component:
    """How it would look, with whom it is filled in."""
    whom = kit.select(_("Fill in with"), "contact", AT.contacts, value=EDITOR.contact, on_change=EDITOR.look_as)
    origin = rx.cond(
        SHOWN.real,
        rx.el.p(_("With the last such thing that really happened."), class_name="t3"),
        rx.el.p(_("With an invented visit: nothing like it has happened yet."), class_name="t3"),
    )
    mail = rx.el.div(
        rx.el.p(rx.el.span(_("Subject"), ": ", class_name="t2"), rx.el.b(SHOWN.subject, class_name="[overflow-wrap:anywhere]")),
        rx.el.iframe(
            src_doc=SHOWN.html,
            title=_("The mail as it would look"),
            class_name="w-full h-[60vh] border-0 rounded-lg",
            sandbox="allow-popups allow-popups-to-escape-sandbox",
        ),
        rx.el.details(rx.el.summary(_("As plain text")), rx.el.pre(SHOWN.text, class_name="whitespace-pre-wrap")),
        class_name="stack stack-4",
    )
    text = rx.el.div(
        rx.el.p(SHOWN.text, class_name="card sunk p-4 whitespace-pre-wrap break-words"),
        rx.el.p(
            kit.status(SHOWN.cost, rx.cond(SHOWN.long, "warn", "ok"), "ruler"),
            rx.el.span(SHOWN.room, class_name="t3"),
            class_name="row flex-wrap",
            aria_live="polite",
        ),
        class_name="stack",
    )
    return kit.section(
        _("Preview"), rx.el.div(whom, origin, rx.cond(AT.channel == "email", mail, text), class_name="stack stack-4"), id="look"
    )


def trial() -> rx.Component:
    """Sends it to oneself."""
    address = rx.cond(AT.channel == "email", _("Your address when empty"), _("With its country code"))
    return kit.section(
        _("Send a test"),
        kit.form(
            kit.field(_("To"), "to", error=EDITOR.errors["to"], help_text=address, optional=True, auto_complete="off"),
            kit.form_foot(kit.button(_("Send test"), submit=True, icon_name="send")),
            on_submit=EDITOR.send_trial,
        ),
        id="trial",
    )


def versions() -> rx.Component:
    """What it said before."""
    nothing = rx.el.p(_("Our words, unchanged so far."), class_name="t2")
    return kit.section(
        _("Versions"),
        rx.cond(AT.versions.length() > 0, kit.rows(rx.foreach(AT.versions, _version), label=_("Versions")), nothing),
        id="versions",
    )


def _version(then: Then) -> rx.Component:
    back = kit.button(_("Restore"), EDITOR.restore(then.version), small=True, aria_label=_("Restore") + " " + then.label)
    return kit.plain_row(
        rx.el.span(rx.el.b(then.label, class_name="block"), rx.el.span(then.at, class_name="t2 num block"), class_name="grow"),
        end=rx.cond(then.current, kit.status(_("Counts now"), "ok", plain=True), back),
    )
