"""Who is visiting: which business, in which language, on whose clock, inside a frame or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from sqlmodel import Session

from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.rules import prefill_token
from careops.contacts.schemas import ContactRow
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.http import chosen_language, language_of
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.ui.public.times import Zone

COOKIE = "__Host-careops_zone" if settings.https else "careops_zone"
YEAR = 365 * 86_400

# Offered beside the business's own zone; the script adds the visitor's.
COMMON = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Paris",
    "Europe/Athens",
    "Europe/Moscow",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Auckland",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about the visitor that a page needs."""

    host: BusinessRow
    actor: Actor
    locale: str
    language: str  # the one the address asked for, if any
    timezone: str
    chosen: bool  # whether the visitor asked for this zone in the address
    embed: bool
    now: datetime
    query: Mapping[str, object]  # what the address of this page says
    known: ContactRow | None = None  # whoever came by their private link

    @property
    def me(self) -> str:
        """The private link they came by."""
        return prefill_token(self.known.id, self.known.email) if self.known else ""

    def address(self, path: str, **query: object) -> str:
        """An address of ours that keeps the visitor's zone, language and frame; what is empty is left out, a list is said in order."""
        kept = {name: value for name, value in (query | self.kept()).items() if value}
        return f"{path}?{urlencode(kept, doseq=True, safe=';=')}" if kept else path

    def kept(self) -> dict[str, str]:
        """What every link and form carries along."""
        told = {"tz": self.timezone if self.chosen else "", "lang": self.language, "embed": "1" if self.embed else "", "me": self.me}
        return {name: value for name, value in told.items() if value}

    def stranger(self) -> "Visit":
        """The same visit of somebody who did not come by a private link."""
        return replace(self, known=None)

    def alone(self) -> "Visit":
        """The same visit outside of anybody's frame."""
        return replace(self, known=None, embed=False)

    def time(self, moment: datetime) -> str:
        return when.time_text(moment, self.timezone, self.locale, self.host.hour_cycle)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the visitor's clock."""
        return clock.local(moment, self.timezone)

    def when(self, moment: datetime) -> str:
        """A moment as the visitor would say it: "Tomorrow 14:30"."""
        return when.moment_text(self.now, moment, self.timezone, self.locale, self.host.hour_cycle)

    def zone_said(self) -> str:
        """ "Lisbon time, now 13:42"."""
        return _("{zone} time, now {time}", self.locale, zone=when.zone_text(self.timezone, self.locale), time=self.time(self.now))

    def zones(self) -> list[Zone]:
        """The zones to choose from, the present one and the business's first."""
        names = dict.fromkeys([self.timezone, self.host.timezone, *COMMON])
        clocks = {name: when.time_text(self.now, name, self.locale, self.host.hour_cycle) for name in names}
        return [Zone(name, f"{when.zone_text(name, self.locale)} {clocks[name]}") for name in names]

    def remember(self, answer: Response) -> Response:
        """Keeps a zone that was chosen for the next visit."""
        if self.chosen:
            answer.set_cookie(COOKIE, self.timezone, max_age=YEAR, httponly=True, samesite="lax", secure=settings.https)
        return answer


def visit(db: Session, request: Request, slug: str, said: Mapping[str, str] | None = None) -> Visit:
    """The visit of an open business's page."""
    host = businesses.open_business(db, slug=slug)
    actor = Actor.customer(host.id)
    me = request.query_params.get("me", "")
    return of(request, host, actor, said, contacts.by_prefill(db, actor, token=me) if me else None)


def of(request: Request, host: BusinessRow, actor: Actor, said: Mapping[str, str] | None = None, known: ContactRow | None = None) -> Visit:
    """The visit of somebody we know already, such as the holder of a private link."""
    query = dict(request.query_params) | dict(said or {})
    asked = _zone(query.get("tz", ""))
    return Visit(
        host=host,
        actor=actor,
        locale=host.spoken(language_of(request, host.locale)),
        language=chosen_language(request),
        timezone=asked or _zone(request.cookies.get(COOKIE, "")) or host.timezone,
        chosen=bool(asked),
        embed=query.get("embed") == "1",
        now=clock.now(),
        query={name: request.query_params.getlist(name) for name in request.query_params},
        known=known,
    )


def _zone(name: str) -> str:
    try:
        return clock.zone(name).key if name else ""
    except ValueError:
        return ""


def book_path(host: BusinessRow, service: str = "") -> str:
    """The fixed address of the booking page, or of one service's."""
    return f"/book/{quote(host.slug)}" + (f"/{quote(service)}" if service else "")
