"""Sending somebody a form, from their page or from a booking of theirs: which one, to whom and by which way, before it goes."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Refusal
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.forms import actions, queries
from careops.forms.schemas import AskableRow, RequestIn
from careops.frame.state import requires, say


@dataclass(frozen=True)
class Askable:
    """A form that can be chosen."""

    value: str
    label: str
    detail: str


def askable(row: AskableRow) -> Askable:
    """A form as the dialog offers it."""
    asks = plural("{count} question", "{count} questions", row.questions)
    due = plural("due {count} hour after it is sent", "due {count} hours after it is sent", row.due_hours)
    return Askable(str(row.id), row.name, " · ".join(filter(None, (asks, due, _("awaited already") if row.awaited else ""))))


class Sending(rx.State):
    """The dialog; whom it is about stays on the server."""

    open: bool = False
    who: str = ""
    way: str = ""
    reaches: bool = False
    forms: list[Askable] = []
    error: str = ""
    _contact: str = ""
    _booking: str = ""

    @rx.event
    @requires(Permission.forms_manage)
    async def start(self, actor: Actor, contact_id: str, booking_id: str) -> None:
        """Shows whom it would go to and how; for a booking where one is given."""
        found = await look(actor, queries.asking, contact_id=read_id(contact_id))
        self._contact, self._booking = str(found.contact_id), str(read_id(booking_id)) if booking_id else ""
        self.who, self.way, self.reaches = found.contact_name, found.way.says, found.way.reaches
        self.forms, self.error, self.open = [askable(row) for row in found.forms], "", True

    @rx.event
    @requires(Permission.forms_manage)
    async def send(self, actor: Actor, said: dict[str, Any]) -> None:
        """Asks them; the message goes the way the preview told."""
        chosen = str(said.get("form") or "")
        if not self.open or not chosen:
            self.error = _("Choose a form") if self.open else ""
            return
        booking = read_id(self._booking) if self._booking else None
        asked = RequestIn(template_id=read_id(chosen), contact_id=read_id(self._contact), booking_id=booking)
        try:
            row = await perform(actor, actions.request, asked=asked)
        except Refusal as refusal:
            self.error = refusal.message
            return
        self.open = False
        if self.reaches:
            return await say(self, _("“{form}” is on its way to {name}", name=self.who, form=row.form))
        await say(self, _("“{form}” waits for {name}: copy its link from the submission and hand it over", name=self.who, form=row.form))
        return None

    @rx.event
    @requires()
    async def close(self, actor: Actor) -> None:
        """Nothing is sent."""
        self.open, self.error = False, ""
