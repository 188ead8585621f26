"""What one person allows, on their page and beside their conversation, and writing down what they said."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import actions, queries
from careops.contacts.schemas import ConsentIn, ConsentRow, ConsentsRow, LiftIn
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

WAYS = {"email": _("Email"), "sms": _("Text")}
KINDS = {"service": _("bookings"), "marketing": _("offers"), "all": _("everything")}
BLOCKS = {
    "opted_out": _("They opted out"),
    "erased": _("This address was erased"),
    "complained": _("They marked a message as spam"),
    "bounced": _("Messages bounced"),
    "invalid": _("The address was refused"),
}
SOURCES = {
    "keyword": _("They wrote it"),
    "link": _("On their own page"),
    "form": _("On a form"),
    "staff": _("Written down by {who}"),
    "api": _("By the API"),
    "import": _("Brought in from a list"),
    "provider": _("Told by the provider"),
}


@dataclass(frozen=True)
class Standing:
    """One channel and purpose, and whether it may be sent."""

    label: str
    words: str
    allowed: bool


@dataclass(frozen=True)
class Block:
    """An address nothing goes to."""

    id: str
    label: str
    why: str


@dataclass(frozen=True)
class Word:
    """One line of the ledger."""

    what: str
    allowed: bool
    wording: str
    how: str


@dataclass(frozen=True)
class Reach:
    """All of it, ready to be shown."""

    contact: str = ""
    standings: list[Standing] = field(default_factory=list[Standing])
    blocks: list[Block] = field(default_factory=list[Block])
    words: list[Word] = field(default_factory=list[Word])
    suspected: str = ""
    suspected_way: str = ""


def reach(db: Session, actor: Actor, *, contact_id: str) -> Reach:
    """What that person allows, in words."""
    row = queries.consents(db, actor, contact_id=read_id(contact_id))
    who = queries.get(db, actor, contact_id=row.contact_id)
    here = business.profile(db, actor)
    return Reach(
        contact=contact_id,
        standings=_standings(row, {way for way, address in (("email", who.email), ("sms", who.phone)) if address}),
        blocks=[Block(str(b.id), WAYS[b.channel], BLOCKS[b.reason]) for b in row.suppressions],
        words=[_word(entry, here) for entry in row.entries],
        suspected=row.suspected,
        suspected_way=WAYS.get(row.suspected_channel, ""),
    )


def _standings(row: ConsentsRow, reached: set[str]) -> list[Standing]:
    """For the ways in which they can be reached at all."""
    blocked = {block.channel for block in row.suppressions}
    found: list[Standing] = []
    for one in row.standings:
        if one.channel not in reached:
            continue
        may = one.allowed and one.channel not in blocked
        words = _("May be sent") if may else (_("Blocked") if one.allowed else (_("Not wanted") if one.said else _("Not asked for")))
        found.append(Standing(_("{way}, {kind}", way=WAYS[one.channel], kind=KINDS[one.purpose]), words, may))
    return found


def _word(entry: ConsentRow, here: BusinessRow) -> Word:
    at = here.moment(entry.at)
    how = _(SOURCES.get(entry.source, entry.source), who=entry.actor_name or "CareOps")
    what = _("{way}, {kind}", way=WAYS[entry.channel], kind=KINDS[entry.purpose])
    return Word(what, entry.allowed, entry.wording, f"{how} · {at}")


class Consents(rx.State):
    """The person who is shown, and the two small forms."""

    shown: Reach = Reach()
    form: str = ""
    block: str = ""
    errors: dict[str, str] = {}

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Loads the person in the address and keeps it true while their page is open."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async for member in while_here(self, actor, Permission.contacts_view):
            found = await _found(member, asked)
            async with self:
                if found != self.shown:
                    self.shown = found

    @rx.event
    @requires(Permission.contacts_view)
    async def load(self, actor: Actor, contact_id: str) -> None:
        """Looks it up for whoever is shown beside other work."""
        self.shown = await _found(actor, str(contact_id))

    @rx.event(background=True)
    @requires()
    async def follow_along(self, actor: Actor) -> None:
        """Keeps whoever is shown beside other work true while that page is open; who may not see contacts is shown nobody."""
        async for member in while_here(self, actor, Permission.contacts_view):
            async with self:
                asked = self.shown.contact
            found = await _found(member, asked)
            async with self:
                if self.shown.contact == asked and found != self.shown:
                    self.shown = found

    @rx.event
    @requires(Permission.contacts_manage)
    async def start(self, actor: Actor) -> None:
        """Opens the form for what they said."""
        self.form, self.errors = "say", {}

    @rx.event
    @requires(Permission.contacts_manage)
    async def start_lifting(self, actor: Actor, block: str) -> None:
        """Opens the form for why an address may be written to again."""
        self.form, self.block, self.errors = "lift", str(block), {}

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nothing was changed."""
        self.form = ""

    @rx.event
    @requires(Permission.contacts_manage)
    async def keep(self, actor: Actor, form: dict[str, Any]) -> None:
        """Writes down what they said."""
        try:
            said = ConsentIn.model_validate(
                {
                    "channel": form.get("channel"),
                    "purpose": form.get("purpose"),
                    "allowed": form.get("allowed") == "yes",
                    "wording": form.get("wording", ""),
                }
            )
        except ValidationError as wrong:
            self.errors = {p.field: p.message for p in first_problems(wrong)}
            return
        await perform(actor, actions.consent, contact_id=read_id(self.shown.contact), source="staff", **said.model_dump())
        await self._done(actor, _("Written down"))

    @rx.event
    @requires(Permission.contacts_manage)
    async def lift(self, actor: Actor, form: dict[str, Any]) -> None:
        """Lets an address be written to again."""
        try:
            reason = LiftIn.model_validate({"reason": form.get("reason", "")}).reason
        except ValidationError as wrong:
            self.errors = {p.field: p.message for p in first_problems(wrong)}
            return
        contact, block = read_id(self.shown.contact), read_id(self.block)
        await perform(actor, actions.lift, contact_id=contact, suppression_id=block, reason=reason)
        await self._done(actor, _("This address may be written to again"))

    @rx.event
    @requires(Permission.contacts_manage)
    async def settle(self, actor: Actor, stop: bool) -> None:
        """Takes their words for an opt-out, or for something else."""
        await perform(actor, actions.settle_suspicion, contact_id=read_id(self.shown.contact), stop=bool(stop))
        await self._done(actor, _("They get no more such messages") if stop else _("Nothing was changed"))

    async def _done(self, actor: Actor, told: str) -> None:
        self.form, self.errors = "", {}
        self.shown = await _found(actor, self.shown.contact)
        await say(self, told)


async def _found(actor: Actor, contact: str) -> Reach:
    """Blank for who is not there."""
    try:
        return await look(actor, reach, contact_id=contact) if contact else Reach()
    except NotFound:
        return Reach()
