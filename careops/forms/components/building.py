"""The builder: the list of questions, the one that is open, the conditions under which it is shown."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.schemas import SILENT, FieldKind
from careops.forms.state.builder import Builder
from careops.forms.state.desk import CheckRow, CondRow, GroupRow, Line, Pair
from careops.forms.state.words import KINDS
from careops.ui import kit
from careops.ui.kit.order import grip, order

PAGE: Any = Builder  # Vars to Reflex; to a type checker plain classes
EDIT: Any = Builder.edit
HEAD: Any = Builder.head
MATCHES = (("all", _("all of these hold")), ("any", _("any of these holds")))


def questions() -> rx.Component:
    """The questions in their order, and the way to add one."""
    listed = order(rx.foreach(PAGE.lines, _line), label=_("Questions"), on_move=lambda key, to: PAGE.move(key, to), class_name="fb-qs")
    add = rx.el.div(
        kit.button(_("Add question"), PAGE.show("kinds"), icon_name="plus"),
        kit.button(_("Add section"), PAGE.add("section"), look="quiet"),
        kit.button(_("Add page"), PAGE.add("page"), look="quiet"),
        class_name="fb-add",
    )
    hint = rx.el.p(_("Drag a question by its grip, or move it with Alt and the arrow keys."), class_name="t3 xs mb-3")
    return rx.el.section(kit.name_on_phone(HEAD.name), _told(), hint, listed, add, _use(), class_name="fb-list", aria_label=_("Questions"))


def _told() -> rx.Component:
    conflict = kit.note(
        _("Somebody else changed this form at the same time. Nothing of yours was written over theirs."),
        tone="warn",
        action=rx.el.span(
            kit.button(_("Show theirs"), PAGE.take_theirs, small=True),
            kit.button(_("Keep mine"), PAGE.keep_mine, small=True),
            class_name="row",
        ),
    )
    off = kit.note(_("This form is switched off: nobody is asked it."), tone="")
    return rx.el.div(
        kit.shown(PAGE.conflict, conflict),
        kit.shown(HEAD.id & ~HEAD.active, off),
        class_name="stack stack-2",
        role="status",
    )


def _icon(kind: Any) -> rx.Component:
    return kit.among(kind, [(one.value, kit.icon(name)) for one, (_words, name) in KINDS.items()])


def _line(line: Line) -> rx.Component:
    key: Any = line.key
    is_open = EDIT.key == key
    opener = rx.el.button(
        rx.el.span(line.label, class_name="strong"),
        rx.el.span(line.says, class_name="t3 xs"),
        rx.cond(line.when, rx.el.span(kit.icon("corner-down-right", "xs"), line.when, class_name="fb-cond"), rx.fragment()),
        rx.cond(line.wrong, kit.error_line(line.wrong), rx.fragment()),
        id="open-" + key,
        type="button",
        class_name="fb-open",
        aria_expanded=kit.when(is_open, "true", "false"),
        on_click=PAGE.open(key),
    )
    head = rx.el.div(
        grip(_("Move:") + " " + line.label, "grip-" + key), rx.el.span(_icon(line.kind), class_name="fb-ic"), opener, class_name="fb-line"
    )
    return rx.el.li(
        head,
        rx.cond(is_open, _edit(), rx.fragment()),
        key=key,
        data_key=key,
        data_name=line.label,
        class_name=["fb-q", kit.when(is_open, "sel"), rx.cond(line.when, "sub", ""), rx.cond(line.head, "head", "")],
    )


# ── the question that is open ────────────────────────────


def _set(part: str) -> Any:
    return lambda value: PAGE.set_part(part, value)


def _edit() -> rx.Component:
    pages = EDIT.kind == FieldKind.page.value
    label = rx.cond(EDIT.silent, rx.cond(pages, _("Title of the page"), _("Title of the section")), _("Question"))
    wrong = rx.el.div(rx.foreach(PAGE.errors, kit.error_line), class_name="stack", role="alert")
    return rx.el.div(
        kit.field(label, "label", value=EDIT.label, on_change=_set("label"), max_length=200),
        kit.field(_("Help"), "help", value=EDIT.help, on_change=_set("help"), max_length=300, optional=True),
        kit.shown(
            EDIT.choice,
            kit.textarea(
                _("Options"), "options", value=EDIT.options, on_change=_set("options"), rows="4", help_text=_("One in each line.")
            ),
        ),
        rx.cond(EDIT.checks.length() > 0, rx.el.div(rx.foreach(EDIT.checks, _check), class_name="fb-two"), rx.fragment()),
        _known(),
        _conditions(),
        wrong,
        _foot(),
        class_name="fb-edit",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        kit.shown(~EDIT.silent, kit.checkbox(_("Required"), "required", checked=EDIT.required, on_change=PAGE.set_required)),
        rx.el.span(
            kit.icon_button("copy", _("Duplicate question"), PAGE.duplicate(EDIT.key), small=True),
            kit.icon_button("trash-2", _("Remove question"), PAGE.remove(EDIT.key), small=True),
            class_name="end row",
        ),
        class_name="row",
    )


def _check(check: CheckRow) -> rx.Component:
    name: Any = "check-" + check.name  # type: ignore[operator]
    choices: Any = check.choices
    change = lambda value: PAGE.set_check(check.name, value)  # noqa: E731
    several = rx.el.fieldset(
        rx.el.legend(check.label),
        rx.foreach(
            choices,
            lambda one: kit.checkbox(one.label, "sorts", checked=one.on, on_change=lambda _on: PAGE.set_check(check.name, one.value)),
        ),
        class_name="field",
    )
    one = kit.select(check.label, name, choices, value=check.value, on_change=change, first=_("anything"))
    typed = kit.field(check.label, name, value=check.value, on_change=change, max_length=20)
    return rx.cond(check.many, several, rx.cond(kit.how_many(choices) > 0, one, typed))


def _known() -> rx.Component:
    def choice(label: str, part: str, choices: Any, value: Any, first: str) -> rx.Component:
        return rx.cond(
            choices.length() > 0, kit.select(label, part, choices, value=value, on_change=_set(part), first=first), rx.fragment()
        )

    return rx.el.div(
        choice(_("Filled in with"), "prefill", EDIT.prefills, EDIT.prefill, _("nothing")),
        choice(_("Keep the answer with the contact"), "maps_to", EDIT.maps, EDIT.maps_to, _("no")),
        class_name="fb-two",
    )


# ── when it is shown ─────────────────────────────────────


def _conditions() -> rx.Component:
    between = kit.shown(
        EDIT.groups.length() > 1,
        kit.select(_("Of these groups"), "match", MATCHES, value=EDIT.match, on_change=lambda match: PAGE.set_match(-1, match)),
    )
    built = rx.el.div(
        rx.el.p(rx.cond(EDIT.when, EDIT.when, _("Always shown")), class_name="t2", role="status"),
        between,
        rx.foreach(EDIT.groups, _group),
        rx.el.div(
            kit.button(
                rx.cond(EDIT.groups.length() > 0, _("Add a group"), _("Show it only if…")),
                PAGE.add_condition(-1),
                icon_name="plus",
                small=True,
            ),
            class_name="row",
        ),
        class_name="fb-groups",
    )
    return rx.cond(EDIT.askable.length() > 0, built, rx.fragment())


def _group(group: GroupRow) -> rx.Component:
    conditions: Any = group.conditions
    at: Any = group.at
    match = kit.shown(
        kit.how_many(conditions) > 1,
        kit.select(_("If"), "match-" + at.to_string(), MATCHES, value=group.match, on_change=lambda match: PAGE.set_match(group.at, match)),
    )
    return rx.el.div(
        match,
        rx.foreach(conditions, lambda one: _condition(group, one)),
        rx.el.div(kit.button(_("And another"), PAGE.add_condition(group.at), icon_name="plus", look="quiet", small=True), class_name="row"),
        class_name="au-bunch",
    )


def _condition(group: GroupRow, one: CondRow) -> rx.Component:
    at: Any = one.at
    place: Any = group.at
    name: Any = place.to_string() + "-" + at.to_string()
    choices: Any = one.choices
    ops: Any = one.ops

    def change(part: str) -> Any:
        return lambda value: PAGE.set_condition(group.at, one.at, part, value)

    def option(choice: Pair) -> rx.Component:
        return kit.checkbox(
            choice.label, "values", checked=choice.on, on_change=lambda _on: PAGE.set_condition(group.at, one.at, "values", choice.value)
        )

    typed = kit.field(_("Answer"), "cond-value-" + name, value=one.value, on_change=change("value"), max_length=300)
    chosen = kit.select(_("Answer"), "cond-value-" + name, choices, value=one.value, on_change=change("value"))
    several = rx.el.fieldset(rx.el.legend(_("Answers")), rx.foreach(choices, option), class_name="field")
    return rx.el.div(
        kit.select(_("Question"), "cond-key-" + name, EDIT.askable, value=one.key, on_change=change("key")),
        kit.select(_("How"), "cond-op-" + name, ops, value=one.op, on_change=change("op")),
        kit.among(one.takes, [("typed", typed), ("one", chosen), ("many", several)], rx.el.span()),  # type: ignore[arg-type]  # a Var here
        kit.icon_button("x", _("Remove this condition"), PAGE.drop_condition(group.at, one.at)),
        class_name="au-ask",
    )


# ── when it is sent ──────────────────────────────────────


def _use() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("When it is asked"), class_name="h3", id="fu"),
        rx.el.p(HEAD.after, " ", HEAD.chasing, class_name="t2"),
        rx.el.div(kit.button(_("Change"), PAGE.show("settings"), small=True), class_name="row"),
        class_name="fb-use",
        aria_labelledby="fu",
    )


def kinds_dialog() -> rx.Component:
    """Which kind of question is added."""
    offered = [kit.button(words, PAGE.add(kind.value), icon_name=icon) for kind, (words, icon) in KINDS.items() if kind not in SILENT]
    return kit.dialog(
        _("Add a question"),
        rx.el.div(*offered, class_name="fb-kinds"),
        id="kinds",
        foot=(kit.closing_button(_("Cancel")),),
        shown=PAGE.dialog == "kinds",
        on_close=PAGE.show(""),
    )
