"""One's own wish with what is offered, and the button on one's booking."""

import json
from collections.abc import Mapping

import htpy as h

from careops.booking.public.visit import Visit, book_path
from careops.booking.schemas.waiting import Earlier, Offered, PublicWishRow
from careops.core import when
from careops.core.errors import Refusal
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, frame, parts
from careops.ui.public.frame import Page
from careops.ui.public.icons import icon
from careops.ui.public.parts import Fact, Kind

STATES: dict[str, tuple[str, Kind]] = {
    "waiting": (_("On the waitlist"), "warn"),
    "offered": (_("A time is free"), "ok"),
    "booked": (_("Booked"), "ok"),
    "expired": (_("Over"), "plain"),
    "withdrawn": (_("Withdrawn"), "plain"),
}


def own(here: Visit, row: PublicWishRow, asked: Mapping[str, str], refusal: Refusal | None) -> Page:
    """How it stands: the offer first, with the time left; what it is for; the way out."""
    locale = here.locale
    return frame.page(
        title=_("Waitlist: {service}", locale, service=row.type_name),
        body=[
            parts.note(_(refusal.message, locale), "warn") if refusal else _said(row, asked, locale),
            _offer(here, row, row.offered) if row.offered else _standing(here, row, asked),
            _withdraw(here, row) if row.status in ("waiting", "offered") else None,
        ],
        brand=brand(here.host),
        locale=locale,
        private=True,
        query=here.query,
        errors=refusal is not None,
    )


def _said(row: PublicWishRow, asked: Mapping[str, str], locale: str) -> h.Node:
    if asked.get("said") == "decline" and row.status == "waiting":
        return parts.note(_("We offer it to somebody else. You are still on the waitlist.", locale), "ok")
    return None


def _offer(here: Visit, row: PublicWishRow, offered: Offered) -> h.Node:
    locale = here.locale
    time = here.when(offered.starts_at)
    title = _("A time is free for you", locale) if offered.kept else _("A time has freed up", locale)
    lead = None if offered.kept else _("We told everybody who waits for it. Whoever takes it first has it.", locale)
    verb = _("Move my booking to {time}", locale, time=time) if row.moves_from else _("Take {time}", locale, time=time)
    facts = [
        Fact(
            "calendar",
            h.b[_day_and_time(here, offered)],
            _("{zone} time", locale, zone=when.zone_text(here.timezone, locale)),
        ),
        Fact("user", _what(row), _("with {name}", locale, name=offered.provider_name) if offered.provider_name else None),
        Fact("clock", _("Now: {when}", locale, when=here.when(row.moves_from))) if row.moves_from else None,
    ]
    return h.fragment[
        frame.heading(title, lead),
        _countdown(here, row, offered) if offered.kept else None,
        parts.box(parts.facts([fact for fact in facts if fact]), label=_("What is offered", locale)),
        h.div("#answer.tight")[
            _act(here, row, "accept", parts.button(verb, wide=True)),
            _act(here, row, "decline", parts.button(_("No, thank you", locale), look="quiet", wide=True)),
            parts.dim(_("If you let it go you stay on the waitlist for another time.", locale)),
        ],
    ]


def _day_and_time(here: Visit, offered: Offered) -> str:
    day = when.long_date(here.local(offered.starts_at).date(), here.locale)
    return _("{day}, {time}", here.locale, day=day, time=here.time(offered.starts_at))


def _countdown(here: Visit, row: PublicWishRow, offered: Offered) -> h.Node:
    """Until when it is kept; with the script the time left, and in the end that it is over."""
    locale = here.locale
    say = {
        120: _("2 minutes left", locale),
        60: _("1 minute left", locale),
        30: _("30 seconds left", locale),
        0: _("The offer has ended. You are still on the waitlist.", locale),
    }
    bar = h.div(
        ".note.hold",
        data_ends=str(int(offered.ends_at.timestamp() * 1000)),
        data_now=str(int(here.now.timestamp() * 1000)),
        data_left=_("{time} left", locale),
        data_say=json.dumps(say, ensure_ascii=False),
    )
    until = _("until {when}", locale, when=here.when(offered.ends_at))
    return h.fragment[
        bar[icon("clock"), h.p(".grow")[h.b[_("Kept for you", locale)], h.br, h.span("#clock.num")[until]]],
        h.div("#ended.note.warn", hidden=True)[
            icon("circle-alert"),
            h.div(".grow")[
                h.b[_("The offer has ended.", locale)],
                " ",
                _("You are still on the waitlist, and we tell you when another time frees up.", locale),
            ],
        ],
        h.p("#live.vh", role="status"),
    ]


def _standing(here: Visit, row: PublicWishRow, asked: Mapping[str, str]) -> h.Node:
    locale = here.locale
    label, kind = STATES[row.status]
    facts = [
        Fact("user", h.b[_what(row)], _("with {name}", locale, name=row.provider_name) if row.provider_name else _("with anyone", locale)),
        Fact("calendar", _("Earlier than {when}", locale, when=here.when(row.moves_from)) if row.moves_from else row.windows_text),
        Fact("user", plural("{count} seat", "{count} seats", row.seats, locale)) if row.seats > 1 else None,
    ]
    new = asked.get("new") and row.status == "waiting"
    return h.fragment[
        parts.mark("ok", symbol="check") if new else None,
        frame.heading(_("You’re on the waitlist", locale), _next_step(row, locale))
        if new
        else h.div(".tight")[h.p[parts.badge(_(label, locale), kind)], h.h1[_what(row)], _over(here, row)],
        parts.box(parts.facts([fact for fact in facts if fact]), label=_("What you wait for", locale)),
    ]


def _next_step(row: PublicWishRow, locale: str) -> str:
    if row.mode == "auto":
        return _("As soon as a time that suits you frees up we book it for you and tell you.", locale)
    return _("We write to you as soon as a time that suits you frees up. Keep this page if you like; the mail links to it.", locale)


def _over(here: Visit, row: PublicWishRow) -> h.Node:
    """What follows where nothing is waited for any more."""
    locale = here.locale
    if row.status == "booked" and row.manage_url:
        return h.p[parts.link_button(_("View or change booking", locale), row.manage_url, wide=True)]
    if row.status in ("expired", "withdrawn"):
        return h.p[parts.link_button(_("Find another time", locale), here.address(book_path(here.host, row.type_slug)), wide=True)]
    return h.p[_next_step(row, locale)]


def _what(row: PublicWishRow) -> str:
    return f"{row.type_name}, {row.variant_name}" if row.variant_name else row.type_name


def _withdraw(here: Visit, row: PublicWishRow) -> h.Element:
    locale, address = here.locale, f"/waitlist/{row.token}"
    keeps = _("Your booking stays as it is.", locale) if row.moves_from else ""
    return parts.confirm_step(
        _("Leave the waitlist", locale),
        h.p[_("We will not write to you about it any more.", locale), " ", keeps],
        [forms.hidden(name, value) for name, value in ({"do": "withdraw"} | here.kept()).items()],
        action=address,
        confirm=_("Leave the waitlist", locale),
        keep=_("Keep waiting", locale),
        keep_href=here.address(address),
    )


def _act(here: Visit, row: PublicWishRow, do: str, button: h.Node) -> h.Element:
    carried = [forms.hidden(name, value) for name, value in ({"do": do} | here.kept()).items()]
    return h.form(method="post", action=f"/waitlist/{row.token}")[carried, button]


def earlier(here: Visit, found: Earlier, token: str) -> h.Node:
    """A button to be told when something earlier frees up, or the way to the wish there is; nothing where there is no waitlist."""
    locale = here.locale
    if found.token:
        link = h.a(".link", href=here.address(f"/waitlist/{found.token}"))[_("You are on the waitlist for something earlier", locale)]
        return parts.section(_("Earlier?", locale), h.p[link], id="earlier", quiet=True)
    if not found.possible:
        return None
    carried = [forms.hidden(name, value) for name, value in here.kept().items()]
    button = parts.button(_("Tell me if something earlier frees up", locale), look="quiet", wide=True)
    asked = h.form(method="post", action=f"/manage/{token}/earlier")[carried, button]
    return parts.section(
        _("Earlier?", locale), asked, parts.dim(_("Until then your booking stays as it is.", locale)), id="earlier", quiet=True
    )
