"""What CareOps says by itself, at /app/settings/messages: when it keeps quiet, and every message in the owner's own words."""

from typing import Any

import reflex as rx

from careops.core.i18n import LANGUAGES
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.inbox.components.templates import hours, look, message_line, trial, versions, words
from careops.inbox.state.templates import Editor, Wording
from careops.ui import kit

LIST: Any = Wording
EDITOR: Any = Editor
AT: Any = Editor.open
SPOKEN = list(LANGUAGES.items())


def messages() -> rx.Component:
    """The hours, and the list of messages in one language."""
    head = kit.page_header(
        _("Messages"),
        sentence=rx.el.p(_("What your customers get by itself."), " ", kit.link(_("All settings"), "/app/settings"), class_name="t2"),
    )
    listed = kit.section(
        _("Words"),
        kit.select(
            _("Language"),
            "language",
            SPOKEN,
            value=LIST.language,
            on_change=LIST.speak,
            help_text=_("Each customer gets their own language; where you wrote none, ours stand."),
        ),
        kit.rows(rx.foreach(LIST.lines, message_line), label=_("Messages")),
        id="words",
    )
    content = kit.page(head, kit.sections(hours(), listed), narrow=True)
    return frame(rx.cond(LIST.loaded, content, kit.page(kit.skeleton_rows(6))), title=_("Messages"), active="settings")


def message() -> rx.Component:
    """One message: its words beside how they look."""
    ways = rx.el.div(
        kit.segmented(
            _("Channel"), [("email", _("Email")), ("sms", _("Text message"))], value=AT.channel, hrefs=[AT.mail_href, AT.text_href]
        ),
        kit.select(_("Language"), "language", SPOKEN, value=AT.language, on_change=EDITOR.speak),
        rx.cond(AT.own, kit.status(_("Your words"), "accent", "pencil"), kit.status(_("Our words"), "", "book-open")),
        class_name="flex flex-wrap gap-4 items-end pb-4",
    )
    crumbs = kit.crumbs(_("Messages"), "/app/settings/messages", AT.title)
    about = rx.el.p(AT.sentence, class_name="t2 pb-4")
    editing = kit.section(_("Words"), words(), id="writing")
    sides = rx.el.div(
        kit.sections(editing, trial(), versions()),
        rx.el.div(look(), class_name="lg:sticky lg:top-4"),
        class_name="grid gap-8 lg:grid-cols-2 items-start",
    )
    found = rx.fragment(crumbs, kit.page(kit.name_on_phone(AT.title), about, ways, sides))
    missing = kit.page(kit.note(_("There is no such message."), tone="warn"), narrow=True)
    body = rx.cond(EDITOR.missing, missing, rx.cond(AT.name, found, kit.page(kit.skeleton_rows(6))))
    return frame(body, title=_("Messages"), active="settings", phone_top=False)
