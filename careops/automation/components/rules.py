"""What the screens of rules are made of: a sentence with its switch, the figures, the log."""

from typing import Any

import reflex as rx

from careops.automation.state.one_rule import RulePage
from careops.automation.state.rule_words import RunLine, StepLine, Why, WouldLine
from careops.automation.state.rules import Automations, Beginning, Piece, RuleGroup, RuleLine
from careops.core.i18n import text as _
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
LIST: Any = Automations
PAGE: Any = RulePage
RULE: Any = RulePage.rule
OPEN: Any = RulePage.open
REHEARSAL: Any = RulePage.rehearsal


# ── sentences ────────────────────────────────────────────


def piece(part: Piece) -> rx.Component:
    """Some words; what the owner may change is marked."""
    return rx.cond(part.slot, rx.el.span(part.words, class_name="au-slot"), rx.el.span(part.words))


def rule_group(group: RuleGroup) -> rx.Component:
    """Rules about the same sort of thing."""
    return rx.el.section(
        rx.el.div(rx.el.h2(group.title, id=group.id), class_name="sec-head"),
        rx.el.ul(rx.foreach(group.lines, rule_line), class_name="list boxed"),
        aria_labelledby=group.id,
    )


def rule_line(rule: RuleLine) -> rx.Component:
    """A rule: its switch, its sentence, what it came to."""
    says = rx.el.p(
        rx.el.a(rx.foreach(rule.pieces, piece), href=rule.href),
        class_name=rx.cond(rule.on, "au-say", "au-say t3"),
    )
    stat = rx.el.p(
        rx.el.span(rule.ran),
        kit.shown(rule.skipped, kit.link(rule.skipped, rule.href + "#log")),
        kit.shown(
            rule.failed, rx.el.span(kit.icon("triangle-alert", "xs"), " ", kit.link(rule.failed, rule.href + "#log"), class_name="c-danger")
        ),
        class_name="au-stat t3 num",
    )
    return rx.el.li(
        rx.el.div(
            kit.toggle(rule.to_switch, checked=rule.on, on_change=lambda on: LIST.switch(rule.name, on), bare=True),
            rx.el.div(says, stat, class_name="grow"),
            kit.link_button(kit.hidden(rule.title), rule.href, icon_name="chevron-right", look="quiet", small=True),
            class_name="au-row",
        )
    )


def beginning(one: Beginning) -> rx.Component:
    """A rule to begin with."""
    return kit.plain_row(
        rx.el.span(rx.el.b(one.title, class_name="block"), rx.el.span(one.sentence, class_name="t2 block"), class_name="grow"),
        end=kit.button(_("Begin with this"), LIST.begin(one.key), small=True, aria_label=_("Begin with this") + ": " + one.title),
        class_name="au-begin",
    )


def beginnings_dialog() -> rx.Component:
    """Rules somebody may want, and an empty one."""
    return kit.dialog(
        _("New rule"),
        rx.el.p(_("It begins switched off: change it, rehearse it on the last 30 days, then switch it on."), class_name="t2"),
        kit.rows(rx.foreach(LIST.beginnings, beginning), boxed=True, label=_("Rules to begin with")),
        id="beginnings",
        shown=LIST.choosing,
        on_close=LIST.choose(False),
        foot=(kit.button(_("Begin with an empty rule"), LIST.begin(""), look="primary"), kit.button(_("Cancel"), LIST.choose(False))),
    )


# ── beside the rule ──────────────────────────────────────


def figures() -> rx.Component:
    """How often it did what in the last 30 days."""

    def number(label: str, count: Any, tone: Any = "") -> rx.Component:
        return rx.el.div(rx.el.dt(label), rx.el.dd(count, class_name=tone))

    return rx.el.dl(
        number(_("Done"), RULE.done),
        number(_("Skipped"), RULE.skipped),
        number(_("Failed"), RULE.failed, rx.cond(RULE.failed > 0, "c-danger", "")),
        class_name="au-nums num",
        aria_label=_("In the last 30 days"),
    )


def reasons() -> rx.Component:
    """Why it was skipped, the commonest reason first."""

    def line(why: Why) -> rx.Component:
        return rx.el.li(rx.el.span(why.reason), rx.el.b(why.count), rx.el.i(custom_attrs=kit.inline({"--v": why.share})))

    return kit.shown(
        RULE.skipped > 0,
        rx.el.section(
            rx.el.h3(_("Why it was skipped"), class_name="h3"),
            rx.el.ul(rx.foreach(RULE.why, line), class_name="au-why num"),
            class_name="stack",
        ),
    )


def log() -> rx.Component:
    """Every run, the latest first; each opens to its steps."""
    views = kit.segmented(
        _("Which runs"),
        (("", _("All")), ("problems", _("Problems")), ("waiting", _("Waiting"))),
        value=PAGE.show,
        on_choose=PAGE.filter,
    )
    nothing = rx.el.p(_("Nothing here yet."), class_name="t2")
    return rx.el.section(
        rx.el.div(rx.el.h3(_("Run log"), class_name="h3"), rx.el.span(views, class_name="end"), class_name="sec-head"),
        rx.cond(RULE.log.length() > 0, rx.el.ol(rx.foreach(RULE.log, run_row), class_name="list au-log"), nothing),
        id="log",
    )


def run_row(run: RunLine) -> rx.Component:
    """A run: for whom, when, what came of it and why."""
    return rx.el.li(
        kit.status(run.state, run.tone, run.icon),
        rx.el.div(
            rx.el.p(
                rx.el.button(run.who, type="button", class_name="link", on_click=PAGE.look_into(run.id), aria_label=run.to_open),
                rx.el.span(run.at, class_name="t3 xs num"),
                class_name="row between",
            ),
            kit.shown(run.why, rx.el.p(run.why, class_name="t2")),
            kit.shown(run.failed, kit.button(_("Try again"), PAGE.retry(run.id), small=True)),
            class_name="grow",
        ),
        class_name="au-run",
    )


def opened_dialog() -> rx.Component:
    """A run, or a trial, step by step."""

    def step(one: StepLine) -> rx.Component:
        return rx.el.li(kit.icon(one.icon), rx.el.span(one.told, class_name=one.tone), class_name="row")

    return kit.dialog(
        OPEN.title,
        rx.el.p(kit.status(OPEN.state, OPEN.tone, OPEN.icon), " ", rx.el.span(OPEN.why, class_name="t2")),
        rx.el.ol(rx.foreach(OPEN.steps, step), class_name="stack stack-2", aria_label=_("Steps")),
        id="opened",
        shown=OPEN.title != "",
        on_close=PAGE.close,
        foot=(kit.button(_("Close"), PAGE.close),),
    )


# ── before it is switched on ─────────────────────────────


def trying() -> rx.Component:
    """Plays it over the last 30 days, and tries it on one event."""
    rehearse = kit.button(_("Rehearse on the last 30 days"), PAGE.rehearse, icon_name="play", busy=PAGE.busy)
    on_one = rx.el.div(
        kit.select(_("Try it on"), "event", PAGE.menus.events, value=PAGE.chosen, on_change=PAGE.choose_event),
        kit.button(_("Try it"), PAGE.try_it),
        class_name="row items-end flex-wrap",
    )
    return kit.section(
        _("Before you switch it on"),
        rx.el.div(
            rx.el.p(_("Nothing is sent and nothing changes: you only see what would have happened."), class_name="t2"),
            rx.el.div(rehearse, class_name="row"),
            kit.shown(REHEARSAL.sentence, rehearsal()),
            kit.shown(PAGE.menus.events.length() > 0, on_one),
            class_name="stack stack-3",
        ),
        id="rehearsal",
    )


def rehearsal() -> rx.Component:
    """Who would have got what, and when."""

    def line(would: WouldLine) -> rx.Component:
        return rx.el.li(
            kit.status(would.state, would.tone, would.icon),
            rx.el.div(
                rx.el.p(rx.el.span(would.who), rx.el.span(would.at, class_name="t3 xs num"), class_name="row between"),
                rx.el.p(would.what, class_name="t2"),
                class_name="grow",
            ),
            class_name="au-run",
        )

    return rx.el.div(
        rx.el.p(REHEARSAL.sentence, class_name="num", role="status"),
        rx.el.ol(rx.foreach(REHEARSAL.lines, line), class_name="list au-past", aria_label=_("What would have happened"), tab_index=0),
        class_name="stack",
    )
