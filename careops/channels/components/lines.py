"""Accounts as lines, what can be done with each, and the dialogs that belong to it."""

from typing import Any

import reflex as rx

from careops.channels.state import Accounts
from careops.channels.state.drawing import KINDS, Group, Line
from careops.core.i18n import text as _
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
HERE: Any = Accounts
HOOK: Any = Accounts.hook
TEST: Any = Accounts.test
ADDED = {
    "resend": ("mail", _("Email, with news of what becomes of it")),
    "sendgrid": ("mail", _("Email, with news of what becomes of it")),
    "smtp": ("mail", _("Email through any mail server")),
    "twilio": ("message-square", _("Text messages, out and in")),
    "imap": ("archive", _("Email in, from a plain mailbox")),
}


def add_menu() -> rx.Component:
    """What can be added."""
    items = [
        kit.menu_item(rx.el.span(KINDS[kind], rx.el.span(about, class_name="t3 xs block")), HERE.start(kind), icon_name=icon)
        for kind, (icon, about) in ADDED.items()
    ]
    return kit.menu([kit.icon("plus"), _("Add account")], *items, trigger_class="btn btn-primary")


def group_section(group: Group) -> rx.Component:
    """The accounts of one channel, in the order they are tried."""
    return kit.section(
        group.title,
        rx.el.div(
            rx.el.p(group.about, class_name="t2"),
            kit.rows(rx.foreach(group.lines, account_line), boxed=True, label=group.title),
            class_name="stack stack-3",
        ),
        id=group.channel,
    )


def account_line(line: Line) -> rx.Component:
    """An account: its place, whether it works, what is wrong, and what can be done."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    kit.shown(line.place, rx.el.span(line.place, class_name="t3 num", aria_hidden="true")),
                    rx.el.b(line.name, class_name="clip"),
                    kit.status(line.state, line.tone, line.icon, plain=True),
                    class_name="row wrap",
                ),
                rx.el.p(line.about, class_name="t2 clip"),
                kit.shown(line.why, rx.el.p(line.why, class_name="c-warn break-words")),
                kit.shown(line.figures, rx.el.p(line.figures, class_name="t3 xs num")),
                class_name="grow",
            ),
            rx.el.div(_deeds(line), class_name="flex flex-wrap items-center sm:gap-1 sm:justify-end"),
            class_name="lrow hit flex-col items-stretch sm:flex-row sm:items-start",
            data_row="true",
        ),
        key=line.id,
    )


def _deeds(line: Line) -> rx.Component:
    """The local outbox can only be tested: it is there by itself."""
    own = rx.fragment(
        kit.icon_button("arrow-up", line.to_raise, HERE.move(line.id, True), small=True, disabled=line.first),
        kit.icon_button("arrow-down", line.to_lower, HERE.move(line.id, False), small=True, disabled=line.last),
    )
    more = rx.fragment(
        rx.cond(line.hooked, kit.icon_button("webhook", line.to_connect, HERE.connect(line.id), small=True), rx.fragment()),
        kit.icon_button("pencil", line.to_edit, HERE.edit(line.id), small=True),
        kit.icon_button("trash-2", line.to_remove, HERE.ask(line.id), small=True),
        kit.toggle(line.to_switch, checked=line.on, on_change=lambda on: HERE.switch(line.id, on), bare=True),
    )
    return rx.fragment(
        rx.cond(line.fixed | (line.first & line.last), rx.fragment(), own),
        kit.icon_button("send", line.to_test, HERE.try_out(line.id), small=True),
        rx.cond(line.fixed, rx.fragment(), more),
    )


# ── dialogs ──────────────────────────────────────────────


def test_dialog() -> rx.Component:
    """Where a test goes, and how it ended."""
    where = rx.cond(TEST.by_text, _("Send a test text to"), _("Send a test message to"))
    form = kit.form(
        kit.field(
            where,
            "to",
            error=HERE.errors["to"],
            optional=True,
            auto_complete="off",
            help_text=rx.cond(TEST.by_text, _("Left empty, to the business's own number."), _("Left empty, to you.")),
        ),
        kit.form_foot(kit.button(_("Send"), submit=True, look="primary", icon_name="send"), kit.button(_("Close"), HERE.close("test"))),
        on_submit=HERE.send,
    )
    ended = rx.el.p(kit.status(TEST.state, TEST.tone, TEST.icon, plain=True), role="status", class_name="break-words")
    return kit.dialog(TEST.name, form, kit.shown(TEST.state, ended), id="testing", shown=TEST.id != "", on_close=HERE.close("test"))


def hook_dialog() -> rx.Component:
    """The address the provider is to call, and where to put it."""
    return kit.dialog(
        HOOK.name,
        kit.among(HOOK.kind, [(kind, rx.el.p(words, class_name="t2")) for kind, words in WHERE.items()]),
        kit.field(_("Webhook address"), "hook-address", value=HOOK.url, read_only=True),
        rx.el.div(kit.copy_button("hook-address", _("Copy address")), class_name="row"),
        kit.note(_("Keep it to yourself: whoever knows it can try to speak for the provider. Calls without its signature are refused.")),
        id="hook",
        shown=HOOK.url != "",
        on_close=HERE.close("hook"),
        foot=(kit.button(_("Done"), HERE.close("hook"), look="primary"),),
    )


WHERE = {
    "resend": _(
        "At Resend, add a webhook with this address and choose the email events. Put the signing secret it shows into this account."
    ),
    "sendgrid": _(
        "At SendGrid, put this address into Event Webhook and Inbound Parse. Turn on the signed webhook and put its verification key"
        " into this account."
    ),
    "twilio": _(
        "At Twilio, put this address into your number as what to call when a message comes in. News of sent texts come by themselves."
    ),
}


def removing_dialog() -> rx.Component:
    """Asks before an account and its secrets are forgotten."""
    return kit.confirm_dialog(
        HERE.question,
        _("Its secrets are forgotten. What was sent through it stays; what is still waiting leaves through the others."),
        id="removing",
        verb=_("Remove account"),
        keep=_("Keep it"),
        on_confirm=HERE.remove,
        shown=HERE.removing != "",
        on_close=HERE.close("question"),
    )
