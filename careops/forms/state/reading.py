"""What the builder's page reads of a form."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session

from careops.business import queries as business
from careops.business.rules.sharing import frame_lines
from careops.contacts import queries as contacts
from careops.contacts.schemas import FieldRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now, today
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.forms import queries, rules
from careops.forms.queries import counting
from careops.forms.rules.keeping import CUSTOM
from careops.forms.rules.reading import Setting
from careops.forms.schemas import FormField, TemplateRow
from careops.forms.state import words
from careops.forms.state.listed import occasions
from careops.forms.state.words import Pair


@dataclass(frozen=True)
class Head:
    """The form around its questions."""

    id: str = ""
    name: str = ""
    intro: str = ""
    thanks: str = ""
    public: bool = False
    active: bool = True
    published: int = 1
    drafting: bool = False
    drafted: str = ""
    due_hours: str = ""
    remind_hours: str = ""
    send_copy: bool = True
    after: str = ""
    chasing: str = ""
    services: list[Pair] = field(default_factory=list[Pair])
    business: str = ""
    mark: str = ""
    url: str = ""
    lines: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """What publishing does to one question."""

    what: str
    label: str
    parts: str


@dataclass(frozen=True)
class VersionLine:
    """An earlier version."""

    number: int
    said: str
    current: bool


@dataclass(frozen=True)
class Loaded:
    """The form, the words around it, the contact's own fields, and what answers are read with."""

    row: TemplateRow
    head: Head
    customs: list[Pair]
    own: dict[str, FieldRow]
    country: str
    today: date

    def setting(self) -> Setting:
        """What the preview's answers are read with."""
        return Setting(self.country, self.today, now())


def loaded(db: Session, actor: Actor, *, template_id: UUID) -> Loaded:
    """Everything the builder shows of one form."""
    row, here = queries.get(db, actor, template_id=template_id), business.profile(db, actor)
    names = {id: name for names_of in occasions.values() for id, name in names_of(db, actor).items()}
    public = row.kind == "contact"
    after = ", ".join(names[id] for id in row.booking_types if id in names)
    head = Head(
        id=str(row.id),
        name=row.name,
        intro=row.intro,
        thanks=row.thanks,
        public=public,
        active=row.active,
        published=row.current,
        drafting=row.draft is not None,
        drafted=here.moment(row.draft_at) if row.draft_at else "",
        due_hours=str(row.due_hours),
        remind_hours=str(row.remind_hours),
        send_copy=row.send_copy,
        after=_after(after, public=public),
        chasing="" if public else chased(row),
        services=[] if public else [Pair(str(id), name, id in row.booking_types) for id, name in names.items()],
        business=here.name,
        mark=here.mark,
        url=here.contact_url if public else "",
        lines=frame_lines(here.contact_url, _("Write to {business}", here.locale, business=here.name)) if public else "",
    )
    own = {one.key: one for one in contacts.fields(db, Actor.system(actor.workspace))}
    customs = [Pair(CUSTOM + one.key, one.label) for one in own.values()] if actor.can(Permission.contacts_view) else []
    return Loaded(row, head, customs, own, here.country, today(here.timezone))


def _after(after: str, *, public: bool) -> str:
    if public:
        return _("Whoever opens your contact page is asked this.")
    return _("After booking {services}.", services=after) if after else _("Only when somebody sends it, or a rule does.")


def chased(row: TemplateRow) -> str:
    """When it is due, and when it is reminded of."""
    due = plural("Due {count} hour after it is asked", "Due {count} hours after it is asked", row.due_hours)
    if not row.remind_hours:
        return _("{due}, without a reminder.", due=due)
    before = plural("{count} hour before", "{count} hours before", row.remind_hours)
    return _("{due}, with a reminder {before}.", due=due, before=before)


def publishing(db: Session, actor: Actor, *, template_id: UUID, fields: list[FormField]) -> tuple[list[ChangeLine], str]:
    """What publishing would change, and for whom."""
    row = queries.get(db, actor, template_id=template_id)
    found = [
        ChangeLine(words.CHANGES[change.what], change.label, ", ".join(words.PARTS[part] for part in change.parts if part in words.PARTS))
        for change in rules.changes(row.fields, fields)
    ]
    waiting, _done = counting.by_form(db, actor, ids=[template_id]).get(template_id, (0, 0))
    if not waiting:
        return found, _("Nobody is filling it in at the moment. From now on everybody is asked the new version.")
    people = plural(
        "{count} person goes on with version {number}", "{count} people go on with version {number}", waiting, number=row.current
    )
    return found, _("{people}. Whoever is asked from now on gets the new one.", people=people)


def earlier(db: Session, actor: Actor, *, template_id: UUID) -> list[VersionLine]:
    """Every version, newest first."""
    row, here = queries.get(db, actor, template_id=template_id), business.profile(db, actor)
    return [_version(one.number, len(one.fields), one.actor_name, here.moment(one.created_at), row.current)
            for one in queries.versions(db, actor, template_id=template_id)]  # fmt: skip


def _version(number: int, asks: int, who: str, at: str, current: int) -> VersionLine:
    questions = plural("{count} question", "{count} questions", asks)
    return VersionLine(number, " · ".join(part for part in (questions, who, at) if part), number == current)
