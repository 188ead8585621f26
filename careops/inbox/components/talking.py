"""The thread: its head, what was said, what is still to leave."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.components.composing import composer
from careops.inbox.state import Choice, Composer, File, Inbox, Later, Mark, Other, Sentence, Watching
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
SHOWN: Any = Inbox.shown
OPEN: Any = Inbox.shown.open
BOX: Any = Inbox
DESK: Any = Composer
THERE: Any = Watching


class Frame(rx.el.Iframe):
    """A frame for mail: nothing in it may run, load or lead anywhere."""

    tag = "iframe"


def thread() -> list[rx.Component]:
    """The open conversation, or the invitation to open one."""
    nothing = kit.empty(
        rx.cond(SHOWN.missing, _("This conversation does not exist"), _("Choose a conversation")),
        _("What was said, automatic messages and notes stand here in one thread."),
        ghost=[kit.skeleton(), kit.skeleton("70%"), kit.skeleton("40%")],
    )
    talk = rx.fragment(_head(), _snoozed(), _paused(), _said(), composer(), _snooze_until())
    return [rx.cond(OPEN.id, talk, rx.cond(BOX.loaded, nothing, kit.skeleton_rows(4)))]


# ── the head ─────────────────────────────────────────────


def _head() -> rx.Component:
    shut = kit.button(rx.el.span(_("Close"), class_name="only-l-i"), BOX.close, icon_name="check", key="E", aria_label=_("Close"))
    again = kit.button(rx.el.span(_("Reopen"), class_name="only-l-i"), BOX.reopen, icon_name="undo-2", aria_label=_("Reopen"))
    return kit.thread_head(
        OPEN.name,
        _give(),
        rx.el.span(label_menu(), class_name="only-l"),
        _put_aside(),
        rx.cond(OPEN.closed, again, shut),
        rx.el.a(
            kit.icon("user"),
            href="/app/inbox/" + OPEN.id + "?pane=context",
            class_name="btn btn-quiet btn-icon only-s",
            aria_label=_("About this contact"),
        ),
        under=rx.fragment(rx.el.span(rx.foreach(THERE.others, _other), class_name="ib-also", aria_live="polite")),
        back=kit.back_link(_("Back to conversations"), "/app/inbox"),
    )


def _other(other: Other) -> rx.Component:
    return rx.fragment(kit.avatar(other.initials, other.tint, size="s"), other.said)


def _give() -> rx.Component:
    mine = rx.fragment(kit.avatar(OPEN.assignee_initials, OPEN.assignee_tint, size="s"), rx.el.span(OPEN.assignee, class_name="only-l-i"))
    nobodys = rx.fragment(kit.icon("user-plus"), rx.el.span(_("Assign"), class_name="only-l-i", aria_hidden="true"))
    return kit.menu(
        [rx.cond(OPEN.assignee, mine, nobodys), kit.hidden(rx.cond(OPEN.assignee, _("assigned; change"), _("Assign")))],
        rx.foreach(SHOWN.team, _assignee),
        kit.menu_line(),
        kit.menu_item(_("Nobody"), BOX.assign("")),
        trigger_class="btn btn-quiet",
        key="A",
    )


def _assignee(member: Choice) -> rx.Component:
    return kit.menu_item(rx.fragment(kit.avatar(member.initials, member.tint, size="s"), member.label), BOX.assign(member.value))


def label_menu() -> rx.Component:
    """The labels, each put on or taken off by choosing it."""
    none = rx.el.span(_("No labels yet"), class_name="menu-said")
    return kit.menu(
        kit.icon("tag"),
        rx.cond(SHOWN.labels.length() > 0, rx.foreach(SHOWN.labels, _label), none),
        kit.menu_line(),
        kit.menu_link(_("Manage labels"), "/app/settings/inbox", icon_name="settings"),
        label=_("Labels"),
        key="L",
    )


def _label(label: Mark) -> rx.Component:
    return kit.label_choice(label.name, label.tint, on=label.on, on_click=BOX.toggle_label(label.id))


def _put_aside() -> rx.Component:
    return kit.menu(
        kit.icon("alarm-clock"),
        rx.foreach(SHOWN.moments, _moment),
        kit.menu_item(_("Choose a time…"), icon_name="calendar-clock", opens="snooze-until"),
        label=_("Snooze"),
        key="S",
    )


def _moment(moment: Choice) -> rx.Component:
    said = rx.el.span(moment.label, rx.el.span(moment.detail, class_name="t3 num"), class_name="menu-when")
    return kit.menu_item(said, BOX.snooze(moment.value))


def _snooze_until() -> rx.Component:
    return kit.dialog(
        _("Snooze until"),
        kit.form(
            kit.field(_("Day and time"), "until", type="datetime-local"),
            kit.form_foot(kit.button(_("Snooze"), look="primary", submit=True, data_closes="true"), kit.closing_button(_("Not now"))),
            on_submit=BOX.snooze_until,
        ),
        id="snooze-until",
    )


def _snoozed() -> rx.Component:
    words = rx.fragment(rx.el.b(_("Snoozed until")), " ", OPEN.snoozed)
    wake = kit.button(_("Wake up now"), BOX.wake, look="quiet", small=True)
    return rx.cond(OPEN.snoozed, kit.banner(words, icon_name="alarm-clock", action=wake), rx.fragment())


def _paused() -> rx.Component:
    words = rx.fragment(rx.el.b(_("Automation is paused here")), " ", OPEN.paused)
    return rx.cond(OPEN.paused, kit.banner(words, action=kit.button(_("Resume"), BOX.resume, look="quiet", small=True)), rx.fragment())


# ── what was said ────────────────────────────────────────


def _said() -> rx.Component:
    earlier = rx.cond(
        SHOWN.earlier, rx.el.p(kit.button(_("Show earlier"), BOX.show_earlier, small=True), class_name="ib-day"), rx.fragment()
    )
    later = kit.shown(SHOWN.later, rx.el.p(kit.link_button(_("Show the latest"), SHOWN.later, small=True), class_name="ib-day"))
    return kit.messages(earlier, rx.foreach(SHOWN.said, _each), rx.foreach(SHOWN.laters, _later), later, label=_("Messages"))


def _each(said: Sentence) -> rx.Component:
    """Each keeps its own place on the page, so that only what is new is read out."""
    return rx.el.div(_sentence(said), key=said.id, class_name="ib-each")


def _sentence(said: Sentence) -> Any:
    return rx.match(
        said.shape,
        ("day", kit.day_divider(said.text)),
        ("note", kit.internal_note(said.text, by=said.by, at=said.at)),
        ("auto", _automatic(said)),
        ("system", kit.thread_line(said.text, said.at)),
        ("card", _card(said)),
        (
            "out",
            kit.bubble(
                said.text,
                _files(said),
                ours=True,
                by=said.by,
                at=said.at,
                state_icon=said.icon,
                state=said.state,
                trouble=said.trouble,
                found=said.found,
            ),
        ),
        _theirs(said),
    )


def _theirs(said: Sentence) -> rx.Component:
    unsure = rx.el.span(kit.icon("triangle-alert", "xs"), said.unverified, class_name="unsure")
    look = rx.cond(
        BOX.looks.contains(said.id),
        Frame.create(src_doc=BOX.looks[said.id], sandbox="", class_name="ib-look", title=_("The mail as it came")),
        rx.el.button(_("Show as it came"), type="button", class_name="link xs", on_click=BOX.show_look(said.id)),
    )
    more = rx.fragment(
        kit.shown(said.quoted, kit.folded(_("Quoted text"), said.quoted)),
        kit.shown(said.has_html, look),
        _files(said),
        kit.shown(said.detail, rx.el.span(kit.icon("paperclip", "xs"), said.detail, class_name="unsure")),
        kit.shown(said.unverified, unsure),
    )
    return kit.bubble(said.text, more, ours=False, by=said.by, at=said.at, found=said.found)


def _files(said: Sentence) -> rx.Component:
    return rx.cond(said.files.length() > 0, rx.el.div(rx.foreach(said.files, _file), class_name="files"), rx.fragment())  # type: ignore[attr-defined]


def _file(file: File) -> rx.Component:
    return kit.file_link(file.name, file.size, file.href)


def _automatic(said: Sentence) -> rx.Component:
    state = rx.el.span(said.state, class_name=kit.when(said.trouble, "c-danger", "t3"))
    summary = rx.fragment(rx.el.b(said.title), " ", said.text)
    return kit.system_line(summary, said.at, rx.fragment(said.detail, " ", state))


def _card(said: Sentence) -> rx.Component:
    lines = rx.foreach(said.lines, lambda line: rx.el.p(line, class_name="t2 num"))
    mark = kit.shown(said.state, kit.status(said.state, said.tone, said.icon))
    return kit.thing_card(said.title, lines, mark=mark, href=said.href, link=said.link)


def _later(later: Later) -> rx.Component:
    actions = (
        kit.button(_("Edit"), DESK.edit_later(later.id), look="quiet", small=True),
        kit.button(_("Send now"), DESK.send_later_one_now(later.id), look="quiet", small=True),
        kit.button(_("Do not send"), DESK.cancel_later(later.id), look="danger", small=True),
    )
    return rx.el.div(
        kit.later_reply(later.text, later.said, *actions, held=later.held, reason=later.reason), key=later.id, class_name="ib-each"
    )
