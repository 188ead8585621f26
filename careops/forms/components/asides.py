"""What the builder asks on the side: settings, publishing, versions, letting go."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.state.builder import Builder
from careops.forms.state.reading import ChangeLine, VersionLine
from careops.forms.state.words import Pair
from careops.ui import kit

PAGE: Any = Builder  # Vars to Reflex; to a type checker plain classes
HEAD: Any = Builder.head


def _error(name: str) -> Any:
    return PAGE.settings_errors.get(name, "")


def settings_dialog() -> rx.Component:
    """What the form is called, says, and when it is asked."""
    services = rx.el.fieldset(
        rx.el.legend(_("Asked after booking")),
        rx.foreach(HEAD.services, _service),
        kit.shown(HEAD.services.length() == 0, rx.el.p(_("There are no services yet."), class_name="t3")),
        class_name="field",
    )
    hours = kit.form_row(
        kit.field(
            _("Due, in hours after it is asked"), "due_hours", default_value=HEAD.due_hours, error=_error("due_hours"), input_mode="numeric"
        ),
        kit.field(
            _("Reminder, in hours before it is due"),
            "remind_hours",
            default_value=HEAD.remind_hours,
            error=_error("remind_hours"),
            input_mode="numeric",
            help_text=_("0 reminds nobody."),
        ),
    )
    asked = rx.fragment(
        services,
        hours,
        kit.checkbox(_("Send a copy to whoever fills it in"), "send_copy", default_checked=HEAD.send_copy),
        kit.checkbox(_("Active"), "active", default_checked=HEAD.active),
    )
    form = kit.form(
        kit.field(_("Name"), "name", default_value=HEAD.name, error=_error("name"), max_length=120),
        kit.textarea(_("Before the questions"), "intro", default_value=HEAD.intro, error=_error("intro"), optional=True, rows="2"),
        kit.textarea(_("Thanks, once it is sent"), "thanks", default_value=HEAD.thanks, error=_error("thanks"), optional=True, rows="2"),
        rx.cond(HEAD.public, rx.fragment(), asked),
        kit.form_foot(kit.button(_("Save"), submit=True, look="primary"), kit.closing_button(_("Cancel"))),
        on_submit=PAGE.save_settings,
    )
    shown = PAGE.dialog == "settings"
    return kit.dialog(_("Settings of this form"), rx.cond(shown, form, rx.fragment()), id="settings", shown=shown, on_close=PAGE.show(""))


def _service(one: Pair) -> rx.Component:
    name: Any = "after-" + one.value  # type: ignore[operator]
    return kit.checkbox(one.label, name, default_checked=one.on)  # type: ignore[arg-type]  # a Var here


def share_dialog() -> rx.Component:
    """The contact page's address, and the lines that put it into another site."""
    foot = rx.el.div(
        kit.copy_button("form-lines", _("Copy lines")),
        kit.link_button(_("View page"), HEAD.url, look="quiet", outside=True, icon_name="external-link", target="_blank"),
        kit.closing_button(_("Close")),
        class_name="form-foot",
    )
    return kit.dialog(
        _("On your own site"),
        kit.field(_("Address"), "form-url", value=HEAD.url, read_only=True),
        kit.textarea(
            _("Lines to paste where the form should stand"),
            "form-lines",
            value=HEAD.lines,
            read_only=True,
            rows=6,
            spell_check=False,
            help_text=_("The second line only makes the frame as tall as what it shows; without it the frame scrolls."),
        ),
        foot,
        id="share",
        shown=PAGE.dialog == "share",
        on_close=PAGE.show(""),
    )


def publish_dialog() -> rx.Component:
    """What changes, and for whom, before it does."""
    problems = kit.shown(
        PAGE.problems.length() > 0,
        rx.el.div(
            rx.el.p(_("This has to be put right first:"), class_name="strong"),
            rx.el.ul(rx.foreach(PAGE.problems, lambda said: rx.el.li(kit.error_line(said)))),
            class_name="stack stack-2",
        ),
    )
    return kit.dialog(
        _("Publish these questions?"),
        rx.el.p(PAGE.people, class_name="t2"),
        rx.el.ul(rx.foreach(PAGE.changes, _change), class_name="stack stack-2"),
        problems,
        id="publish",
        foot=(
            kit.closing_button(_("Not yet")),
            kit.button(_("Publish"), PAGE.publish, look="primary", disabled=PAGE.problems.length() > 0),
        ),
        shown=PAGE.dialog == "publish",
        on_close=PAGE.show(""),
    )


def _change(change: ChangeLine) -> rx.Component:
    return rx.el.li(
        rx.el.b(change.what), ": ", change.label, rx.cond(change.parts, rx.el.span(" · ", change.parts, class_name="t3"), rx.fragment())
    )


def versions_dialog() -> rx.Component:
    """Every version, each to be brought back as the draft."""
    return kit.dialog(
        _("Versions"),
        rx.el.p(_("Answers stay readable in the words of the version they were given to."), class_name="t2"),
        kit.rows(rx.foreach(PAGE.versions, _version)),
        id="versions",
        foot=(kit.closing_button(_("Close")),),
        shown=PAGE.dialog == "versions",
        on_close=PAGE.show(""),
    )


def _version(version: VersionLine) -> rx.Component:
    said = rx.el.span(
        rx.el.span(_("Version"), " ", version.number, class_name="strong block"),
        rx.el.span(version.said, class_name="t3"),
        class_name="grow",
    )
    again = kit.button(_("Bring back as draft"), PAGE.restore(version.number), small=True)
    return kit.plain_row(said, end=rx.cond(version.current, kit.status(_("Published"), "ok", plain=True), again))


def sure_dialogs() -> rx.Component:
    """Asks before the draft, or the form, is gone."""
    discard = kit.confirm_dialog(
        _("Discard the draft?"),
        _("What was changed since the last publication is gone. What is published stays."),
        id="discard",
        verb=_("Discard draft"),
        keep=_("Keep it"),
        on_confirm=PAGE.discard,
        shown=PAGE.dialog == "discard",
        on_close=PAGE.show(""),
    )
    archive = kit.confirm_dialog(
        _("Put this form away?"),
        _("Nobody is asked it any more. Everything that was answered stays."),
        id="archive",
        verb=_("Put away"),
        keep=_("Keep it"),
        on_confirm=PAGE.archive,
        shown=PAGE.dialog == "archive",
        on_close=PAGE.show(""),
    )
    return rx.fragment(discard, archive)
