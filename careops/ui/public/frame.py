"""The frame of every public page: head, the business's mark and colour, steps, the one question, footer."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_urlsafe
from urllib.parse import quote, urlencode

import htpy as h
from markupsafe import Markup

from careops.core.i18n import LANGUAGES, direction
from careops.core.i18n import text as _
from careops.ui import tokens
from careops.ui.colours import BrandColours, brand_colours
from careops.ui.public.assets import SCRIPT, STYLESHEET
from careops.ui.public.icons import icon, sprite
from careops.ui.public.people import initials

OUR_MARK = Markup(
    '<svg class="logo" viewBox="0 0 36 36" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" '
    'stroke-linejoin="round" aria-hidden="true"><path d="M25 13a9 9 0 1 0 0 10M14 18l3 3 6-6"/></svg>'
)


@dataclass(frozen=True)
class Brand:
    """The business as its customers see it; `colour` is a hex colour, or empty for our own accent."""

    name: str
    colour: str = ""
    address: str = ""
    phone: str = ""
    initials: str = ""
    logo: str = ""
    home: str = ""
    contact: str = ""
    privacy: str = ""

    @property
    def letters(self) -> str:
        """What stands in the mark where there is no logo."""
        return self.initials or initials(self.name)[:1]

    @property
    def colours(self) -> BrandColours | None:
        """The readable colours derived from the business's one; none for our own accent."""
        return brand_colours(self.colour) if self.colour else None


CAREOPS = Brand("CareOps", home="/login")
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class Step:
    """One step of a flow; a finished one with an address can be opened again."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class Page:
    """A finished document, and what has to be known to send it."""

    html: str
    nonce: str
    private: bool = False
    embed: bool = False

    def __str__(self) -> str:
        return self.html


# ── head ─────────────────────────────────────────────────


def json_ld(data: Mapping[str, object], nonce: str) -> h.Element:
    """Facts for search engines; nothing in them can end the script element."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    body = (
        body.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return h.script(type="application/ld+json", nonce=nonce)[Markup(body)]  # noqa: S704  everything HTML could read is escaped above


@lru_cache(maxsize=512)
def _tab_icon(letters: str, colours: BrandColours | None) -> str:
    fill, ink = (colours.light.accent, colours.light.on_accent) if colours else (tokens.light()["--accent"], tokens.light()["--on-accent"])
    letter = "".join(c for c in letters[:1] if c.isalnum())
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='8' fill='{fill}'/>"
        f"<text x='16' y='22' font-family='sans-serif' font-weight='600' font-size='18' text-anchor='middle' fill='{ink}'>"
        f"{letter}</text></svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe="/:=' ")


def _head(
    title: str, brand: Brand, *, nonce: str, private: bool, canonical: str, description: str, data: Mapping[str, object] | None
) -> h.Element:
    colours = brand.colours
    return h.head[
        h.meta(charset="utf-8"),
        h.meta(name="viewport", content="width=device-width, initial-scale=1"),
        h.title[title],
        [h.meta(name="robots", content="noindex"), h.meta(name="referrer", content="no-referrer")] if private else None,
        h.meta(name="description", content=description) if description else None,
        h.link(rel="canonical", href=canonical) if canonical else None,
        h.meta(name="theme-color", content=tokens.light()["--surface"], media="(prefers-color-scheme:light)"),
        h.meta(name="theme-color", content=tokens.dark()["--surface"], media="(prefers-color-scheme:dark)"),
        h.link(rel="icon", href=_tab_icon(brand.letters, colours)),
        h.link(rel="stylesheet", href=STYLESHEET.path),
        h.style(nonce=nonce)[Markup(colours.css())] if colours else None,  # noqa: S704  hex colours of our own making
        h.script(src=SCRIPT.path, defer=True),
        json_ld(data, nonce) if data else None,
    ]


# ── body ─────────────────────────────────────────────────


def telephone(number: str, *, look: str = "") -> h.Element:
    """A number to call, written from left to right in every language."""
    return h.a(class_=look or None, href=_call(number))[h.bdi(dir="ltr")[number]]


def _call(number: str) -> str:
    return "tel:" + re.sub(r"[^\d+]", "", number)


def _mark(brand: Brand) -> h.Node:
    if brand is CAREOPS:
        return OUR_MARK
    if brand.logo:
        return h.img(".logo", src=brand.logo, alt="", width=36, height=36)
    return h.span(".logo", aria_hidden="true")[brand.letters]


@lru_cache(maxsize=512)
def _header(brand: Brand, width: str, locale: str) -> Markup:
    mark = _mark(brand)
    name = h.span[h.b[brand.name], h.small[brand.address] if brand.address else None]
    call = h.a(".link.s", href=_call(brand.phone), aria_label=_("Call {name}", locale, name=brand.name))
    made = h.header(class_=["top", width or None])[
        h.a(".brand", href=brand.home)[mark, name] if brand.home else h.div(".brand")[mark, name],
        call[icon("phone", small=True), _("Call", locale)] if brand.phone else None,
    ]
    return Markup(made)  # noqa: S704  htpy has escaped it


@lru_cache(maxsize=512)
def _sender(brand: Brand, locale: str) -> Markup:
    parts: list[h.Node] = [
        ", ".join(part for part in (brand.name, brand.address) if part),
        telephone(brand.phone) if brand.phone else None,
        h.a(href=brand.contact)[_("Ask a question", locale)] if brand.contact else None,
        h.a(href=brand.privacy)[_("Privacy", locale)] if brand.privacy else None,
    ]
    shown = [part for part in parts if part]
    made = h.p[[[" · " if at else None, part] for at, part in enumerate(shown)]]
    return Markup(made)  # noqa: S704  htpy has escaped it


def languages(locale: str, query: Mapping[str, object]) -> h.Element:
    """The same page in another language, each by its own name; what the address says already is kept, lists as well."""

    def one(code: str, name: str) -> h.Element:
        if code == locale.split("-", 1)[0]:
            return h.li[h.span(lang=code, aria_current="true")[name]]
        return h.li[
            h.a(href=f"?{urlencode({**query, 'lang': code}, doseq=True, safe=';=')}", lang=code, hreflang=code, rel="nofollow")[name]
        ]

    return h.nav(aria_label=_("Language", locale))[h.ul(".langs")[[one(code, name) for code, name in LANGUAGES.items()]]]


def steps(names: Sequence[Step], current: int, *, locale: str = "en") -> h.Element:
    """Where the visitor is in a flow: finished steps have a tick and lead back, the current one is marked."""

    def one(at: int, step: Step) -> h.Element:
        if at == current:
            return h.li(aria_current="step")[h.span[step.label]]
        if at > current:
            return h.li[h.span[step.label]]
        inside = [icon("check", small=True), h.span(".vh")[_("Done:", locale), " "], step.label]
        return h.li(".done")[h.a(href=step.href)[inside] if step.href else h.span[inside]]

    return h.ol(".steps", aria_label=_("Steps", locale))[[one(at, step) for at, step in enumerate(names)]]


def heading(title: str, lead: h.Node = None) -> h.Element:
    """The page's one question, and a quiet sentence under it."""
    return h.div(".tight")[h.h1[title], h.p(".dim")[lead]] if lead else h.h1[title]


def page(
    *,
    title: str,
    body: h.Node,
    brand: Brand,
    locale: str = "en",
    aside: h.Node = None,
    errors: bool = False,
    private: bool = False,
    embed: bool = False,
    canonical: str = "",
    description: str = "",
    data: Mapping[str, object] | None = None,
    query: Mapping[str, object] = NOTHING,
) -> Page:
    """A whole page of a business: its mark on top, one question, a summary beside it. `title` is completed with the name.

    `query` is what the page's address says; the links to other languages keep it.
    """
    full = title if brand.name in title else f"{title} · {brand.name}"
    head = _Head(full, private, embed, canonical, description, data)
    foot = h.footer(".foot")[_sender(brand, locale), languages(locale, query)]
    return _document(head, brand, body, aside, foot, "" if aside else "mid", locale, errors)


def careops_page(
    *,
    title: str,
    body: h.Node,
    locale: str = "en",
    footer: h.Node = None,
    errors: bool = False,
    private: bool = True,
    query: Mapping[str, object] = NOTHING,
) -> Page:
    """A page where CareOps itself speaks: sign in, register, forgotten password, invitation, verification."""
    foot = h.footer(".foot")[h.p[footer] if footer else None, languages(locale, query)]
    return _document(_Head(f"{title} · {CAREOPS.name}", private), CAREOPS, body, None, foot, "slim", locale, errors)


@dataclass(frozen=True)
class _Head:
    title: str
    private: bool = False
    embed: bool = False
    canonical: str = ""
    description: str = ""
    data: Mapping[str, object] | None = None


def _document(head: _Head, brand: Brand, body: h.Node, aside: h.Node, footer: h.Node, width: str, locale: str, errors: bool) -> Page:
    nonce = token_urlsafe(16)
    title = _("Error: {title}", locale, title=head.title) if errors else head.title
    wide = "two" if aside else ("slim" if width == "slim" else None)
    inside = Markup(  # noqa: S704  htpy has escaped it
        h.fragment[
            h.a(".skip.vh", href="#main")[_("Skip to main content", locale)],
            None if head.embed else _header(brand, width, locale),
            h.div(class_=["page", wide])[h.main("#main.stack")[body], aside],
            None if head.embed else footer,
        ]
    )
    html = h.html(lang=locale.replace("_", "-"), dir=direction(locale), class_="embed" if head.embed else None)[
        _head(title, brand, nonce=nonce, private=head.private, canonical=head.canonical, description=head.description, data=head.data),
        h.body[sprite(inside), inside],
    ]
    return Page(str(html), nonce, head.private, head.embed)
