"""The deliveries, live: filtered by the address, one opened beside the list."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here
from careops.inbox import actions, queries
from careops.inbox.queries.deliveries import TROUBLE, Which
from careops.inbox.schemas import AttemptRow
from careops.inbox.state.drawing import Letter, letter

PAGE = 50
FILTERS = ("state", "channel", "account", "contact", "since", "until")
OUTCOMES = {
    "accepted": (_("Taken"), "ok", "check"),
    "rejected": (_("Refused"), "danger", "triangle-alert"),
    "retry_later": (_("Not now"), "warn", "clock"),
    "unknown": (_("No answer"), "warn", "circle-help"),
}


BLANK = Letter(id="", href="", recipient="", subject="", at="", state="", tone="", icon="", reason="", via="", can_retry=False)


@dataclass(frozen=True)
class Attempt:
    """One hand-over as it is drawn."""

    at: str
    via: str
    outcome: str
    tone: str
    icon: str
    reason: str
    took: str


@dataclass(frozen=True)
class Choice:
    """An account to filter by."""

    value: str
    label: str


@dataclass(frozen=True)
class Opened:
    """The delivery beside the list."""

    id: str = ""
    letter: Letter = BLANK
    channel: str = ""
    next: str = ""
    can_cancel: bool = False
    attempts: list[Attempt] = field(default_factory=list[Attempt])


@dataclass(frozen=True)
class Listed:
    """The deliveries that fit, the accounts there are, and the one that is open."""

    letters: list[Letter] = field(default_factory=list[Letter])
    more: bool = False
    accounts: list[Choice] = field(default_factory=list[Choice])
    open: Opened = Opened()


def shown(db: Session, actor: Actor, *, asked: Mapping[str, str], length: int) -> Listed:
    """What the address asks for."""
    here, moment = business.profile(db, actor), clock.now()
    page = queries.deliveries(db, actor, **wanted(asked, here), limit=min(length, 200))
    opened = asked.get("open", "")
    return Listed(
        letters=[_linked(letter(row, here, moment, opened), asked) for row in page.items],
        more=page.next_cursor is not None,
        accounts=[Choice(str(row.id), row.label) for row in channels.listing(db, actor)],
        open=_opened(db, actor, here, moment, opened),
    )


def wanted(asked: Mapping[str, str], here: BusinessRow) -> dict[str, Any]:
    """The filters of an address as a query takes them; what makes no sense is left out."""
    state, channel = asked.get("state", ""), asked.get("channel", "")
    return {
        "state": cast(Which, state) if state in get_args(Which) else None,
        "channel": channel if channel in ("email", "sms") else None,
        "integration_id": _id(asked.get("account", "")),
        "contact_id": _id(asked.get("contact", "")),
        "since": _day(asked.get("since", ""), here),
        "until": _day(asked.get("until", ""), here, after=1),
    }


def _id(typed: str) -> UUID | None:
    try:
        return read_id(typed) if typed else None
    except NotFound:
        return UUID(int=0)  # no such thing: nothing fits


def _day(typed: str, here: BusinessRow, *, after: int = 0) -> datetime | None:
    try:
        return datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=clock.zone(here.timezone)) + timedelta(days=after)
    except ValueError:
        return None


def _linked(drawn: Letter, asked: Mapping[str, str]) -> Letter:
    """It opens beside the list it stands in."""
    return cast("Letter", _with(drawn, href="/app/deliveries?" + urlencode({**_filters(asked), "open": drawn.id})))


def _with(drawn: Letter, **changed: str) -> Letter:
    return Letter(**{**drawn.__dict__, **changed})


def _filters(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in FILTERS if asked.get(name)}


def _opened(db: Session, actor: Actor, here: BusinessRow, moment: datetime, asked: str) -> Opened:
    try:
        row = queries.delivery(db, actor, delivery_id=read_id(asked)) if asked else None
    except NotFound:
        return Opened()
    if row is None:
        return Opened()

    def at(then: datetime | None) -> str:
        return here.moment(then, moment) if then else ""

    def drawn(one: AttemptRow) -> Attempt:
        words, tone, icon = OUTCOMES[one.outcome]
        return Attempt(at(one.at), one.via, words, tone, icon, one.reason, _("{seconds} s", seconds=f"{one.milliseconds / 1000:.1f}"))

    return Opened(
        id=asked,
        letter=letter(row, here, moment),
        channel=_("Text message") if row.channel == "sms" else _("Email"),
        next=at(row.due_at) if row.due_at and row.due_at > moment else "",
        can_cancel=row.state == "queued",
        attempts=[drawn(one) for one in queries.attempts(db, actor, delivery_id=row.id)],
    )


class Deliveries(Following, rx.State):
    """Every letter and text and how it stands."""

    shown: Listed = Listed()
    asked: dict[str, str] = dict.fromkeys(FILTERS, "")
    loaded: bool = False
    closing: str = "/app/deliveries"
    _length: int = PAGE

    @rx.event(background=True)
    @requires(Permission.deliveries)
    async def live(self, actor: Actor) -> None:
        """Shows the view in the address and keeps it true."""
        given = self.router.url.query_parameters
        asked = {name: str(given.get(name, ""))[:60] for name in (*FILTERS, "open")}
        async with self:
            self.asked, self._length = asked, PAGE
            self.closing = "/app/deliveries?" + urlencode(_filters(asked))
        async for member in while_here(self, actor, Permission.deliveries):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        def read(asked: tuple[dict[str, str], int]) -> Awaitable[Listed]:
            return look(actor, shown, asked=asked[0], length=asked[1])

        await self._show_newest(lambda: (dict(self.asked), self._length), read, self._show)

    def _show(self, found: Listed) -> None:
        if found != self.shown or not self.loaded:
            self.shown, self.loaded = found, True

    @rx.event(background=True)
    @requires(Permission.deliveries)
    async def show_more(self, actor: Actor) -> None:
        """More letters below."""
        async with self:
            self._length += PAGE
        await self._load(actor)

    @rx.event
    @requires(Permission.deliveries)
    async def narrow(self, actor: Actor, name: str, value: str) -> Any:
        """One filter more, or another; the address says which, so that it can be shared."""
        chosen = {**_filters(self.asked), str(name): str(value)[:60]}
        return rx.redirect("/app/deliveries?" + urlencode(_filters(chosen)))

    @rx.event
    @requires(Permission.deliveries)
    async def retry(self, actor: Actor, id: str) -> None:
        """Sends a failed letter again."""
        await perform(actor, actions.retry, delivery_id=read_id(id))
        await say(self, _("Sending again"))

    @rx.event
    @requires(Permission.deliveries)
    async def retry_all(self, actor: Actor) -> None:
        """Sends again all that failed and fits the filters."""
        here = await look(actor, business.profile)
        filters = wanted(self.asked, here)
        filters["state"] = filters["state"] if filters["state"] in TROUBLE else None
        done = await perform(actor, actions.retry_all, **filters)
        await say(self, plural("{count} is sent again", "{count} are sent again", done.count))

    @rx.event
    @requires(Permission.deliveries)
    async def cancel(self, actor: Actor, id: str) -> None:
        """Takes back what has not left yet."""
        await perform(actor, actions.cancel, delivery_id=read_id(id))
        await say(self, _("Taken back"))
