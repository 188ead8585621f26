"""What the inbox's screens are made of: the list, the thread, the composer, and what is known about the contact."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.state import Choice, Inbox, Line, Sentence, Tab
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
SHOWN: Any = Inbox.shown
OPEN: Any = Inbox.shown.open
BOX: Any = Inbox

# What packages above know about the contact: each is given the contact's id, is drawn in the context pane, and reads a State of its own.
context_parts: list[Callable[[Any], rx.Component]] = []


# ── the list ─────────────────────────────────────────────


def conversations() -> list[rx.Component]:
    """Filters, search and rows."""
    rows = kit.conversation_rows(rx.foreach(SHOWN.lines, _row), label=_("Conversations"))
    nothing = kit.empty(
        _("Nobody here"),
        _("Conversations open by themselves when somebody writes, books or is added."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    return [
        kit.list_head(_("Inbox"), kit.menu(kit.icon("list-filter"), rx.foreach(SHOWN.tabs, _rare), label=_("Show others"))),
        rx.el.nav(rx.foreach(SHOWN.tabs, _tab), class_name="tabs ib-tabs", aria_label=_("Show")),
        rx.el.div(kit.search_box(_("Find a contact"), "find", on_change=BOX.search), class_name="px-4 py-2"),
        rx.cond(BOX.loaded, rx.cond(SHOWN.lines.length() > 0, rows, nothing), kit.skeleton_rows(6)),
        kit.more_button(SHOWN.more, kit.button(_("Show more"), BOX.show_more, small=True)),
    ]


def _tab(tab: Tab) -> rx.Component:
    return rx.cond(tab.in_row, kit.tab(tab.label, tab.href, current=tab.current, count=tab.count), rx.fragment())


def _rare(tab: Tab) -> rx.Component:
    said = rx.fragment(tab.label, rx.el.span(tab.count, class_name="end t3 num"))
    return rx.cond(tab.in_row, rx.fragment(), kit.menu_link(said, tab.href))


def _row(line: Line) -> rx.Component:
    trouble = rx.el.span(kit.icon("triangle-alert", "xs"), _("Not delivered"), class_name="xs c-danger row")
    return kit.conversation_row(
        line.name,
        line.preview,
        line.href,
        initials=line.initials,
        tint=line.tint,
        when_said=line.said,
        channel_icon=line.icon,
        channel=line.channel,
        unread=line.unread,
        late=line.late,
        current=line.current,
        extra=kit.shown(line.undelivered, trouble),
    )


# ── the thread ───────────────────────────────────────────


def thread() -> list[rx.Component]:
    """The open conversation, or the invitation to open one."""
    nothing = kit.empty(
        rx.cond(SHOWN.missing, _("This conversation does not exist"), _("Choose a conversation")),
        _("What was said, automatic messages and notes stand here in one thread."),
        ghost=[kit.skeleton(), kit.skeleton("70%"), kit.skeleton("40%")],
    )
    talk = rx.fragment(_head(), _paused(), _said(), _composer())
    return [rx.cond(OPEN.id, talk, rx.cond(BOX.loaded, nothing, kit.skeleton_rows(4)))]


def _head() -> rx.Component:
    give = kit.menu(
        [
            rx.cond(
                OPEN.assignee,
                rx.fragment(kit.avatar(OPEN.assignee_initials, OPEN.assignee_tint, size="s"), OPEN.assignee),
                rx.fragment(kit.icon("user-plus"), _("Assign")),
            ),
            kit.icon("chevron-down"),
        ],
        rx.foreach(SHOWN.team, _assignee),
        kit.menu_line(),
        kit.menu_item(_("Nobody"), BOX.assign("")),
        trigger_class="btn btn-quiet only-l",
    )
    shut = kit.button(_("Close"), BOX.close, icon_name="check", key="E")
    again = kit.button(_("Reopen"), BOX.reopen, icon_name="undo-2")
    return kit.thread_head(
        OPEN.name,
        give,
        rx.cond(OPEN.closed, again, shut),
        rx.el.a(
            kit.icon("user"),
            href="/app/inbox/" + OPEN.id + "?pane=context",
            class_name="btn btn-quiet btn-icon only-s",
            aria_label=_("About this contact"),
        ),
        back=kit.back_link(_("Back to conversations"), "/app/inbox"),
    )


def _assignee(member: Choice) -> rx.Component:
    return kit.menu_item(member.label, BOX.assign(member.value))


def _paused() -> rx.Component:
    words = rx.fragment(rx.el.b(_("Automation is paused here")), " ", OPEN.paused)
    return rx.cond(OPEN.paused, kit.banner(words, action=kit.button(_("Resume"), BOX.resume, look="quiet", small=True)), rx.fragment())


def _said() -> rx.Component:
    earlier = rx.cond(
        SHOWN.earlier, rx.el.p(kit.button(_("Show earlier"), BOX.show_earlier, small=True), class_name="ib-day"), rx.fragment()
    )
    return kit.messages(earlier, rx.foreach(SHOWN.said, _sentence), label=_("Messages"))


def _sentence(said: Sentence) -> Any:
    return rx.match(
        said.shape,
        ("day", kit.day_divider(said.text)),
        ("note", kit.internal_note(said.text, by=said.by, at=said.at)),
        ("auto", _automatic(said)),
        (
            "out",
            kit.bubble(said.text, ours=True, by=said.by, at=said.at, state_icon=said.icon, state=said.state, trouble=said.trouble),
        ),
        kit.bubble(said.text, ours=False, by=said.by, at=said.at),
    )


def _automatic(said: Sentence) -> rx.Component:
    state = rx.el.span(said.state, class_name=kit.when(said.trouble, "c-danger", "t3"))
    summary = rx.fragment(rx.el.b(said.title), " ", said.text)
    return kit.system_line(summary, said.at, rx.fragment(said.detail, " ", state))


def _composer() -> rx.Component:
    note = BOX.writing == "note"
    written = kit.composer(
        label=_("Message"),
        channels=rx.fragment(
            kit.channel_choice("email", _("Email"), "mail", checked=BOX.writing == "email", on_channel=BOX.write_by),
            kit.channel_choice("note", _("Note"), "lock", checked=note, on_channel=BOX.write_by),
        ),
        to=rx.cond(note, _("only your team sees it"), OPEN.goes_to),
        default_value=BOX.draft,
        on_change=BOX.keep_draft.debounce(600),
        on_submit=BOX.send,
        saved=BOX.saved,
        placeholder=rx.cond(note, _("Write a note"), _("Write an answer")),
        send=(kit.button(rx.cond(note, _("Add note"), _("Send")), look="primary", icon_name="send", submit=True),),
    )
    return rx.el.div(written, key=BOX.composer_key)


# ── the contact ──────────────────────────────────────────


def context() -> list[rx.Component]:
    """Whom this is with, what other packages know about them, and who answers."""
    paused = rx.fragment(
        rx.el.p(_("Paused here; confirmations and changes still go out."), class_name="t2"),
        kit.button(_("Resume"), BOX.resume, icon_name="play", small=True),
    )
    runs = rx.fragment(
        rx.el.p(_("Automation answers here until a person does."), class_name="t2"),
        kit.button(_("Pause"), BOX.pause, icon_name="pause", small=True),
    )
    known = rx.fragment(
        rx.el.div(
            kit.back_link(_("Back to the conversation"), "/app/inbox/" + OPEN.id), rx.el.b(OPEN.name), class_name="row only-s ctx-back"
        ),
        kit.context_head(OPEN.name, OPEN.contact_href, OPEN.since, initials=OPEN.initials, tint=OPEN.tint),
        kit.facts(
            (_("Email"), rx.cond(OPEN.email, OPEN.email, "–")),
            (_("Phone"), rx.cond(OPEN.phone, OPEN.phone, "–")),
            (_("Language"), rx.cond(OPEN.language, OPEN.language, "–")),
            class_name="ctx-kv",
        ),
        *[part(OPEN.contact_id) for part in context_parts],
        kit.shown(OPEN.notes, kit.context_part(_("Note"), rx.el.p(OPEN.notes, class_name="t2"))),
        kit.context_part(_("Automation"), rx.cond(OPEN.paused, paused, runs)),
    )
    return [rx.cond(OPEN.id, known, rx.fragment())]
