"""A file of another program on its way in: which program, what its columns and names are here, what would come of it, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import queries as booking
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.actions import importing
from careops.contacts.schemas import ImportOptions, ImportRow
from careops.contacts.state.importing import FileLine, Shown, file_line, mapping_of, shown_file
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here
from careops.importers import actions, queries
from careops.importers.rules.names import MAKE
from careops.importers.schemas import NameRow

MOST_NAMES = 60  # of services and of people each; for the rest counts what is done with missing ones
LEAVE = "leave"
AUTO = "bookings/auto"  # whose file it is shows in the file


@dataclass(frozen=True)
class NameLine:
    """A name in the file, and which of ours it is."""

    field: str
    name: str
    count: str
    choice: str


@dataclass(frozen=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class Asked:
    """What can be chosen about a file of bookings."""

    services: Sequence[NameLine] = ()
    providers: Sequence[NameLine] = ()
    our_services: Sequence[Option] = ()
    our_providers: Sequence[Option] = ()
    timezone: str = ""
    dates: str = ""
    make: bool = False
    remind: bool = False


def files(db: Session, actor: Actor) -> list[FileLine]:
    """The latest files, each at the page that is about such ones."""
    here = business.profile(db, actor)
    titles = {(one.what, one.origin): one.title for one in actions.origins()}
    return [
        file_line(row, _page(row), here, titles.get((row.what, row.origin), "")) for row in contacts.import_runs(db, actor, limit=20).items
    ]


def _page(row: ImportRow) -> str:
    return f"/app/import/{row.id}" if row.what == "bookings" else f"/app/contacts/import/{row.id}"


def asked_of(db: Session, actor: Actor, *, row: ImportRow) -> Asked:
    """What the file speaks of and what was chosen about it; asked while it can still be chosen."""
    choices = queries.choices_of(row.options, row.origin)
    names = queries.names(db, actor, import_id=row.id)
    return Asked(
        services=[_line("service", one) for one in names.services[:MOST_NAMES]],
        providers=[_line("provider", one) for one in names.providers[:MOST_NAMES]],
        our_services=[Option(str(one.id), one.name) for one in booking.booking_types(db, actor)],
        our_providers=[Option(str(one.id), one.name) for one in booking.providers(db, actor)],
        timezone=choices.timezone or business.profile(db, actor).timezone,
        dates=choices.dates,
        make=choices.missing == MAKE,
        remind=choices.remind,
    )


def _line(kind: str, row: NameRow) -> NameLine:
    return NameLine(f"{kind}:{row.name}", row.name, plural("{count} booking", "{count} bookings", row.count), row.choice)


def options_of(form: dict[str, Any], before: ImportOptions) -> ImportOptions:
    """What the page's form says; names it did not show keep what was chosen for them."""
    more: dict[str, Any] = {
        "missing": MAKE if form.get("make") else "refuse",
        "timezone": str(form.get("timezone", "")),
        "dates": str(form.get("dates", "")),
        "remind": bool(form.get("remind")),
    }
    for kind in ("service", "provider"):
        said = {key.removeprefix(f"{kind}:"): str(choice) for key, choice in form.items() if key.startswith(f"{kind}:")}
        kept = {name: choice for name, choice in before.more.get(f"{kind}s", {}).items() if name not in said}
        more[f"{kind}s"] = kept | {name: choice for name, choice in said.items() if choice}
    return ImportOptions.model_validate({"mapping": mapping_of(form), "known": "skip", "more": more})


class Moves(rx.State):
    """The files, and the one that is open."""

    lines: list[FileLine] = []
    loaded: bool = False
    shown: Shown = Shown()
    asked: Asked = Asked()
    missing: bool = False
    origin: str = AUTO
    errors: dict[str, str] = {}
    form_key: str = ""
    _asked_for: str = ""

    @rx.var
    def upload_to(self) -> str:
        """Where the file is sent."""
        return f"/api/v1/imports/{self.origin}/import"

    @rx.var
    def how(self) -> str:
        """Where the other program has its export."""
        return next((one.how for one in actions.origins() if f"{one.what}/{one.origin}" == self.origin), "")

    @rx.event(background=True)
    @requires(Permission.bookings_manage)
    async def live(self, actor: Actor) -> None:
        """Shows the files, or the one in the address, and how far it is."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async for member in while_here(self, actor, Permission.bookings_manage):
            await self._load(member, "" if asked == "import" else asked)

    async def _load(self, actor: Actor, asked: str) -> None:
        if not asked:
            lines = await look(actor, files)
            async with self:
                self.lines, self.loaded = lines, True
            return
        try:
            row = await look(actor, contacts.import_run, import_id=read_id(asked))
            fresh = await self._ask(actor, row)
        except NotFound:
            async with self:
                self.missing, self.loaded = True, True
            return
        async with self:
            self._show(row, fresh)

    async def _ask(self, actor: Actor, row: ImportRow) -> Asked | None:
        """What can be chosen, read from the file once for each choice that was made; None where nothing can be, or it is known."""
        if row.started_at is not None or row.status in ("waiting", "running") or self._asked_for == _version(row):
            return None
        return await look(actor, asked_of, row=row)

    def _show(self, row: ImportRow, fresh: Asked | None) -> None:
        shown = shown_file(row, self.errors)
        if shown != self.shown:
            self.shown = shown
        if fresh is not None:
            self.asked, self._asked_for, self.form_key = fresh, _version(row), _version(row)
        self.missing, self.loaded = False, True

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_origin(self, actor: Actor, origin: str) -> None:
        """Which program the next file comes from."""
        if origin in {AUTO, *(f"{one.what}/{one.origin}" for one in actions.origins())}:
            self.origin = origin

    @rx.event
    @requires(Permission.bookings_manage)
    async def arrived(self, actor: Actor) -> Any:
        """A file was sent: opens the latest, which is that one."""
        latest = await look(actor, files)
        return rx.redirect(latest[0].href) if latest else None

    @rx.event
    @requires(Permission.bookings_manage)
    async def look_over(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what was chosen and finds out what would come of it."""
        id = read_id(self.shown.id)
        row = await look(actor, contacts.import_run, import_id=id)
        self.errors = {}
        try:
            row = await perform(actor, importing.choose, import_id=id, options=options_of(form, row.options))
            fresh = await self._ask(actor, row)
            self._show(await perform(actor, importing.look_over, import_id=id), fresh)
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
        except Invalid as refusal:
            self.errors = {problem.field.removeprefix("more."): problem.message for problem in refusal.problems}
            self._show(row, None)

    @rx.event
    @requires(Permission.bookings_manage)
    async def bring_in(self, actor: Actor) -> None:
        """Brings the file in, as it was looked over."""
        self._show(await perform(actor, importing.bring_in, import_id=read_id(self.shown.id)), None)

    @rx.event
    @requires(Permission.bookings_manage)
    async def take_out(self, actor: Actor) -> None:
        """Undoes it."""
        self._show(await perform(actor, importing.take_out, import_id=read_id(self.shown.id)), None)

    @rx.event
    @requires(Permission.bookings_manage)
    async def forget(self, actor: Actor) -> Any:
        """Throws the file away."""
        await perform(actor, importing.forget_import, import_id=read_id(self.shown.id))
        await say(self, _("The file is gone"))
        return rx.redirect("/app/import")


def _version(row: ImportRow) -> str:
    return f"{row.id}:{crc32(row.options.model_dump_json().encode())}"
