"""One copy: the answers as they were asked, how far it is, and what can be done about it; live."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.clock import zone
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.forms import actions, queries
from careops.forms.schemas import DueIn, FieldKind, Status, WaiveIn
from careops.forms.state.listed import WORDS
from careops.frame.state import requires, say, while_here


@dataclass(frozen=True)
class FileLine:
    """A file that was added."""

    name: str
    href: str


@dataclass(frozen=True)
class AnswerLine:
    """One question and its answer; a heading has no answer."""

    key: str
    label: str
    text: str
    head: bool
    suggests: bool
    files: list[FileLine] = field(default_factory=list[FileLine])


@dataclass(frozen=True)
class Moment:
    """When something happened to it."""

    what: str
    at: str
    icon: str


@dataclass(frozen=True)
class Sheet:
    """The copy as it is read."""

    id: str = ""
    form: str = ""
    number: int = 0
    who: str = ""
    who_href: str = ""
    booking_href: str = ""
    form_href: str = ""
    status: str = ""
    status_words: str = ""
    waived: str = ""
    awaited: bool = False
    due: str = ""
    due_at: str = ""
    pdf: str = ""
    link: str = ""
    answers: list[AnswerLine] = field(default_factory=list[AnswerLine])
    moments: list[Moment] = field(default_factory=list[Moment])


def sheet(db: Session, actor: Actor, *, submission_id: UUID) -> Sheet:
    """Everything the page of one copy shows."""
    found, here = queries.filled(db, actor, submission_id=submission_id), business.profile(db, actor)
    copy = found.submission
    happened: list[tuple[datetime | None, str, str]] = [
        (copy.created_at, _("Asked for"), "clipboard-list"),
        (copy.sent_at, _("Sent"), "send"),
        (copy.reminded_at, _("Reminded"), "bell"),
        (copy.opened_at, _("Opened"), "mail"),
        (copy.begun_at, _("Begun"), "pencil"),
        (copy.completed_at, _("Filled in"), "check"),
        (copy.waived_at, _("Waived"), "ban"),
    ]
    told = sorted(((at, what, icon) for at, what, icon in reversed(happened) if at), key=lambda one: one[0], reverse=True)
    awaited = copy.status in (Status.pending, Status.in_progress, Status.overdue)
    why = " · ".join(part for part in (copy.waived_why, copy.waived_by) if part)
    return Sheet(
        id=str(copy.id),
        form=copy.form,
        number=copy.number,
        who=found.contact_name,
        who_href=f"/app/contacts/{copy.contact_id}" if actor.can(Permission.contacts_view) else "",
        booking_href=f"/app/bookings/{copy.booking_id}" if copy.booking_id and actor.can(Permission.bookings_view) else "",
        form_href=f"/app/forms/{copy.template_id}" if actor.can(Permission.forms_manage) else "",
        status=copy.status,
        status_words=WORDS[Status(copy.status)],
        waived=why if copy.waived_at else "",
        awaited=awaited,
        due=here.moment(copy.due_at) if copy.due_at else "",
        due_at=copy.due_at.astimezone(zone(here.timezone)).strftime("%Y-%m-%dT%H:%M") if copy.due_at else "",
        pdf=f"/api/v1/forms/submissions/{copy.id}/copy.pdf",
        link=queries.link_of(db, actor, submission_id=submission_id) if awaited and actor.can(Permission.forms_manage) else "",
        answers=[
            AnswerLine(
                key=one.key,
                label=one.label,
                text=one.text,
                head=one.kind in (FieldKind.section, FieldKind.page),
                suggests=one.suggests,
                files=[FileLine(file.name, f"/api/v1/forms/files/{file.id}") for file in one.files],
            )
            for one in found.answers
        ],
        moments=[Moment(what, here.moment(at), icon) for at, what, icon in told],
    )


def read_due(db: Session, actor: Actor, *, typed: str) -> DueIn:
    """A date and time on the business's clock; nothing for a copy that is never overdue."""
    if not typed:
        return DueIn(due_at=None)
    try:
        return DueIn(due_at=datetime.fromisoformat(typed).replace(tzinfo=zone(business.profile(db, actor).timezone)))
    except ValueError:
        raise Invalid(_("This is not a date and time")) from None


class CopyPage(rx.State):
    """The copy in the address."""

    sheet: Sheet = Sheet()
    missing: bool = False
    dialog: str = ""
    error: str = ""

    def _name(self) -> UUID:
        return read_id(str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def live(self, actor: Actor) -> None:
        """Shows the copy, and what becomes of it."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.forms_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        try:
            found = await look(actor, sheet, submission_id=self._name())
        except NotFound:
            found = Sheet()
        async with self:
            if found != self.sheet:
                self.sheet = found
            self.missing = not found.id

    async def _after(self, actor: Actor, told: str) -> None:
        self.sheet, self.dialog = await look(actor, sheet, submission_id=self._name()), ""
        await say(self, told)

    @rx.event
    @requires(Permission.forms_manage)
    async def show(self, actor: Actor, dialog: str) -> None:
        """Opens what is asked before waiving, or for another date; or closes it."""
        self.dialog, self.error = dialog if dialog in ("waive", "due", "again") else "", ""

    @rx.event
    @requires(Permission.forms_manage)
    async def remind(self, actor: Actor) -> None:
        """Reminds them now."""
        await perform(actor, actions.remind, submission_id=self._name())
        await self._after(actor, _("A reminder is on its way"))

    @rx.event
    @requires(Permission.forms_manage)
    async def resend(self, actor: Actor) -> None:
        """Sends it once more, with a new link."""
        await perform(actor, actions.resend, submission_id=self._name())
        await self._after(actor, _("It is sent again; the earlier link opens nothing any more"))

    @rx.event
    @requires(Permission.forms_manage)
    async def waive(self, actor: Actor, said: dict[str, Any]) -> None:
        """It need not be filled in any more."""
        try:
            waived = WaiveIn.model_validate({"why": said.get("why")})
        except ValidationError as wrong:
            self.error = first_problems(wrong)[0].message
            return
        await perform(actor, actions.waive, submission_id=self._name(), waived=waived)
        await self._after(actor, _("It is not awaited any more"))

    @rx.event
    @requires(Permission.forms_manage)
    async def set_due(self, actor: Actor, said: dict[str, Any]) -> None:
        """Another date, or none."""
        try:
            due = await look(actor, read_due, typed=str(said.get("due_at") or "")[:20])
        except Invalid as wrong:
            self.error = str(wrong)
            return
        await perform(actor, actions.set_due, submission_id=self._name(), due=due)
        await self._after(actor, _("It is due at another time now") if due.due_at else _("It is never overdue now"))

    @rx.event
    @requires(Permission.forms_manage)
    async def take(self, actor: Actor, key: str) -> None:
        """Keeps an answered address or number with the contact."""
        await perform(actor, actions.take_suggestion, submission_id=self._name(), key=key[:40])
        await self._after(actor, _("It is kept with the contact"))
