"""The desk a rule is edited on: when, if, how long, what."""

from typing import Any

import reflex as rx

from careops.automation.state.drafting import Ask, Bunch, Deed, Pair
from careops.automation.state.one_rule import RulePage
from careops.core.i18n import text as _
from careops.ui import kit

PAGE: Any = RulePage  # a Var to Reflex; to a type checker a plain class
DRAFT: Any = RulePage.draft
MENUS: Any = RulePage.menus

MODES = (("all", _("all of these")), ("any", _("any of these")))
PRIORITIES = (("low", _("Low")), ("medium", _("Medium")), ("high", _("High")), ("critical", _("Critical")))
PURPOSES = (("service", _("Something they need")), ("marketing", _("An offer, only to who agreed")))


def desk() -> rx.Component:
    """Everything that can be changed, and the way to keep it."""
    own = kit.shown(
        ~PAGE.rule.built_in,
        rx.fragment(
            kit.field(_("Title"), "title", value=PAGE.title, on_change=PAGE.rename, max_length=120),
            kit.select(_("What sets it off"), "trigger", MENUS.triggers, value=PAGE.trigger, on_change=PAGE.retrigger),
        ),
    )
    wrong = kit.shown(
        PAGE.errors.length() > 0,
        rx.el.ul(rx.foreach(PAGE.errors, lambda error: rx.el.li(kit.error_line(error))), class_name="stack stack-2"),
    )
    return rx.el.div(
        own,
        _times(),
        _conditions(),
        _deeds(),
        wrong,
        kit.form_foot(
            kit.button(_("Save"), PAGE.save, look="primary"),
            kit.button(_("Cancel"), PAGE.leave),
            kit.shown(PAGE.rule.built_in & PAGE.rule.changed, kit.button(_("Back to default"), PAGE.restore)),
            kit.shown(~PAGE.rule.built_in, kit.button(_("Remove rule"), PAGE.ask(True), look="danger")),
        ),
        class_name="stack stack-4",
    )


def str_of(key: Any) -> Any:
    """A row's key in the name of its field."""
    return key.to_string()


def _times() -> rx.Component:
    return kit.section(
        _("When"),
        rx.el.div(
            kit.field(
                PAGE.timing.label,
                "delay",
                value=DRAFT.delay,
                on_change=lambda value: PAGE.set_time("delay", value),
                input_mode="numeric",
                max_length=6,
            ),
            kit.select(_("Unit"), "unit", MENUS.units, value=DRAFT.unit, on_change=lambda value: PAGE.set_time("unit", value)),
            class_name="form-row",
        ),
        kit.shown(
            ~PAGE.timing.backwards,
            kit.checkbox(_("Only on days the business is open"), "open_days", checked=DRAFT.open_days, on_change=PAGE.set_open_days),
        ),
        id="when",
    )


# ── conditions ───────────────────────────────────────────


def _conditions() -> rx.Component:
    between = kit.shown(
        DRAFT.bunches.length() > 1,
        kit.select(_("Of these groups"), "mode", MODES, value=DRAFT.mode, on_change=lambda mode: PAGE.set_mode(-1, mode)),
    )
    built = rx.el.div(
        between,
        rx.foreach(DRAFT.bunches, _bunch),
        rx.el.div(kit.button(_("Add a condition"), PAGE.add_ask(-1), icon_name="plus", small=True), class_name="row"),
        class_name="stack stack-3",
    )
    fixed = kit.note(_("These conditions were made by a program and stay as they are:"), " ", DRAFT.fixed)
    return kit.section(
        _("Only if"),
        rx.cond(DRAFT.fixed, fixed, built),
        id="conditions",
    )


def _bunch(bunch: Bunch) -> rx.Component:
    asks: Any = bunch.asks
    mode = kit.shown(
        kit.how_many(asks) > 1,
        kit.select(_("If"), "mode-" + str_of(bunch.key), MODES, value=bunch.mode, on_change=lambda mode: PAGE.set_mode(bunch.key, mode)),
    )
    return rx.el.div(
        mode,
        rx.foreach(bunch.asks, lambda ask: _ask(bunch, ask)),
        rx.el.div(kit.button(_("And another"), PAGE.add_ask(bunch.key), icon_name="plus", look="quiet", small=True), class_name="row"),
        class_name="au-bunch",
    )


def _ask(bunch: Bunch, ask: Ask) -> rx.Component:
    key: Any = str_of(ask.key)

    def set_part(part: str) -> Any:
        return lambda value: PAGE.set_ask(bunch.key, ask.key, part, value)

    answers: Any = ask.choices
    operators: Any = ask.ops
    typed = kit.field(_("Answer"), "value-" + key, value=ask.value, on_change=set_part("value"), max_length=200)
    chosen = kit.select(_("Answer"), "value-" + key, answers, value=ask.value, on_change=set_part("value"))
    return rx.el.div(
        kit.select(_("Ask"), "fact-" + key, MENUS.facts, value=ask.fact, on_change=set_part("fact")),
        kit.select(_("How"), "op-" + key, operators, value=ask.op, on_change=set_part("op")),
        rx.cond(kit.how_many(answers) > 0, chosen, typed),
        kit.icon_button("x", _("Remove this condition"), PAGE.drop_ask(bunch.key, ask.key)),
        rx.cond(ask.many, _values(bunch, ask), rx.fragment()),
        class_name="au-ask",
    )


def _values(bunch: Bunch, ask: Ask) -> rx.Component:
    """What else the condition names, each to be taken out, and the way to name more."""

    def one(value: Pair) -> rx.Component:
        drop = kit.icon_button("x", _("Remove") + " " + value.label, PAGE.drop_value(bunch.key, ask.key, value.value), small=True)
        return rx.el.span(value.label, drop, class_name="chip")

    more: Any = ask.more
    return rx.el.div(
        rx.foreach(more, one),
        kit.button(_("Or another value"), PAGE.add_value(bunch.key, ask.key), icon_name="plus", look="quiet", small=True),
        class_name="au-values",
    )


# ── actions ──────────────────────────────────────────────


def _deeds() -> rx.Component:
    return kit.section(
        _("Then"),
        rx.el.ol(rx.foreach(DRAFT.deeds, _deed), class_name="stack stack-3 mb-3"),
        rx.el.div(
            rx.el.select(
                rx.el.option(_("Add an action…"), value=""),
                rx.foreach(MENUS.does, lambda one: rx.el.option(one.label, value=one.value)),
                value="",
                on_change=PAGE.add_deed,
                class_name="input",
                aria_label=_("Add an action"),
            ),
            kit.icon("chevron-down"),
            class_name="select au-add",
        ),
        id="actions",
    )


def _deed(deed: Deed) -> rx.Component:
    key: Any = str_of(deed.key)

    def set_part(part: str) -> Any:
        return lambda value: PAGE.set_deed(deed.key, part, value)

    def chosen(label: str, part: str, choices: Any, value: Any) -> rx.Component:
        return kit.select(label, f"{part}-" + key, choices, value=value, on_change=set_part(part))

    def typed(label: str, part: str, value: Any, **more: Any) -> rx.Component:
        return kit.field(label, f"{part}-" + key, value=value, on_change=set_part(part), **more)

    words = kit.textarea(
        _("Your words"),
        "text-" + key,
        value=deed.text,
        on_change=set_part("text"),
        help_text=_("You can use {first_name}, {name}, {business}, {service}, {provider}, {when}, {manage_link} and {booking_link}."),
    )
    by = chosen(_("By"), "way", MENUS.ways, deed.way)
    fields = kit.among(
        deed.do,  # type: ignore[arg-type]  # a Var here
        (
            ("send", kit.form_row(chosen(_("Message"), "message", MENUS.messages, deed.message), by)),
            (
                "write",
                rx.fragment(
                    kit.form_row(by, chosen(_("What it is"), "purpose", PURPOSES, deed.purpose)),
                    typed(_("Subject"), "subject", deed.subject, max_length=200),
                    words,
                ),
            ),
            ("form", chosen(_("Form"), "template_id", MENUS.forms, deed.template_id)),
            (
                "alert",
                kit.form_row(
                    typed(_("What the team reads"), "text", deed.text, max_length=200),
                    chosen(_("How pressing"), "priority", PRIORITIES, deed.priority),
                ),
            ),
            ("assign", chosen(_("To"), "member_id", MENUS.team, deed.member_id)),
            ("label", typed(_("Label"), "label", deed.label, max_length=40)),
            ("snooze", typed(_("For how many minutes"), "minutes", deed.minutes, input_mode="numeric", max_length=6)),
            ("webhook", typed(_("Note"), "note", deed.note, max_length=200)),
        ),
    )
    return rx.el.li(
        rx.el.div(rx.el.b(deed.title), kit.icon_button("x", _("Remove this action"), PAGE.drop_deed(deed.key)), class_name="row between"),
        fields,
        class_name="au-deed",
    )


def remove_dialog() -> rx.Component:
    """Asks before the rule is gone."""
    return kit.confirm_dialog(
        _("Remove this rule?"),
        _("What waits for it is discarded. What it did stays in the log."),
        id="remove",
        verb=_("Remove rule"),
        keep=_("Keep it"),
        on_confirm=PAGE.remove,
        shown=PAGE.asked,
        on_close=PAGE.ask(False),
    )
