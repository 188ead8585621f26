"""The local outbox and the deliveries."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.inbox.state import Attempt, Deliveries, Letter, Outbox
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
LETTERS: Any = Outbox.shown
KEPT: Any = Outbox
LIST: Any = Deliveries

VIEWS = (
    ("", _("All")),
    ("trouble", _("Needs a look")),
    ("queued", _("On its way")),
    ("sent", _("Sent")),
    ("delivered", _("Delivered")),
    ("skipped", _("Not sent")),
)


def outbox() -> rx.Component:
    """What was sent while no mail server is set up: nothing of it left this machine."""
    head = kit.page_header(
        _("Outbox"),
        kit.link_button(_("All deliveries"), "/app/deliveries"),
        sentence=rx.el.p(_("Nothing here has left this machine. Set up a mail account to send it for real."), class_name="t2"),
    )
    nothing = kit.empty(
        _("Nothing was sent yet"),
        _("Confirmations, answers and welcomes appear here the moment they are sent."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    listed = kit.loaded(KEPT.loaded, LETTERS.letters, _letter_row, nothing, label=_("Letters"))
    return frame(
        kit.page(head, kit.two_panes(listed, _preview(), show=KEPT.pane)),
        title=_("Outbox"),
        active="outbox",
    )


def _letter_row(letter: Letter) -> rx.Component:
    return kit.list_row(letter.subject, letter.href, detail=letter.recipient, end=letter.at, current=letter.current)


def _preview() -> rx.Component:
    opened: Any = LETTERS.open
    drawn = rx.el.article(
        kit.back_link(_("Back to the outbox"), "/app/outbox"),
        rx.el.h2(opened.subject, class_name="h2"),
        kit.facts((_("To"), opened.recipient), (_("When"), opened.at), (_("Files"), rx.cond(opened.files, opened.files, "–"))),
        # No scripts, no forms, no way to the app; links may open beside it.
        rx.el.iframe(
            src_doc=opened.html,
            title=_("The letter"),
            class_name="w-full h-[70vh] border-0 rounded-lg",
            sandbox="allow-popups allow-popups-to-escape-sandbox",
        ),
        rx.el.details(rx.el.summary(_("As plain text")), rx.el.pre(opened.text, class_name="whitespace-pre-wrap")),
        class_name="stack stack-4 px-4",
    )
    return rx.cond(opened.id, drawn, rx.el.p(_("Choose a letter to see it."), class_name="t3 px-4"))


def deliveries() -> rx.Component:
    """Every letter and text, how it stands, and why."""
    again = kit.shown(LIST.asked["state"] == "trouble", kit.button(_("Send all of these again"), LIST.retry_all))
    head = kit.page_header(_("Deliveries"), again, kit.link_button(_("Outbox"), "/app/outbox"))
    views = kit.tabs(
        _("Which deliveries"),
        *[
            kit.tab(words, "/app/deliveries" + (f"?state={state}" if state else ""), current=LIST.asked["state"] == state)
            for state, words in VIEWS
        ],
    )
    columns = [kit.Column(words) for words in (_("To"), _("About"), _("State"), _("Through"), _("When"))]
    table = rx.cond(
        LIST.shown.letters.length() > 0,
        kit.table(_("Deliveries"), columns, rx.foreach(LIST.shown.letters, _delivery), told=True),
        kit.empty(
            _("No deliveries here"),
            _("Every message that leaves is listed here with how it went."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
        ),
    )
    more = kit.more_button(LIST.shown.more, kit.button(_("Show more"), LIST.show_more))
    listed = rx.cond(LIST.loaded, rx.fragment(table, more), kit.skeleton_rows(6))
    opened = rx.cond(LIST.shown.open.id, _opened(), rx.fragment())
    main = kit.page(head, rx.el.div(views, _filters(), rx.el.div(listed), class_name="stack stack-4"))
    return frame(kit.beside(main, opened), title=_("Deliveries"), active="outbox", fixed=True)


def _filters() -> rx.Component:
    ways = (("", _("By any way")), ("email", _("Email")), ("sms", _("Text message")))
    return kit.form_row(
        kit.select(_("By"), "channel", ways, value=LIST.asked["channel"], on_change=lambda value: LIST.narrow("channel", value)),
        kit.select(
            _("Through"),
            "account",
            LIST.shown.accounts,
            first=_("Any account"),
            value=LIST.asked["account"],
            on_change=lambda value: LIST.narrow("account", value),
        ),
        kit.field(_("From"), "since", type="date", value=LIST.asked["since"], on_change=lambda value: LIST.narrow("since", value)),
        kit.field(_("Until"), "until", type="date", value=LIST.asked["until"], on_change=lambda value: LIST.narrow("until", value)),
        pairs=True,
    )


def _delivery(letter: Letter) -> rx.Component:
    state = rx.fragment(
        kit.status(letter.state, letter.tone, letter.icon, plain=True), kit.shown(letter.reason, rx.el.p(letter.reason, class_name="t3 xs"))
    )
    return kit.table_row(
        kit.row_link(letter.recipient, letter.href), rx.el.span(letter.subject), state, letter.via, letter.at, selected=letter.current
    )


def _opened() -> rx.Component:
    """One delivery: where it stands, why, and every hand-over."""
    one: Any = LIST.shown.open
    state = kit.status(one.letter.state, one.letter.tone, one.letter.icon, plain=True)
    return kit.drawer(
        rx.el.h2(one.letter.subject, class_name="h3"),
        kit.facts(
            (_("To"), one.letter.recipient),
            (_("By"), one.channel),
            (_("State"), state),
            (_("Why"), rx.cond(one.letter.reason, one.letter.reason, "–")),
            (_("Next"), rx.cond(one.next, one.next, "–")),
            (_("Written"), one.letter.at),
        ),
        rx.el.h3(_("Hand-overs"), class_name="h4"),
        rx.cond(
            one.attempts.length() > 0,
            rx.el.ol(rx.foreach(one.attempts, _attempt), class_name="stack stack-3"),
            rx.el.p(_("Nobody was asked to send it yet."), class_name="t3"),
        ),
        label=_("Delivery"),
        close_href=LIST.closing,
        foot=[
            kit.shown(one.letter.can_retry, kit.button(_("Send again"), LIST.retry(one.id))),
            kit.shown(one.can_cancel, kit.button(_("Take back"), LIST.cancel(one.id))),
        ],
    )


def _attempt(attempt: Attempt) -> rx.Component:
    return rx.el.li(
        rx.el.div(kit.status(attempt.outcome, attempt.tone, attempt.icon, plain=True), rx.el.span(attempt.via), class_name="row"),
        rx.el.div(attempt.at, " · ", attempt.took, class_name="t3 xs"),
        kit.shown(attempt.reason, rx.el.p(attempt.reason, class_name="t2 xs")),
    )
