"""Automations: every rule as a sentence at /app/automations, and each on a page of its own."""

from typing import Any

import reflex as rx

from careops.automation.components import desk as editing
from careops.automation.components import rules as drawn
from careops.automation.state.one_rule import RulePage
from careops.automation.state.rules import Automations
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.ui import kit

LIST: Any = Automations  # Vars to Reflex; to a type checker plain classes
PAGE: Any = RulePage
RULE: Any = RulePage.rule


def automations() -> rx.Component:
    """The rules by what they are about."""
    new = kit.button(_("New rule"), LIST.choose(True), look="primary", icon_name="plus")
    listed = rx.cond(LIST.loaded, rx.fragment(rx.foreach(LIST.groups, drawn.rule_group)), kit.skeleton_rows(6))
    content = kit.page(
        kit.page_header(
            _("Automations"), new, sentence=rx.el.p(_("What happens by itself. People go first: who answers pauses it."), class_name="t2")
        ),
        kit.sections(listed),
    )
    return frame(rx.fragment(content, drawn.beginnings_dialog()), title=_("Automations"), active="automations")


def rule() -> rx.Component:
    """One rule: its sentence, the desk, the rehearsal; beside it what it did."""
    crumbs = kit.crumbs(
        _("Automations"),
        "/app/automations",
        RULE.title,
        kit.toggle(_("On"), checked=RULE.on, on_change=PAGE.switch),
    )
    says = rx.el.p(rx.foreach(RULE.pieces, drawn.piece), class_name=rx.cond(RULE.on, "au-say", "au-say t3"))
    head = rx.el.div(
        kit.name_on_phone(RULE.title),
        says,
        kit.shown(~PAGE.editing, rx.el.div(kit.button(_("Edit"), PAGE.edit, icon_name="pencil"), class_name="row")),
        class_name="stack",
    )
    main = rx.el.div(head, kit.shown(PAGE.editing, editing.desk()), drawn.trying(), class_name="au-list")
    side = rx.el.aside(drawn.figures(), drawn.reasons(), drawn.log(), class_name="au-side", aria_label=_("What it did"))
    missing = kit.page(kit.note(_("This rule does not exist, or was removed."), tone="warn"), narrow=True)
    found = rx.fragment(crumbs, rx.el.div(main, side, class_name="au"), drawn.opened_dialog(), editing.remove_dialog())
    body = rx.cond(PAGE.missing, missing, rx.cond(RULE.name, found, kit.page(kit.skeleton_rows(6))))
    return frame(body, title=_("Automation"), active="automations", phone_top=False)
