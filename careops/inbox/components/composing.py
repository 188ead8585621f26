"""Where answers and notes are written."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.state import Choice, Composer, File, Inbox, Kept, Way
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
SHOWN: Any = Inbox.shown
OPEN: Any = Inbox.shown.open
DESK: Any = Composer
KEPT_WORDS, TEAM, WHEN = "canned", "members", "send-when"


def composer() -> rx.Component:
    """Channel, words, ways to send; "/" brings kept words, "@" in a note calls somebody."""
    note = DESK.writing == "note"
    written = kit.composer(
        label=_("Message"),
        channels=rx.fragment(rx.foreach(OPEN.ways, _way)),
        to=rx.cond(note, _("only your team sees it"), rx.fragment(rx.foreach(OPEN.ways, _to))),
        length=DESK.long,
        default_value=DESK.draft,
        on_change=DESK.keep_draft.debounce(400),
        on_submit=DESK.send,
        saved=DESK.saved,
        placeholder=rx.cond(note, _("Write a note, @ calls somebody"), _("Write an answer, / for canned replies")),
        files=kit.files_row(rx.foreach(DESK.files, _file), label=_("Files"), sending=_("Sending the file"), on_sent=DESK.files_changed),
        tools=(
            _attach(),
            kit.button(_("Canned reply"), look="quiet", small=True, icon_name="message-square-quote", opens=KEPT_WORDS),
        ),
        send=_ways_to_send(note),
        slash=KEPT_WORDS,
        at=TEAM,
        note=note,
        extra=(_send_when(), kit.once(DESK.key)),
    )
    return rx.fragment(rx.el.div(_editing(), written, key=DESK.key), _canned(), _members())


def _way(way: Way) -> rx.Component:
    shut = rx.cond(way.open, "", way.why)
    shortcut = rx.cond(way.key == "note", "n", None)
    return kit.channel_choice(
        way.key, way.label, way.icon, checked=DESK.writing == way.key, on_channel=DESK.write_by, why=shut, shortcut=shortcut
    )


def _to(way: Way) -> rx.Component:
    return rx.cond(DESK.writing == way.key, rx.fragment(way.reaches), rx.fragment())


def _editing() -> rx.Component:
    stop = kit.button(_("Leave it as it was"), DESK.stop_editing, look="quiet", small=True)
    return kit.shown(DESK.editing, rx.el.p(kit.icon("clock"), _("You change an answer that leaves later."), stop, class_name="ib-editing"))


# ── files ────────────────────────────────────────────────


def _attach() -> rx.Component:
    """Only mail carries files."""
    return rx.cond(DESK.writing == "email", kit.file_input(_("Attach files"), DESK.upload_to, disabled=DESK.editing != ""), rx.fragment())


def _file(file: File) -> rx.Component:
    return kit.file_chosen(file.name, file.size, _("Remove") + " " + file.name, DESK.detach(file.id))


# ── sending ──────────────────────────────────────────────


def _ways_to_send(note: Any) -> tuple[rx.Component, ...]:
    words = rx.cond(note, _("Add note"), rx.cond(DESK.editing, _("Keep"), _("Send")))
    others = kit.menu(
        kit.icon("chevron-down"),
        kit.menu_item(_("Send and close"), icon_name="check", data_submits="close"),
        kit.menu_line(),
        rx.foreach(SHOWN.moments, _moment),
        kit.menu_item(_("Choose a time…"), icon_name="calendar-clock", opens=WHEN),
        label=_("Send later, or send and close"),
        upwards=True,
        trigger_class="btn btn-primary btn-icon",
    )
    return (kit.button(words, look="primary", icon_name="send", submit=True), rx.cond(note, rx.fragment(), others))


def _moment(moment: Choice) -> rx.Component:
    said = rx.el.span(_("Send"), " ", moment.label, rx.el.span(moment.detail, class_name="t3 num"), class_name="menu-when")
    return kit.menu_item(said, data_submits=moment.value)


def _send_when() -> rx.Component:
    """Inside of the form: what is chosen here is sent with the words."""
    return kit.dialog(
        _("Send later"),
        rx.el.p(_("It leaves at that time, unless they write first."), class_name="t2"),
        kit.field(_("Day and time"), "when", type="datetime-local"),
        id=WHEN,
        foot=(kit.closing_button(_("Not now")), kit.button(_("Send then"), look="primary", data_submits="when", data_closes="true")),
    )


# ── what is put in ───────────────────────────────────────


def _canned() -> rx.Component:
    manage = kit.link(_("Manage canned replies"), "/app/settings/inbox")
    return kit.picker(_("Find a canned reply"), rx.foreach(DESK.kept, _kept), id=KEPT_WORDS, foot=manage)


def _kept(kept: Kept) -> rx.Component:
    label = rx.fragment(kept.title, " ", rx.el.span("/", kept.shortcut, class_name="t3"))
    return kit.picker_entry(label, kept.text, detail=kept.text, words=kept.shortcut)


def _members() -> rx.Component:
    return kit.picker(_("Call somebody"), rx.foreach(SHOWN.team, _member), id=TEAM)


def _member(member: Choice) -> rx.Component:
    return kit.picker_entry(member.label, "@" + member.label + " ", start=kit.avatar(member.initials, member.tint))
