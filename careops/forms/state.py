"""The forms a business has, and the copies it asked for; live."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core import live, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.forms import queries as forms
from careops.forms.schemas import FormCounts, Status, SubmissionRow, TemplateRow
from careops.frame.state import actor_of, cookie_token, requires

SHOWN = 50
MOST_PAGES = 20
ANY = "any"
SHOWS = ("", ANY, *Status)
WORDS = {
    Status.pending: _("Pending"),
    Status.in_progress: _("In progress"),
    Status.overdue: _("Overdue"),
    Status.completed: _("Completed"),
    Status.waived: _("Waived"),
}

Names = Callable[[Session, Actor], dict[UUID, str]]
# What a form may be asked for after. Booking stands above forms and enters its types' names when the app is put together.
occasions: dict[str, Names] = {}


@dataclass(frozen=True)
class Template:
    """A form in the list."""

    id: str
    name: str
    asks: str
    after: str
    version: int
    active: bool
    href: str


@dataclass(frozen=True)
class Copy:
    """A copy somebody was asked for."""

    id: str
    form: str
    who: str
    initials: str
    tint: int
    href: str
    status: str
    status_words: str
    asked: str
    due: str


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see: the forms, or the copies of one status."""

    show: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Listed:
    """The asked list; the other one stays empty."""

    templates: list[Template]
    copies: list[Copy]
    more: bool
    counts: FormCounts


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """The asked list, and how many copies stand where."""
    templates, copies, more = _copies(db, actor, asked) if asked.show else _templates(db, actor, asked)
    return Listed(templates, copies, more, forms.counts(db, actor))


def _templates(db: Session, actor: Actor, asked: Asked) -> tuple[list[Template], list[Copy], bool]:
    names = {id: name for names_of in occasions.values() for id, name in names_of(db, actor).items()}
    read = partial(forms.templates, db, actor, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    public = forms.contact_form(db, actor)
    lines = [_template(row, ", ".join(names[id] for id in row.booking_types if id in names)) for row in page.items]
    if public:
        lines.insert(0, _template(public, _("Whoever writes to you on your contact page"), step="contact_form"))
    return lines, [], page.next_cursor is not None


def _template(row: TemplateRow, after: str, *, step: str = "forms") -> Template:
    return Template(
        id=str(row.id),
        name=row.name,
        asks=plural("{count} question", "{count} questions", len(row.fields)),
        after=after or _("Only when somebody sends it"),
        version=row.current,
        active=row.active,
        href=f"/app/onboarding?step={step}",
    )


def _copies(db: Session, actor: Actor, asked: Asked) -> tuple[list[Template], list[Copy], bool]:
    status = None if asked.show == ANY else Status(asked.show)
    read = partial(forms.submissions, db, actor, status=status, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    people = contacts.by_ids(db, actor, ids=(row.contact_id for row in page.items))
    here, links = business.profile(db, actor), actor.can(Permission.contacts_view)
    return [], [_copy(row, people[row.contact_id], here, links=links) for row in page.items], page.next_cursor is not None


def _copy(row: SubmissionRow, who: ContactRow, here: BusinessRow, *, links: bool) -> Copy:
    def said(moment: Any) -> str:
        return here.moment(moment) if moment else ""

    return Copy(
        id=str(row.id),
        form=row.form,
        who=who.name,
        initials=who.initials,
        tint=who.tint,
        href=f"/app/contacts/{who.id}" if links else "",
        status=row.status,
        status_words=WORDS[Status(row.status)],
        asked=said(row.created_at),
        due=said(row.due_at),
    )


class Forms(rx.State):
    """The list that is shown."""

    show: str = ""
    templates: list[Template] = []
    copies: list[Copy] = []
    more: bool = False
    counts: FormCounts = FormCounts()
    loaded: bool = False
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def live(self, actor: Actor) -> None:
        """Shows the list in the address and keeps it true; the clock makes copies overdue."""
        token, workspace = cookie_token(self), actor.workspace_id
        show = str(self.router.url.query_parameters.get("status", ""))
        async with self:
            if show != self.show:
                self.loaded = False
            self.show, self._pages = show if show in SHOWS else "", 1
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.forms_view):
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    async def _load(self, actor: Actor) -> None:
        asked = Asked(self.show, self._pages)
        found = await look(actor, listed, asked=asked)
        async with self:
            if asked != Asked(self.show, self._pages):
                return
            if found.templates != self.templates:
                self.templates = found.templates
            if found.copies != self.copies:
                self.copies = found.copies
            self.more, self.counts, self.loaded = found.more, found.counts, True

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)
