"""The contact's page: one person, live; and what is told of them beside a conversation."""

from dataclasses import dataclass
from typing import Any, cast

import reflex as rx

from careops.contacts.rules import shown_phone
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.desk.actions import erase, merge, unmerge
from careops.desk.queries import contact_page, erase_preview, merge_preview, merges_of, next_visit, suggestions
from careops.desk.rules.erasing import UpcomingBookings
from careops.desk.rules.telling import LABELS, Topic
from careops.desk.schemas import ContactPage, VisitRow
from careops.desk.schemas.merging import Side
from careops.frame.state import Following, Palette, requires, say, while_here

MOST_PAGES = 40


class Desk(Following, rx.State):
    """Who is shown, and how much of what happened with them."""

    person: ContactPage = ContactPage()
    missing: bool = False
    topic: Topic = ""
    _asked: str = ""
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Loads the person in the address and keeps the page true while it is open."""
        async with self:
            asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
            self._asked, self.topic, self._pages = asked, "", 1
        async for member in while_here(self, actor, Permission.contacts_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        async def read(asked: tuple[str, Topic, int]) -> ContactPage:
            try:
                return await look(actor, contact_page, contact_id=read_id(asked[0]), topic=asked[1], pages=asked[2])
            except NotFound:
                return ContactPage()

        await self._show_newest(lambda: (self._asked, self.topic, self._pages), read, self._show)

    def _show(self, found: ContactPage) -> None:
        if found != self.person:
            self.person = found
        self.missing = not found.id

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def narrow(self, actor: Actor, topic: str) -> None:
        """Tells of one topic only, or of everything again."""
        async with self:
            self.topic, self._pages = (topic if topic in LABELS else ""), 1
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def show_older(self, actor: Actor) -> None:
        """What happened before that, below."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)


class Beside(rx.State):
    """What the person of the open conversation has before them."""

    contact: str = ""
    visit: VisitRow = VisitRow()

    @rx.event
    @requires(Permission.inbox)
    async def load(self, actor: Actor, contact_id: str) -> None:
        """Looks it up for whoever is shown."""
        self.visit = await look(actor, next_visit, contact_id=read_id(contact_id)) if contact_id else VisitRow()
        self.contact = contact_id


@dataclass(frozen=True)
class Pick:
    """One field in the merge's form: both words, and whose counts."""

    key: str
    label: str
    kept: str
    merged: str
    side: str


@dataclass(frozen=True)
class Alike:
    """Somebody who may be the same person, or who was merged in."""

    id: str
    name: str
    detail: str


class Identity(rx.State):
    """Who the person of the page is: may be somebody else too, was two before, is to be forgotten."""

    contact: str = ""
    alike: list[Alike] = []
    joined: list[Alike] = []
    doing: str = ""  # "merge" or "erase" while its dialog is open
    other: str = ""
    other_name: str = ""
    picks: list[Pick] = []
    moves: list[str] = []
    stricter: bool = False
    name: str = ""
    upcoming: int = 0
    problem: str = ""  # why the person was not erased
    _versions: tuple[int, int] = (0, 0)

    @rx.event
    @requires(Permission.contacts_view)
    async def load(self, actor: Actor, contact_id: str) -> None:
        """Looks for others who may be the same, and for merges that can be undone; a question about somebody else is gone."""
        id = read_id(contact_id)
        if contact_id != self.contact:
            self.doing = ""
        try:
            found = await look(actor, suggestions, contact_id=id)
        except NotFound:
            return
        merges = await look(actor, merges_of, contact_id=id)
        self.contact = contact_id
        self.alike = [Alike(str(one.id), one.name, " · ".join(filter(None, (one.email, shown_phone(one.phone), one.why)))) for one in found]
        self.joined = [
            Alike(str(one.id), one.merged_name, _("{who} merged them", who=one.actor_name)) for one in merges if one.undone_at is None
        ]

    @rx.event
    @requires(Permission.contacts_manage)
    async def start_merge(self, actor: Actor, other_id: str) -> None:
        """Shows what the merge would come to."""
        told = await look(actor, merge_preview, kept_id=read_id(self.contact), merged_id=read_id(other_id))
        self.other, self.other_name, self._versions = other_id, told.merged_name, (told.version, told.merged_version)
        self.picks = [
            Pick(
                one.key,
                one.label,
                one.kept or "–",
                one.merged or "–",
                "kept" if one.becomes == one.kept else "merged" if one.becomes == one.merged else "both",
            )
            for one in told.fields
            if one.differs
        ]
        self.moves = [f"{move.called}: {move.count}" for move in told.moves]
        self.stricter, self.doing = bool(told.stricter), "merge"

    @rx.event
    @requires(Permission.contacts_manage)
    async def merge(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Makes them one, with what was chosen."""
        sides: dict[str, Side] = {}
        for pick in self.picks:
            said = form.get(f"take:{pick.key}")
            if said in ("kept", "merged", "both"):
                sides[pick.key] = said
        kept, merged = self._versions
        await perform(
            actor, merge, kept_id=read_id(self.contact), merged_id=read_id(self.other), take=sides, version=kept, merged_version=merged
        )
        self.doing = ""
        await say(self, _("{name} is part of this contact now", name=self.other_name))
        return cast("Any", Identity).load(self.contact)

    @rx.event
    @requires(Permission.contacts_manage)
    async def unmerge(self, actor: Actor, merge_id: str) -> Any:
        """Makes them two again, and says what stayed."""
        done = await perform(actor, unmerge, kept_id=read_id(self.contact), merge_id=read_id(merge_id))
        await say(self, "; ".join(done.left) if done.left else _("They are two contacts again; everything went back"))
        return cast("Any", Identity).load(self.contact)

    @rx.event
    @requires(Permission.contacts_manage)
    async def start_erase(self, actor: Actor) -> None:
        """Shows how much there is of the person."""
        told = await look(actor, erase_preview, contact_id=read_id(self.contact))
        self.name, self.upcoming = told.name, told.upcoming
        self.moves = [f"{one.called}: {one.count}" for one in told.left if one.called != one.table]
        self.doing, self.problem = "erase", ""

    @rx.event
    @requires(Permission.contacts_manage)
    async def erase(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Forgets the person, if the name was typed."""
        try:
            await perform(
                actor, erase, contact_id=read_id(self.contact), name=str(form.get("name", ""))[:120], cancel=bool(form.get("cancel"))
            )
        except (Invalid, UpcomingBookings) as refusal:
            self.problem = refusal.problems[0].message if refusal.problems else refusal.message
            return None
        self.doing = ""
        palette = await self.get_state(Palette)
        palette.recent = [one for one in palette.recent if self.contact not in one.href and self.name not in one.title]
        await say(self, _("This person was erased"))
        return rx.redirect("/app/contacts")

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the dialog; nothing was changed."""
        self.doing = ""
