"""The phone beside the builder: the form as it stands, to be filled in."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.schemas import FieldKind
from careops.forms.state.builder import Builder
from careops.forms.state.desk import Pair, Seen
from careops.ui import kit

PAGE: Any = Builder  # Vars to Reflex; to a type checker plain classes
HEAD: Any = Builder.head
EDIT: Any = Builder.edit


def preview() -> rx.Component:
    """What somebody who is asked will see, with the conditions at work."""
    head = rx.el.div(
        rx.el.span(HEAD.mark, class_name="mark mark-l", aria_hidden="true"),
        rx.el.div(rx.el.p(HEAD.name, class_name="m strong"), rx.el.p(HEAD.business, class_name="t3 xs")),
        class_name="pv-head",
    )
    intro = kit.shown(HEAD.intro, rx.el.p(HEAD.intro, class_name="t2"))
    return rx.el.aside(
        kit.live_preview(
            _("Live preview"),
            head,
            intro,
            rx.foreach(PAGE.preview, _question),
            open_link=kit.button(_("Start over"), PAGE.start_over, look="quiet", small=True),
        ),
        class_name="fb-prev",
        aria_label=_("Live preview"),
    )


def _question(seen: Seen) -> rx.Component:
    name: Any = "try-" + seen.key  # type: ignore[operator]
    label: Any = rx.cond(seen.required, seen.label, seen.label + " · " + _("optional"))  # type: ignore[operator]
    answer = lambda value: PAGE.answer(seen.key, value)  # noqa: E731
    more: dict[str, Any] = {"error": seen.wrong, "help_text": seen.help}

    def line(type: str) -> rx.Component:
        return kit.field(label, name, type=type, value=seen.value, on_change=answer, **more)

    drawn: list[tuple[str, rx.Component]] = [
        (FieldKind.long_text.value, kit.textarea(label, name, value=seen.value, on_change=answer, rows="2", **more)),
        (FieldKind.section.value, _heading(seen, "pv-h")),
        (FieldKind.page.value, _heading(seen, "pv-page")),
        (FieldKind.file.value, _file(seen, label)),
        (FieldKind.consent.value, _consent(seen, name)),
    ]
    chosen = _choices(seen, label, name)
    drawn += [(kind.value, chosen) for kind in (FieldKind.choice, FieldKind.yes_no, FieldKind.rating, FieldKind.multi_choice)]
    drawn += [(kind.value, line(type)) for kind, type in ((FieldKind.date, "date"), (FieldKind.time, "time"))]
    typed = kit.field(label, name, value=seen.value, on_change=answer, **more)
    return rx.el.div(kit.among(seen.kind, drawn, typed), key=seen.key, class_name=rx.cond(EDIT.key == seen.key, "fb-hot", ""))  # type: ignore[arg-type]


def _heading(seen: Seen, look: str) -> rx.Component:
    return rx.el.div(rx.el.p(seen.label, class_name="strong"), kit.shown(seen.help, rx.el.p(seen.help, class_name="hint")), class_name=look)  # type: ignore[arg-type]


def _file(seen: Seen, label: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(label, class_name="strong"),
        kit.shown(seen.help, rx.el.p(seen.help, class_name="hint")),  # type: ignore[arg-type]
        rx.el.p(_("A file is added here"), class_name="pv-file"),
        class_name="field",
    )


def _consent(seen: Seen, name: Any) -> rx.Component:
    return rx.el.div(
        kit.checkbox(seen.label, name, on_change=lambda on: PAGE.answer(seen.key, rx.cond(on, "yes", ""))),
        kit.shown(seen.help, rx.el.p(seen.help, class_name="hint")),  # type: ignore[arg-type]
        class_name="field",
    )


def _choices(seen: Seen, label: Any, name: Any) -> rx.Component:
    several = seen.kind == FieldKind.multi_choice.value
    options: Any = seen.options

    def option(one: Pair) -> rx.Component:
        choose = PAGE.answer(seen.key, one.value)
        box = rx.cond(
            several,
            rx.el.input(type="checkbox", name=name, checked=one.on, on_change=lambda _on: choose),
            rx.el.input(type="radio", name=name, checked=one.on, on_change=lambda _on: choose),
        )
        return rx.el.label(box, rx.el.span(one.label), class_name="pv-opt")

    return rx.el.fieldset(
        rx.el.legend(label),
        kit.shown(seen.help, rx.el.p(seen.help, class_name="hint")),  # type: ignore[arg-type]
        rx.el.div(rx.foreach(options, option), class_name="stack stack-2"),
        kit.shown(seen.wrong, kit.error_line(seen.wrong)),  # type: ignore[arg-type]
        class_name="field",
    )
