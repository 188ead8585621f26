"""A file of people on its way in: what its columns are, what would come of it, how far it is, and taking it out again."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries
from careops.contacts.actions import importing
from careops.contacts.schemas import ImportOptions, ImportRow, Report
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.clock import local
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

UPLOAD = "/api/v1/contacts/import"
STATES = {
    "uploaded": _("Not brought in yet"),
    "waiting": _("Begins in a moment"),
    "running": _("Under way"),
    "done": _("Brought in"),
    "failed": _("Stopped"),
    "undone": _("Taken out again"),
}
TONES = {"done": "ok", "failed": "danger", "waiting": "info", "running": "info"}
ICONS = {
    "uploaded": "circle-dashed",
    "waiting": "clock",
    "running": "play",
    "done": "check",
    "failed": "triangle-alert",
    "undone": "redo-2",
}
OUTCOMES = {
    "look": (_("would be new"), _("would change"), _("would stay as they are"), _("cannot be read")),
    "run": (_("new"), _("changed"), _("stayed as they are"), _("could not be read")),
    "undo": (_("removed"), _("put back"), _("kept, because somebody changed them since"), ""),
}
RUNNING = {
    "look": _("Looking over row {done} of {total}"),
    "run": _("Bringing in row {done} of {total}"),
    "undo": _("Taking out row {done} of {total}"),
}


@dataclass(frozen=True)
class Count:
    """So many rows came to that."""

    number: int
    words: str


@dataclass(frozen=True)
class Problem:
    """A row that is not brought in."""

    row: str
    reason: str


@dataclass(frozen=True)
class Place:
    """Something we keep, and the column it is taken from."""

    key: str
    name: str
    label: str
    column: str
    samples: str
    error: str = ""


@dataclass(frozen=True)
class FileLine:
    """A file in the list."""

    href: str
    name: str
    detail: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Shown:
    """The file that is open."""

    id: str = ""
    name: str = ""
    state: str = ""
    tone: str = ""
    icon: str = ""
    busy: bool = False
    progress: str = ""
    done: int = 0
    total: int = 0
    open: bool = False
    looked: bool = False
    ran: bool = False
    known: str = "fill"
    tags: str = ""
    basis: str = ""
    failed: str = ""
    refused: str = ""
    columns: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    may_look: bool = False
    may_run: bool = False
    may_undo: bool = False


def files(db: Session, actor: Actor) -> list[FileLine]:
    """The latest files."""
    here = business.profile(db, actor)
    return [
        file_line(row, f"/app/contacts/import/{row.id}", here) for row in queries.import_runs(db, actor, what="contacts", limit=20).items
    ]


def file_line(row: ImportRow, href: str, here: BusinessRow, *before: str) -> FileLine:
    """A file as lists show it: when it was sent, by whom, and how far it is."""
    day = when.date_text(local(row.created_at, here.timezone).date(), here.spoken(), year=True)
    detail = " · ".join(filter(None, (*before, day, row.actor_name)))
    return FileLine(href, row.file_name, detail, STATES[row.status], TONES.get(row.status, ""), ICONS[row.status])


def mapping_of(form: dict[str, Any]) -> dict[str, str]:
    """Which column each thing is taken from, as the form of the columns says."""
    return {key.removeprefix("map:"): str(column) for key, column in form.items() if key.startswith("map:") and column}


def shown_file(row: ImportRow, errors: dict[str, str]) -> Shown:
    """A run as its page shows it: the latest that was found out, and what can be done next."""
    busy = row.status in ("waiting", "running")
    task = "undo" if row.undone else "run" if row.ran else "look" if row.looked else ""
    report = row.undone or row.ran or row.looked or Report()
    samples = {column.name: ", ".join(column.samples) for column in row.columns}
    begun = row.started_at is not None
    stopped = row.status == "failed"
    return Shown(
        id=str(row.id),
        name=row.file_name,
        state=STATES[row.status],
        tone=TONES.get(row.status, ""),
        icon=ICONS[row.status],
        busy=busy,
        progress=_(RUNNING[row.task], done=f"{row.done:,}", total=f"{row.total:,}"),
        done=row.done,
        total=row.total,
        open=not begun and not busy,
        looked=row.looked is not None,
        ran=begun,
        known=row.options.known,
        tags=", ".join(row.options.tags),
        basis=row.options.basis,
        failed=report.failed if stopped else "",
        refused=f"/api/v1/contacts/imports/{row.id}/refused" if begun and report.counts.refused else "",
        columns=[column.name for column in row.columns],
        places=[_place(target.key, target.label, row, samples, errors) for target in row.targets],
        counts=_counts(task, report),
        problems=[Problem(str(problem.number), problem.reason) for problem in report.problems[:100]],
        may_look=not begun and not busy,
        may_run=not busy and (row.status == "uploaded" or (stopped and row.task != "undo")),
        may_undo=not busy and (row.status == "done" or (stopped and begun)),
    )


def _place(key: str, label: str, row: ImportRow, samples: dict[str, str], errors: dict[str, str]) -> Place:
    column = row.options.mapping.get(key, "")
    return Place(key, f"map:{key}", label, column, samples.get(column, ""), errors.get(f"mapping.{key}", ""))


def _counts(task: str, report: Report) -> list[Count]:
    if not task:
        return []
    numbers = (report.counts.made, report.counts.changed, report.counts.known, report.counts.refused)
    return [Count(number, words) for number, words in zip(numbers, OUTCOMES[task], strict=True) if words]


class Imports(rx.State):
    """The files, and the one that is open."""

    lines: list[FileLine] = []
    loaded: bool = False
    shown: Shown = Shown()
    missing: bool = False
    upload_to: str = UPLOAD
    errors: dict[str, str] = {}

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Shows the files, or the one in the address, and how far it is."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async for member in while_here(self, actor, Permission.contacts_view):
            await self._load(member, "" if asked == "import" else asked)

    async def _load(self, actor: Actor, asked: str) -> None:
        if not asked:
            lines = await look(actor, files)
            async with self:
                self.lines, self.loaded = lines, True
            return
        try:
            row = await look(actor, queries.import_run, import_id=read_id(asked))
        except NotFound:
            async with self:
                self.missing, self.loaded = True, True
            return
        async with self:
            self._show(row)

    def _show(self, row: ImportRow) -> None:
        shown = shown_file(row, self.errors)
        if shown != self.shown:
            self.shown = shown
        self.missing, self.loaded = False, True

    @rx.event
    @requires(Permission.contacts_manage)
    async def arrived(self, actor: Actor) -> Any:
        """A file was sent: opens the latest, which is that one."""
        latest = await look(actor, queries.import_runs, what="contacts", limit=1)
        return rx.redirect(f"/app/contacts/import/{latest.items[0].id}") if latest.items else None

    @rx.event
    @requires(Permission.contacts_manage)
    async def look_over(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what was chosen and finds out what would come of it."""
        mapping = mapping_of(form)
        tags = [word.strip() for word in str(form.get("tags", "")).split(",") if word.strip()]
        self.errors = {}
        try:
            options = ImportOptions.model_validate(
                {"mapping": mapping, "known": form.get("known", "fill"), "tags": tags, "basis": str(form.get("basis", ""))}
            )
            id = read_id(self.shown.id)
            await perform(actor, importing.choose, import_id=id, options=options)
            self._show(await perform(actor, importing.look_over, import_id=id))
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
        except Invalid as refusal:
            self.errors = {problem.field: problem.message for problem in refusal.problems}
            self._show(await look(actor, queries.import_run, import_id=read_id(self.shown.id)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def bring_in(self, actor: Actor) -> None:
        """Brings the file in, as it was looked over."""
        self._show(await perform(actor, importing.bring_in, import_id=read_id(self.shown.id)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def take_out(self, actor: Actor) -> None:
        """Undoes it."""
        self._show(await perform(actor, importing.take_out, import_id=read_id(self.shown.id)))

    @rx.event
    @requires(Permission.contacts_manage)
    async def forget(self, actor: Actor) -> Any:
        """Throws the file away."""
        await perform(actor, importing.forget_import, import_id=read_id(self.shown.id))
        await say(self, _("The file is gone"))
        return rx.redirect("/app/contacts/import")
