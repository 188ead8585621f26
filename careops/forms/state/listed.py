"""The forms a business has and the copies it asked for, as their list shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.business import queries as business
from careops.business.rules import PRESETS
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core import paging
from careops.core.actor import Actor
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.forms import queries as forms
from careops.forms.queries import counting
from careops.forms.schemas import FieldKind, FormCounts, FormField, Status, SubmissionRow, TemplateIn, TemplateRow
from careops.forms.state.words import Pair

SHOWN = 50
ANY = "any"
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
    drafting: bool = False
    waiting: int = 0
    done: int = 0


@dataclass(frozen=True)
class Starter:
    """A form of the trade to begin with."""

    key: str
    name: str
    asks: str


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
    form: str = ""
    person: str = ""
    q: str = ""


@dataclass(frozen=True)
class Listed:
    """The asked list; the other one stays empty."""

    templates: list[Template]
    copies: list[Copy]
    more: bool
    counts: FormCounts
    known: list[Pair]
    named: str = ""


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """The asked list, and how many copies stand where; beside copies the forms they may be narrowed to."""
    counts = forms.counts(db, actor)
    if not asked.show:
        return Listed(*_templates(db, actor, asked), counts, [])
    named = contacts.by_ids(db, actor, ids=[read_id(asked.person)]) if asked.person else {}
    known = [Pair(str(row.id), row.name) for row in forms.templates(db, actor, limit=paging.MOST).items]
    public = forms.contact_form(db, actor)
    known = [Pair("", _("All forms")), *([Pair(str(public.id), public.name)] if public else []), *known]
    return Listed(*_copies(db, actor, asked), counts, known, next((who.name for who in named.values()), ""))


def _templates(db: Session, actor: Actor, asked: Asked) -> tuple[list[Template], list[Copy], bool]:
    names = {id: name for names_of in occasions.values() for id, name in names_of(db, actor).items()}
    read = partial(forms.templates, db, actor, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    public = forms.contact_form(db, actor)
    found = counting.by_form(db, actor, ids=[row.id for row in page.items])
    lines = [
        _template(row, ", ".join(names[id] for id in row.booking_types if id in names), *found.get(row.id, (0, 0))) for row in page.items
    ]
    if public:
        lines.insert(0, _template(public, _("Whoever writes to you on your contact page")))
    return lines, [], page.next_cursor is not None


def _template(row: TemplateRow, after: str, waiting: int = 0, done: int = 0) -> Template:
    return Template(
        id=str(row.id),
        name=row.name,
        asks=plural("{count} question", "{count} questions", row.asks),
        after=after or _("Only when somebody sends it"),
        version=row.current,
        active=row.active,
        href=f"/app/forms/{row.id}",
        drafting=row.draft is not None,
        waiting=waiting,
        done=done,
    )


def starters(db: Session, actor: Actor) -> list[Starter]:
    """The forms the business's trade begins with."""
    preset = PRESETS.get(business.profile(db, actor).trade)
    asked = preset.forms if preset else ()
    return [Starter(one.key, one.name, plural("{count} question", "{count} questions", len(one.questions))) for one in asked]


def starter(db: Session, actor: Actor, *, key: str) -> TemplateIn:
    """A form to begin with: one of the trade's, or a single question."""
    preset = PRESETS.get(business.profile(db, actor).trade)
    for one in preset.forms if preset else ():
        if one.key == key:
            said = (
                {"key": q.key, "kind": q.kind, "label": q.label, "required": q.required, "help": q.help, "options": q.options}
                for q in one.questions
            )
            return TemplateIn(name=one.name, fields=[FormField.model_validate(question) for question in said])
    return TemplateIn(name=_("New form"), fields=[FormField(key="question", kind=FieldKind.text, label=_("New question"))])


def _copies(db: Session, actor: Actor, asked: Asked) -> tuple[list[Template], list[Copy], bool]:
    status = None if asked.show == ANY else Status(asked.show)
    only = {"template_id": asked.form, "contact_id": asked.person}
    narrowed: dict[str, Any] = {name: read_id(id) for name, id in only.items() if id}
    read = partial(forms.submissions, db, actor, status=status, q=asked.q, limit=SHOWN, **narrowed)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    people = contacts.by_ids(db, actor, ids=(row.contact_id for row in page.items))
    here = business.profile(db, actor)
    return [], [_copy(row, people[row.contact_id], here) for row in page.items], page.next_cursor is not None


def _copy(row: SubmissionRow, who: ContactRow, here: BusinessRow) -> Copy:
    def said(moment: Any) -> str:
        return here.moment(moment) if moment else ""

    return Copy(
        id=str(row.id),
        form=row.form,
        who=who.name,
        initials=who.initials,
        tint=who.tint,
        href=f"/app/forms/submissions/{row.id}",
        status=row.status,
        status_words=WORDS[Status(row.status)],
        asked=said(row.created_at),
        due=said(row.due_at),
    )
