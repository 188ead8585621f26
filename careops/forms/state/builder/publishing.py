"""Publishing, versions, settings, and letting go of a form."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, Stale, first_problems
from careops.core.i18n import text as _
from careops.core.typed import whole
from careops.forms import actions
from careops.forms.schemas import TemplateEdit, TemplateRow
from careops.forms.state.builder.drafting import Drafting
from careops.forms.state.reading import earlier, publishing
from careops.frame.state import requires, say

DIALOGS = ("kinds", "settings", "share", "publish", "versions", "discard", "archive")


class Publishing(Drafting, mixin=True):
    """What is asked on the side."""

    @rx.event
    @requires(Permission.forms_manage)
    async def show(self, actor: Actor, dialog: str) -> None:
        """Opens one of the dialogs with what it shows, or closes it."""
        self.dialog = dialog if dialog in DIALOGS else ""
        self.settings_errors = {}
        if dialog == "publish":
            self.changes, self.people = await look(actor, publishing, template_id=self._name(), fields=self._fields)
        elif dialog == "versions":
            self.versions = await look(actor, earlier, template_id=self._name())

    @rx.event
    @requires(Permission.forms_manage)
    async def publish(self, actor: Actor) -> None:
        """The draft is what everybody is asked from now on."""
        self.dialog = ""
        try:
            row = await perform(actor, actions.publish, template_id=self._name(), expected=self._version)
        except Stale:
            self.conflict = True
            return
        except Invalid as wrong:
            raise Invalid(" ".join(self.problems) or (wrong.problems[0].message if wrong.problems else str(wrong))) from None
        await self._again(actor, row)
        await say(self, _("Version {number} is published", number=row.current))

    async def _again(self, actor: Actor, row: TemplateRow) -> None:
        """Shows the form as it is after an action."""
        self._laid(row)
        await self._refresh(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def discard(self, actor: Actor) -> None:
        """Back to what is published."""
        self.dialog = ""
        row = await perform(actor, actions.discard_draft, template_id=self._name(), expected=self._version)
        await self._again(actor, row)
        await say(self, _("The draft is discarded"))

    @rx.event
    @requires(Permission.forms_manage)
    async def restore(self, actor: Actor, number: int) -> None:
        """An earlier version as the draft."""
        self.dialog = ""
        row = await perform(actor, actions.restore_version, template_id=self._name(), number=number, expected=self._version)
        await self._again(actor, row)
        await say(self, _("Version {number} is the draft now", number=number))

    @rx.event
    @requires(Permission.forms_manage)
    async def save_settings(self, actor: Actor, said: dict[str, Any]) -> None:
        """Name, words, services, hours."""
        hours = {name: whole(said.get(name)) for name in ("due_hours", "remind_hours") if name in said}
        change: dict[str, Any] = {name: said.get(name) for name in ("name", "intro", "thanks") if isinstance(said.get(name), str)}
        change |= {name: said.get(name) if value is None else value for name, value in hours.items()}
        if not self.head.public:
            change["booking_types"] = [one.value for one in self.head.services if said.get(f"after-{one.value}")]
            change |= {"send_copy": bool(said.get("send_copy")), "active": bool(said.get("active"))}
        try:
            edit = TemplateEdit.model_validate(change)
        except ValidationError as wrong:
            self.settings_errors = {problem.field: problem.message for problem in first_problems(wrong)}
            return
        row = await perform(actor, actions.edit_template, template_id=self._name(), edit=edit, expected=self._version)
        self.dialog = ""
        await self._again(actor, row)
        await say(self, _("The settings are kept"))

    @rx.event
    @requires(Permission.forms_manage)
    async def copy_form(self, actor: Actor) -> rx.event.EventSpec:
        """The same form once more, to be changed."""
        row = await perform(actor, actions.duplicate_template, template_id=self._name())
        return rx.redirect(f"/app/forms/{row.id}")

    @rx.event
    @requires(Permission.forms_manage)
    async def archive(self, actor: Actor) -> rx.event.EventSpec:
        """Takes the form out of use; answers stay."""
        await perform(actor, actions.archive_template, template_id=self._name())
        await say(self, _("“{form}” is put away; its answers stay", form=self.head.name))
        return rx.redirect("/app/forms")
