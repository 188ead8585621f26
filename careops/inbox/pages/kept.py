"""Labels and canned replies at /app/settings/inbox."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.inbox.state.kept import KeptWords, Words
from careops.inbox.state.rows import Mark
from careops.ui import kit

HERE: Any = KeptWords  # a Var to Reflex; to a type checker a plain class
TINTS = [(str(tint), name) for tint, name in enumerate((_("Green"), _("Terracotta"), _("Blue"), _("Plum"), _("Amber"), _("Violet")), 1)]
VARIABLES = _("You can use {first_name}, {name}, {business}, {phone}, {booking_link}, {next_booking} and {my_name}.")


def kept_words() -> rx.Component:
    """Both lists, each with its form."""
    head = kit.page_header(
        _("Labels and canned replies"),
        sentence=rx.el.p(_("What your team sorts and answers by."), " ", kit.link(_("Back to the inbox"), "/app/inbox"), class_name="t2"),
    )
    content = kit.page(head, kit.sections(_replies(), _labels()), narrow=True)
    return frame(rx.fragment(content, _reply_form(), _label_form()), title=_("Labels and canned replies"), active="inbox")


def _replies() -> rx.Component:
    new = kit.button(_("New canned reply"), HERE.open_reply("new"), icon_name="plus", small=True)
    nothing = kit.empty(
        _("No canned replies yet"),
        _("Keep what you say again and again, and put it into an answer with /."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.button(_("Write the first one"), HERE.open_reply("new"), look="primary", icon_name="plus"),
    )
    listed = kit.loaded(HERE.loaded, HERE.replies, _reply, nothing, label=_("Canned replies"), count=2)
    return kit.section(_("Canned replies"), listed, id="replies", end=new)


def _reply(reply: Words) -> rx.Component:
    said = rx.el.span(
        rx.el.span(reply.title, " ", rx.el.span("/", reply.shortcut, class_name="t3"), class_name="strong clip block"),
        rx.el.span(reply.text, class_name="t2 clip block"),
        class_name="grow min-w-0",
    )
    return kit.plain_row(said, end=kit.button(_("Edit"), HERE.open_reply(reply.id), small=True, aria_label=_("Edit") + " " + reply.title))


def _reply_form() -> rx.Component:
    reply, errors = HERE.reply, HERE.errors
    remove = kit.shown((reply.id != "") & (reply.id != "new"), kit.button(_("Remove"), HERE.drop_reply(reply.id), look="danger"))
    fields = kit.form(
        kit.field(_("Title"), "title", default_value=reply.title, error=errors.get("title", "")),
        kit.field(
            _("Short name"),
            "shortcut",
            default_value=reply.shortcut,
            error=errors.get("shortcut", ""),
            before="/",
            help_text=_("Small letters and figures, without spaces."),
        ),
        kit.textarea(_("Words"), "text", default_value=reply.text, error=errors.get("text", ""), help_text=VARIABLES, rows="5"),
        kit.form_foot(kit.button(_("Keep"), look="primary", submit=True), kit.button(_("Cancel"), HERE.shut), remove),
        on_submit=HERE.keep_reply,
        key=reply.id,
    )
    return kit.dialog(_("Canned reply"), fields, id="reply-form", shown=reply.id != "", on_close=HERE.shut)


def _labels() -> rx.Component:
    new = kit.button(_("New label"), HERE.open_label("new"), icon_name="plus", small=True)
    nothing = kit.empty(
        _("No labels yet"),
        _("Sort conversations by what they are about: bridal, complaint, press."),
        ghost=[kit.skeleton("20%"), kit.skeleton("30%")],
        action=kit.button(_("Make the first one"), HERE.open_label("new"), look="primary", icon_name="plus"),
    )
    listed = kit.loaded(HERE.loaded, HERE.labels, _label, nothing, label=_("Labels"), count=2)
    return kit.section(_("Labels"), listed, id="labels", end=new)


def _label(label: Mark) -> rx.Component:
    edit = kit.button(_("Edit"), HERE.open_label(label.id), small=True, aria_label=_("Edit") + " " + label.name)
    return kit.plain_row(kit.label_mark(label.name, label.tint), end=edit)


def _label_form() -> rx.Component:
    label, errors = HERE.label, HERE.errors
    remove = kit.shown((label.id != "") & (label.id != "new"), kit.button(_("Remove"), HERE.remove_label(label.id), look="danger"))
    fields = kit.form(
        kit.field(_("Name"), "name", default_value=label.name, error=errors.get("name", "")),
        kit.select(_("Colour"), "tint", TINTS, default_value=label.tint.to_string()),
        kit.form_foot(kit.button(_("Keep"), look="primary", submit=True), kit.button(_("Cancel"), HERE.shut), remove),
        on_submit=HERE.keep_label,
        key=label.id,
    )
    return kit.dialog(_("Label"), fields, id="label-form", shown=label.id != "", on_close=HERE.shut)
