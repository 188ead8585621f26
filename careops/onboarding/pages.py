"""The wizard at /app/onboarding; `?step=` says which step."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import admitted, notices
from careops.frame.pages import Page
from careops.onboarding.components import (
    booking_step,
    channels_step,
    contact_form_step,
    forms_step,
    items_step,
    phone,
    review_step,
    team_step,
    workspace_step,
)
from careops.onboarding.state import Wizard
from careops.ui import kit

WIZARD: Any = Wizard
PAGE: Any = Wizard.page


def onboarding() -> rx.Component:
    """Rail, the step, its foot, and the phone beside it."""
    rail = kit.progress_rail(PAGE.name, PAGE.initial, WIZARD.rail, words=WIZARD.words, phone_words=WIZARD.phone_words, done=WIZARD.done)
    step = rx.match(
        WIZARD.step,
        ("workspace", workspace_step()),
        ("channels", channels_step()),
        ("contact_form", contact_form_step()),
        ("booking", booking_step()),
        ("forms", forms_step()),
        ("inventory", items_step()),
        ("team", team_step()),
        ("review", review_step()),
        rx.fragment(rx.el.h1(_("Set up your business"), class_name="vh"), kit.skeleton_rows(6)),
    )
    wizard = kit.wizard(rail, step, foot=_foot(), preview=phone(), preview_label=_("Live preview of your booking page"))
    return rx.fragment(admitted(wizard, alone=True), notices())


def _foot() -> list[rx.Component]:
    go_on = rx.cond(
        WIZARD.go_on,
        kit.button(WIZARD.go_on, WIZARD.finish, look="primary"),
        rx.cond(
            PAGE.status == "active",
            kit.link_button(_("Go to Today"), "/app", look="primary"),
            kit.button(_("Activate"), WIZARD.activate, look="primary"),
        ),
    )
    return [
        kit.link_button(_("Back"), WIZARD.back, look="quiet", icon_name="chevron-left"),
        rx.el.span(kit.icon("check"), _("Saved"), class_name="t3 row only-l"),
        rx.el.span(kit.shown(WIZARD.skippable, kit.button(_("Skip"), WIZARD.skip, look="quiet")), go_on, class_name="end row"),
    ]


PAGES = (Page("/app/onboarding", _("Set up"), onboarding, (Wizard.live,), Permission.settings),)
