"""One copy at /app/forms/submissions/{id}."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.components import copy as drawn
from careops.forms.state.copy import CopyPage
from careops.frame.components import frame
from careops.ui import kit

PAGE: Any = CopyPage  # Vars to Reflex; to a type checker plain classes
SHEET: Any = CopyPage.sheet


def submission() -> rx.Component:
    """The answers as they were asked; beside them what happened."""
    crumbs = kit.crumbs(_("Submissions"), "/app/forms?status=any", SHEET.form, drawn.state_mark(), *drawn.doings())
    content = kit.page(kit.name_on_phone(SHEET.form), rx.el.div(drawn.answers(), drawn.beside(), class_name="fs"))
    missing = kit.page(kit.note(_("This submission does not exist."), tone="warn"), narrow=True)
    found = rx.fragment(crumbs, content, drawn.dialogs())
    body = rx.cond(PAGE.missing, missing, rx.cond(SHEET.id, found, kit.page(kit.skeleton_rows(6))))
    return frame(body, title=_("Submission"), active="forms", phone_top=False)
