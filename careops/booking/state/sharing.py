"""What the owner gives away: links, the lines for another site, and codes to print."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.business import queries as businesses
from careops.business.rules.sharing import frame_lines
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.i18n import text as _
from careops.frame.state import requires
from careops.ui import qr


@dataclass(frozen=True)
class Shared:
    """One public page: its address, the lines that put it into another site, and its code as two kinds of picture."""

    value: str = ""
    label: str = ""
    url: str = ""
    snippet: str = ""
    svg: str = ""
    png: str = ""
    file: str = ""


@dataclass(frozen=True)
class Screen:
    """The whole page; and whether anybody can come yet."""

    open: bool
    pages: list[Shared]


def screen(db: Session, actor: Actor) -> Screen:
    """The business's own pages first, then each service's."""
    host = businesses.profile(db, actor)
    services = bookings.booking_types(db, actor, active=True)
    pages = [_shared(host, "all", _("All services"), host.booking_url), _shared(host, "-contact", _("Contact page"), host.contact_url)]
    return Screen(
        host.status == "active", pages + [_shared(host, row.slug, row.name, f"{host.booking_url}/{row.slug}") for row in services]
    )


def _shared(host: BusinessRow, key: str, name: str, url: str) -> Shared:
    if url == host.contact_url:
        title = _("Write to {business}", host.locale, business=host.name)
    else:
        title = _("Book a time with {business}", host.locale, business=host.name)
    return Shared(key, name, url, frame_lines(url, title), qr.svg_address(url), qr.png_address(url), f"{host.slug}-{key}")


class Sharing(rx.State):
    """The pages to share, and which one is looked at."""

    loaded: bool = False
    open: bool = False
    pages: list[Shared] = []
    chosen: Shared = Shared()

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Fills the page in; the one that is looked at stays."""
        found = await look(actor, screen)
        self.open, self.pages, self.loaded = found.open, found.pages, True
        self.chosen = next((one for one in found.pages if one.value == self.chosen.value), found.pages[0])

    @rx.event
    @requires(Permission.settings)
    async def choose(self, actor: Actor, key: str) -> None:
        """Looks at another page's link, lines and code."""
        self.chosen = next((one for one in self.pages if one.value == key), self.chosen)
