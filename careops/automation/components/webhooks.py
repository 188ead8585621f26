"""What the screen of webhooks is made of: a line for each, their forms, and the log of what they were told."""

from typing import Any

import reflex as rx

from careops.automation.state.webhook_log import CallLine, TryLine, WebhookLog
from careops.automation.state.webhooks import Choice, Line, Webhooks
from careops.core.i18n import text as _
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
HERE: Any = Webhooks
MADE: Any = Webhooks.made
ASKED: Any = Webhooks.asked
SAID: Any = Webhooks.said
LOG: Any = WebhookLog.log
READER: Any = WebhookLog


# ── lines ────────────────────────────────────────────────


def webhook_line(webhook: Line) -> rx.Component:
    """A webhook: whether it works, since when not, and what can be done about it."""
    return kit.plain_row(
        rx.el.span(
            rx.el.b(webhook.name, class_name="block"),
            rx.el.span(webhook.about, class_name="t2 block"),
            rx.el.span(kit.status(webhook.state, webhook.tone, webhook.icon, plain=True), class_name="block"),
            kit.shown(webhook.why, rx.el.span(webhook.why, class_name="c-warn block")),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.toggle(webhook.to_switch, checked=webhook.on, on_change=lambda on: HERE.switch(webhook.id, on), bare=True),
            kit.icon_button("list", webhook.to_log, READER.open(webhook.id)),
            kit.menu(
                kit.icon("ellipsis"),
                kit.menu_item(_("Send a test"), HERE.test(webhook.id), icon_name="send"),
                kit.menu_item(_("Edit"), HERE.start(webhook.id), icon_name="pencil"),
                kit.menu_item(_("New secret"), HERE.ask("rotate", webhook.id), icon_name="key-round"),
                kit.menu_line(),
                kit.menu_item(_("Remove"), HERE.ask("remove", webhook.id), icon_name="trash-2", danger=True),
                label=webhook.to_more,
            ),
            class_name="row",
        ),
    )


def call_line(call: CallLine) -> rx.Component:
    """One event: what became of telling it, its tries, and the way to send it again."""
    return kit.plain_row(
        rx.el.span(
            rx.el.b(call.title, class_name="block"),
            rx.el.span(rx.el.code(call.kind), " · ", call.at, class_name="t2 num block"),
            rx.el.span(
                kit.status(call.state, call.tone, call.icon, plain=True),
                rx.el.span(call.why, class_name="t2 num"),
                class_name="row flex-wrap",
            ),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("search", call.to_open, READER.look_into(call.id)),
            kit.icon_button("refresh-cw", call.to_replay, READER.replay(call.id), disabled=call.fixed),
            class_name="row",
        ),
    )


def try_line(one: TryLine) -> rx.Component:
    """One try: what was said, what came back."""
    return rx.el.li(
        rx.el.p(kit.status(one.said, one.tone, one.icon, plain=True), rx.el.span(one.at, class_name="t3 num"), class_name="row flex-wrap"),
        rx.el.p(_("Sent"), class_name="t3"),
        _words(one.request),
        kit.shown(one.answer, rx.fragment(rx.el.p(_("Answered"), class_name="t3"), _words(one.answer))),
        class_name="stack stack-2",
    )


def _words(text: Any) -> rx.Component:
    return rx.el.pre(text, class_name="t2 xs whitespace-pre-wrap break-all", tab_index=0)


# ── forms ────────────────────────────────────────────────


def webhook_form() -> rx.Component:
    """The address, and the events it hears of."""
    chosen = HERE.chosen
    everything = kit.checkbox(
        _("Everything"), "everything", checked=chosen.length() == HERE.choices.length(), on_change=lambda on: HERE.pick_all(on)
    )
    fields = kit.form(
        kit.field(
            _("Address"),
            "url",
            type="url",
            default_value=SAID.url,
            error=HERE.errors["url"],
            placeholder="https://",
            auto_complete="off",
            help_text=_("Where the other program listens, by https."),
        ),
        kit.field(
            _("Name"),
            "label",
            default_value=SAID.label,
            error=HERE.errors["label"],
            optional=True,
            max_length=80,
            auto_complete="off",
        ),
        rx.el.fieldset(
            rx.el.legend(_("Events it hears of"), class_name="label"),
            everything,
            rx.el.div(rx.foreach(HERE.choices, _choice), class_name="grid gap-x-4 sm:grid-cols-2"),
            class_name="stack stack-2",
        ),
        kit.error_line(HERE.errors["events"]),
        kit.form_foot(kit.button(_("Save"), submit=True, look="primary"), kit.button(_("Cancel"), HERE.close("form"))),
        on_submit=HERE.save,
    )
    return kit.dialog(
        rx.cond(HERE.form == "new", _("New webhook"), _("Edit webhook")),
        rx.el.div(fields, key=HERE.form_key.to_string()),
        id="webhook",
        shown=HERE.form != "",
        on_close=HERE.close("form"),
    )


def _choice(choice: Choice) -> rx.Component:
    return kit.checkbox(
        choice.title, "event", value="on", checked=HERE.chosen.contains(choice.kind), on_change=lambda on: HERE.pick(choice.kind, on)
    )


def made_dialog() -> rx.Component:
    """The secret, this once, and what it is for."""
    return kit.dialog(
        MADE.name,
        rx.el.p(
            _("Copy the secret now: it is not shown again. With it the other program knows that a call is really from here."),
            class_name="t2",
        ),
        kit.field(_("Secret"), "webhook-secret", value=MADE.secret, read_only=True),
        rx.el.div(kit.copy_button("webhook-secret", _("Copy secret")), class_name="row"),
        kit.note(_("Calls are signed as Standard Webhooks 1.0 asks; libraries for most languages check that.")),
        id="made",
        shown=MADE.secret != "",
        on_close=HERE.close("made"),
        foot=(kit.button(_("Done"), HERE.close("made"), look="primary"),),
    )


def asking_dialog() -> rx.Component:
    """Asks before a secret changes or a webhook is gone."""
    return kit.confirm_dialog(
        ASKED.question,
        ASKED.consequence,
        id="asking",
        verb=ASKED.verb,
        keep=_("Keep it as it is"),
        on_confirm=HERE.go_on,
        shown=ASKED.id != "",
        on_close=HERE.close("question"),
    )


# ── the log ──────────────────────────────────────────────


def log_section() -> rx.Component:
    """What the chosen webhook was told, and the way to send again what failed."""
    nothing = rx.el.p(_("It was told nothing yet. Send a test to see how that looks."), class_name="t2")
    deeds = rx.el.span(
        rx.cond(LOG.failed, kit.button(_("Send failed again"), READER.replay_failed, small=True, icon_name="refresh-cw"), rx.fragment()),
        kit.button(_("Close"), READER.close("log"), look="quiet", small=True),
        class_name="row",
    )
    listed = kit.loaded(rx.Var.create(True), LOG.lines, call_line, nothing, label=_("What it was told"))
    more = kit.more_button(LOG.more, kit.button(_("Show more"), READER.show_more))
    return rx.cond(READER.shown != "", kit.section(LOG.title, listed, more, id="log", end=deeds), rx.fragment())


def tries_dialog() -> rx.Component:
    """Each try of one event."""
    nothing = rx.el.p(_("Not tried yet."), class_name="t2")
    tries = rx.el.ol(rx.foreach(READER.tries, try_line), class_name="stack stack-4", aria_label=_("Tries"))
    return kit.dialog(
        _("Tries"),
        rx.cond(READER.tries.length() > 0, tries, nothing),
        id="tries",
        shown=READER.opened != "",
        on_close=READER.close("tries"),
        foot=(kit.button(_("Done"), READER.close("tries"), look="primary"),),
    )
