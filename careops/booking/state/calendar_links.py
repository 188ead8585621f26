"""Calendars in other programs in words: the links that are read there, the calendars that are read here."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas.calendars import FeedRow, ImportRow, MadeFeedRow
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.i18n import plural
from careops.core.i18n import text as _

GOOGLE = "https://calendar.google.com/calendar/r?cid="


@dataclass(frozen=True)
class FeedLine:
    """A private link, as the list shows it."""

    id: str
    name: str
    about: str
    read: str
    to_renew: str
    to_revoke: str


@dataclass(frozen=True)
class ImportLine:
    """A calendar that is read, with how that goes."""

    id: str
    name: str
    about: str
    state: str
    tone: str
    icon: str
    busy: str
    read: str
    error: str
    on: bool
    to_switch: str
    to_refresh: str
    to_remove: str


@dataclass(frozen=True)
class Screen:
    """Everything the page shows; the choices are whose calendars this member keeps."""

    feeds: list[FeedLine]
    imports: list[ImportLine]
    shared: list[Choice]
    kept: list[Choice]
    first_day: str
    last_day: str


@dataclass(frozen=True)
class Made:
    """A link just made: shown until its dialog is closed, and never again."""

    name: str = ""
    url: str = ""
    webcal_url: str = ""
    google_url: str = ""


@dataclass(frozen=True)
class Asking:
    """What somebody is about to do that cannot be undone."""

    deed: str = ""
    id: str = ""
    question: str = ""
    consequence: str = ""
    verb: str = ""


def screen(db: Session, actor: Actor) -> Screen:
    """The member's own calendars, or all of them for whoever keeps the settings."""
    here = business.profile(db, actor)
    everything = actor.can(Permission.settings)
    own = [Choice(str(row.id), row.name) for row in bookings.kept_providers(db, actor) if row.active]
    today = clock.today(here.timezone)
    return Screen(
        feeds=[feed_line(row, here) for row in bookings.feeds(db, actor)],
        imports=[import_line(row, here) for row in bookings.imports(db, actor)],
        shared=[*([Choice("", _("Everybody: the whole business"))] if everything else []), *own],
        kept=own,
        first_day=today.isoformat(),
        last_day=(today + timedelta(days=30)).isoformat(),
    )


def feed_line(row: FeedRow, here: BusinessRow) -> FeedLine:
    """A link in words."""
    whose = row.provider_name or _("The whole business")
    names = _("with customers’ names") if row.with_names else _("without customers’ names")
    return FeedLine(
        id=str(row.id),
        name=row.name,
        about=f"{whose} · {names}",
        read=_("Last read: {when}", when=here.moment(row.last_read_at)) if row.last_read_at else _("Not read yet"),
        to_renew=_("New address for {name}", name=row.name),
        to_revoke=_("Take back {name}", name=row.name),
    )


def import_line(row: ImportRow, here: BusinessRow) -> ImportLine:
    """A calendar that is read, in words; while it cannot be, since when its busy times stand."""
    state, tone, icon = {
        "good": (_("Read"), "ok", "check"),
        "failing": (_("Cannot be read"), "warn", "triangle-alert"),
        "off": (_("Switched off"), "", "pause"),
    }[row.state]
    return ImportLine(
        id=str(row.id),
        name=row.name,
        about=_("{provider}, from {host}", provider=row.provider_name, host=row.host),
        state=state,
        tone=tone,
        icon=icon,
        busy="" if row.state == "off" else plural("{count} busy time ahead", "{count} busy times ahead", row.busy),
        read=_("Last read: {when}", when=here.moment(row.succeeded_at)) if row.succeeded_at else "",
        error=_("{reason}. Its last busy times stand until it can be read again.", reason=row.error) if row.error else "",
        on=row.enabled,
        to_switch=_("Read {name}", name=row.name),
        to_refresh=_("Read {name} now", name=row.name),
        to_remove=_("Remove {name}", name=row.name),
    )


def made(row: MadeFeedRow) -> Made:
    """A new link with its ways into other programs."""
    return Made(row.name, row.url, row.webcal_url, GOOGLE + quote(row.webcal_url, safe=""))


def asking(deed: str, id: str, name: str) -> Asking:
    """The question before it is done."""
    told = {
        "renew": (_("Give “{name}” a new address?"), _("Programs that read the old one stop; give them the new one."), _("New address")),
        "revoke": (_("Take back “{name}”?"), _("Programs that read it see nothing any more."), _("Take back")),
        "remove": (_("Remove “{name}”?"), _("Its busy times can be booked again at once."), _("Remove calendar")),
    }
    question, consequence, verb = told[deed]
    return Asking(deed, id, _(question, name=name), consequence, verb)
