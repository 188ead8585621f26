"""What a public page says and offers: buttons, notes, facts, rows, chips, prices, links to calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import htpy as h

from careops.core.i18n import text as _
from careops.ui.public.icons import icon
from careops.ui.public.people import avatar

Look = Literal["main", "quiet", "danger", "link"]
Kind = Literal["plain", "info", "warn", "danger", "ok"]

LOOKS: dict[Look, str] = {"main": "btn", "quiet": "btn quiet", "danger": "btn danger", "link": "link"}
KINDS: dict[Kind, str | None] = {"plain": None, "info": "info", "warn": "warn", "danger": "bad", "ok": "ok"}
KIND_ICONS: dict[Kind, str] = {"plain": "info", "info": "info", "warn": "circle-alert", "danger": "triangle-alert", "ok": "check"}


# ── actions ──────────────────────────────────────────────


def _label(label: h.Node, more: str) -> list[h.Node]:
    return [label, h.span(".vh")[" ", more] if more else None]


def button(
    label: h.Node,
    *,
    name: str = "",
    value: str = "",
    look: Look = "main",
    wide: bool = False,
    form: str = "",
    unchecked: bool = False,
    more: str = "",
) -> h.Element:
    """A button that sends its form; `more` completes the label for screen readers, `unchecked` sends an unfinished form as it is."""
    return h.button(
        class_=[LOOKS[look], {"wide": wide}], name=name or None, value=value or None, form=form or None, formnovalidate=unchecked
    )[_label(label, more)]


def link_button(label: h.Node, href: str, *, look: Look = "main", wide: bool = False, more: str = "") -> h.Element:
    """A link that looks like a button, for a next step that changes nothing by itself."""
    return h.a(class_=[LOOKS[look], {"wide": wide}], href=href)[_label(label, more)]


def small_link(label: h.Node, href: str) -> h.Element:
    """A quiet link as tall as a finger."""
    return h.a(".link.s", href=href)[label]


def pager(label: str, href: str) -> h.Element:
    """The way to what comes after: "Later dates"."""
    return h.a(".link.s", href=href)[label, icon("chevron-right", small=True, look="flip")]


@dataclass(frozen=True)
class Way:
    """One place to switch to."""

    label: str
    href: str
    current: bool = False


def switch(label: str, ways: Sequence[Way], *, symbol: str = "") -> h.Element:
    """Two or three ways to see the same thing, one tap each."""
    return h.nav(".seg", aria_label=label)[
        icon(symbol, small=True) if symbol else None,
        [h.a(href=way.href, aria_current="true" if way.current else None)[way.label] for way in ways],
    ]


@dataclass(frozen=True)
class Chip:
    """One choice in a row of chips; a person's has an avatar, by id."""

    label: str
    href: str
    current: bool = False
    person_id: object = None
    full_name: str = ""


def chips(label: str, choices: Sequence[Chip]) -> h.Element:
    """A row of links, sideways on a phone: people, kinds of service."""

    def one(chip: Chip) -> h.Element:
        front = icon("check") if chip.current else avatar(chip.person_id, chip.full_name or chip.label) if chip.person_id else None
        return h.a(class_=["chip", {"pad": front is None}], href=chip.href, aria_current="true" if chip.current else None)[
            front, chip.label
        ]

    return h.nav(".scroll", aria_label=label)[[one(chip) for chip in choices]]


# ── words ────────────────────────────────────────────────


def note(content: h.Node, kind: Kind = "plain", *, symbol: str = "", small: bool = False) -> h.Element:
    """What happened, what was kept, what to do; the icon and the words carry the kind, colour only repeats it."""
    return h.div(class_=["note", KINDS[kind], {"s": small}])[icon(symbol or KIND_ICONS[kind], small=small), h.div(".grow")[content]]


def policy(content: h.Node, *, good: bool = True, small: bool = False) -> h.Element:
    """The rule for moving and cancelling as a sentence with a date, before it binds."""
    return note(content, "ok" if good else "plain", symbol="shield", small=small)


def badge(label: str, kind: Kind = "plain", *, symbol: str = "") -> h.Element:
    """A state: icon and word in a soft pill."""
    return h.span(class_=["badge", KINDS[kind]])[icon(symbol, small=True) if symbol else None, label]


def mark(kind: Kind = "ok", *, symbol: str = "") -> h.Element:
    """The large round sign of a page that only tells an outcome."""
    return h.div(class_=["mark", KINDS[kind] or "note"])[icon(symbol or KIND_ICONS[kind])]


def dim(content: h.Node) -> h.Element:
    """A small quiet paragraph."""
    return h.p(".s.dim")[content]


def section(title: str, *content: h.Node, id: str, quiet: bool = False, lead: h.Node = None) -> h.Element:
    """A titled part of the page; `quiet` for a title that only labels."""
    return h.section(".tight", aria_labelledby=id)[h.h2(".s" if quiet else "", id=id)[title], h.p[lead] if lead else None, content]


def box(*content: h.Node, label: str) -> h.Element:
    """A hairline around what belongs together."""
    return h.section(".box.stack", aria_label=label)[content]


@dataclass(frozen=True)
class Fact:
    """One fact with its icon: strong or plain words, and a quiet line under them."""

    symbol: str
    content: h.Node
    detail: h.Node = None


def facts(items: Sequence[Fact], *, small: bool = False) -> h.Element:
    """When, who, where, how much."""
    return h.div(class_=["facts", {"s": small}])[
        [h.div[icon(f.symbol, small=small), h.span[f.content, [h.br, h.span(".dim")[f.detail]] if f.detail else None]] for f in items]
    ]


def definitions(lines: Sequence[tuple[h.Node, h.Node]], *, total: tuple[h.Node, h.Node] | None = None) -> h.Element:
    """Names and values, one a line; the total stands apart under a hairline."""

    def one(line: tuple[h.Node, h.Node], look: str | None) -> h.Element:
        return h.div(class_=look)[h.dt[line[0]], h.dd(".num")[line[1]]]

    return h.dl(".bill")[[one(line, None) for line in lines], one(total, "tot") if total else None]


def banner(label: str, content: h.Node, action: h.Node, *, id: str = "", quiet: bool = False) -> h.Element:
    """The answer before the question ("Same again?"), or the one thing to do next, with its button."""
    head = h.h2(".s.dim" if quiet else ".h", id=id or "next-step")[label]
    return h.section(".next", aria_labelledby=id or "next-step")[h.div[head, content], action]


def progress(value: int, most: int, label: str) -> h.Element:
    """How far a form of several pages is."""
    return h.progress(value=str(value), max=str(most), aria_label=label)


# ── rows ─────────────────────────────────────────────────


def rows(*items: h.Node) -> h.Element:
    """A list whose rows are divided by hairlines; each row is one target."""
    return h.ul(".rows")[[h.li(".svc")[item] for item in items]]


def _words(name: str, details: Sequence[str]) -> h.Element:
    return h.span[h.b[name], [h.small[detail] for detail in details if detail]]


def offer(name: str, details: Sequence[str], price: str, href: str) -> h.Element:
    """A service that is booked in one tap: name, what it is, price; belongs into `rows`."""
    return h.a(href=href)[_words(name, details), h.b(".num")[price], icon("chevron-right", look="flip")]


def open_offer(name: str, details: Sequence[str], price: str, *content: h.Node, group: str = "svc", open: bool = False) -> h.Element:
    """A service with something to choose: unfolds to its form; belongs into `rows`."""
    return h.details(name=group, open=open)[
        h.summary[_words(name, details), h.b(".num")[price], icon("chevron-down", look="chev")], content
    ]


def task(name: str, detail: str, state: h.Node, href: str) -> h.Element:
    """Something to do or to look at, with its state; belongs into `rows`."""
    return h.a(href=href)[_words(name, [detail]), state, icon("chevron-right", look="flip")]


# ── booked ───────────────────────────────────────────────


def calendar_links(*, google: str, outlook: str, ics: str, locale: str = "en") -> h.Element:
    """Three ways into a calendar."""
    return section(
        _("Add to calendar", locale),
        h.div(".trio")[
            h.a(".btn.quiet", href=google, rel="noopener noreferrer")["Google"],
            h.a(".btn.quiet", href=outlook, rel="noopener noreferrer")["Outlook"],
            h.a(".btn.quiet", href=ics, download=True)[_("Apple, other", locale), h.span(".vh")[" ", _("(.ics file)", locale)]],
        ],
        id="add-to-calendar",
        quiet=True,
    )


def confirm_step(label: str, *content: h.Node, action: str, confirm: str, keep: str, keep_href: str, open: bool = False) -> h.Element:
    """An act that is asked for once more: the button unfolds what it means, and only then can be done or left."""
    return h.details(".fold", open=open)[
        h.summary(".btn.quiet.wide")[label, icon("chevron-down", small=True, look="chev")],
        h.form(".form.box", method="post", action=action)[
            content,
            h.div(".row")[button(confirm, look="danger"), link_button(keep, keep_href, look="link")],
        ],
    ]
