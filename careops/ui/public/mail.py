"""The look of a mail: the business's mark, what happened, one button, why it was sent. One description makes the HTML and its text twin."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import css_inline
import htpy as h
from markupsafe import Markup

from careops.core.i18n import direction
from careops.ui import tokens
from careops.ui.colours import Accent
from careops.ui.public.frame import Brand, telephone

WIDTH = 560  # also written out below, for the Outlook that knows no max-width
OUTLOOK_OPENS = Markup('<!--[if mso]><table role="presentation" width="560" align="center"><tr><td><![endif]-->')
OUTLOOK_CLOSES = Markup("<!--[if mso]></td></tr></table><![endif]-->")


@dataclass(frozen=True)
class Strong:
    """Words that are read first."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; the text twin writes the address out."""

    text: str
    href: str


Words = str | Sequence[str | Strong | Link]


@dataclass(frozen=True)
class Paragraph:
    """A few sentences; line breaks stay. A `quiet` one is grey."""

    words: Words
    quiet: bool = False


@dataclass(frozen=True)
class Details:
    """What, when, where: a label and words a line, between hairlines."""

    lines: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Button:
    """The one thing to do."""

    label: str
    href: str


@dataclass(frozen=True)
class Mail:
    """A whole mail. `why` says why it was sent; `stop`, where given, is the address to stop such mails, with its words."""

    brand: Brand
    subject: str
    preheader: str
    title: str
    blocks: Sequence[Paragraph | Details | Button]
    why: Words
    stop: Link | None = None
    locale: str = "en"


# ── HTML ─────────────────────────────────────────────────


def _accents(brand: Brand) -> tuple[Accent, Accent]:
    if colours := brand.colours:
        return colours.light, colours.dark
    day, night = tokens.light(), {**tokens.light(), **tokens.dark()}
    light, dark = (
        Accent(t["--accent"], t["--on-accent"], t["--accent-strong"], t["--accent-soft"], t["--accent-line"]) for t in (day, night)
    )
    return light, dark


def _inlined_css(accent: Accent) -> str:
    t = tokens.light()
    return f"""
    td,h1{{font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}}
    body{{margin:0;padding:0}}
    .bg{{background:{t["--bg"]}}}
    .card{{max-width:{WIDTH}px;background:{t["--surface"]};border:1px solid {t["--line"]};border-radius:12px;text-align:start}}
    .line{{border-top:1px solid {t["--line"]};border-bottom:1px solid {t["--line"]}}}
    .narrow{{max-width:{WIDTH}px}}
    .ink{{color:{t["--ink"]}}}
    .ink2{{color:{t["--ink-2"]}}}
    .fill{{background:{accent.accent};color:{accent.on_accent}}}
    .link{{color:{accent.accent}}}
    .tel{{white-space:nowrap}}
    .pre{{display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;opacity:0}}
    .outer{{padding:24px 12px}}
    .top{{padding:0 4px 16px}}
    .logo{{border-radius:8px;font-size:16px;font-weight:600}}
    .name{{padding:0 12px;font-size:15px;font-weight:600}}
    .head{{padding:24px 24px 8px}}
    h1{{margin:0;font-size:24px;line-height:30px;font-weight:600;letter-spacing:-.015em}}
    .para{{padding:0 24px 16px;font-size:15px;line-height:22px}}
    .part{{padding:0 24px 20px}}
    .label{{padding-block:8px;padding-inline:0 12px;font-size:14px;line-height:21px;vertical-align:top}}
    .value{{padding:8px 0;font-size:15px;line-height:22px;vertical-align:top}}
    .key{{border-radius:8px}}
    .btn{{display:inline-block;padding:13px 24px;border-radius:8px;font-size:15px;line-height:20px;font-weight:600;text-decoration:none}}
    .end{{padding:0 0 8px;font-size:1px;line-height:1px}}
    .foot{{padding:16px 24px 0;font-size:13px;line-height:20px}}
    """


def _kept_css(dark: Accent) -> str:
    t = {**tokens.light(), **tokens.dark()}
    return (
        ":root{color-scheme:light dark}@media(prefers-color-scheme:dark){"
        f".bg{{background:{t['--bg']}!important}}.card{{background:{t['--surface']}!important;border-color:{t['--line']}!important}}"
        f".ink{{color:{t['--ink']}!important}}.ink2{{color:{t['--ink-2']}!important}}.line{{border-color:{t['--line']}!important}}"
        f".link{{color:{dark.accent}!important}}.fill{{background:{dark.accent}!important;color:{dark.on_accent}!important}}}}"
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=False)


def _parts(words: Words) -> Sequence[str | Strong | Link]:
    return [words] if isinstance(words, str) else words


def _html(words: Words) -> list[h.Node]:
    def one(part: str | Strong | Link) -> h.Node:
        if isinstance(part, Strong):
            return h.b[part.text]
        if isinstance(part, Link):
            return h.a(".link", href=part.href)[part.text]
        return [[h.br if at else None, line] for at, line in enumerate(part.split("\n"))]

    return [one(part) for part in _parts(words)]


def _table(look: str = "", *, wide: bool = True) -> h.Element:
    return h.table(class_=look or None, role="presentation", width="100%" if wide else None, cellpadding="0", cellspacing="0", border="0")


def _block(block: Paragraph | Details | Button, accent: Accent) -> h.Element:
    match block:
        case Paragraph(words, quiet):
            return h.tr[h.td(class_=["para", "ink2" if quiet else "ink"])[_html(words)]]
        case Details(lines):
            rows = [h.tr[h.td(".label.ink2", width="72")[label], h.td(".value.ink")[_html(words)]] for label, words in lines]
            return h.tr[h.td(".part")[_table("line")[rows]]]
        case Button(label, href):
            key = h.tr[h.td(".key.fill", bgcolor=accent.accent)[h.a(".btn.fill", href=href)[label]]]
            return h.tr[h.td(".part")[_table(wide=False)[key]]]


def _foot(mail: Mail) -> h.Element:
    brand = mail.brand
    sender = ", ".join(part for part in (brand.name, brand.address) if part)
    return h.td(".foot.ink2")[
        _html(mail.why),
        [" ", h.a(".link", href=mail.stop.href)[mail.stop.text]] if mail.stop else None,
        h.br,
        sender,
        [" · ", telephone(brand.phone, look="link tel")] if brand.phone else None,
    ]


def mail_html(mail: Mail) -> str:
    """The mail as HTML that mail programs understand: tables, styles inline, dark where the reader's program is dark."""
    light, dark = _accents(mail.brand)
    mark = h.tr[
        h.td(".logo.fill", bgcolor=light.accent, width="32", height="32", align="center", aria_hidden="true")[mail.brand.letters],
        h.td(".name.ink")[mail.brand.name],
    ]
    body = h.body(".bg")[
        h.div(role="main", lang=mail.locale)[
            h.div(".pre")[mail.preheader],
            _table("bg")[
                h.tr[
                    h.td(".outer", align="center")[
                        OUTLOOK_OPENS,
                        _table("narrow")[h.tr[h.td(".top")[_table(wide=False)[mark]]]],
                        _table("card")[
                            h.tr[h.td(".head.ink")[h.h1(".ink")[mail.title]]],
                            [_block(block, light) for block in mail.blocks],
                            h.tr[h.td(".end")["\xa0"]],
                        ],
                        _table("narrow")[h.tr[_foot(mail)]],
                        OUTLOOK_CLOSES,
                    ]
                ]
            ],
        ]
    ]
    html = h.html(lang=mail.locale.replace("_", "-"), dir=direction(mail.locale))[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.meta(name="supported-color-schemes", content="light dark"),
            h.meta(name="format-detection", content="telephone=no, date=no, address=no"),
            h.title[mail.subject],
            h.style[Markup(_inlined_css(light))],  # noqa: S704  tokens and hex colours of our own making
            h.style(data_css_inline="keep")[Markup(_kept_css(dark))],  # noqa: S704  the same
        ],
        body,
    ]
    return _inliner().inline(str(html))


# ── text ─────────────────────────────────────────────────


def _text(words: Words) -> str:
    def one(part: str | Strong | Link) -> str:
        if isinstance(part, Link):
            return part.href if part.text == part.href else f"{part.text}: {part.href}"
        return part.text if isinstance(part, Strong) else part

    return "".join(one(part) for part in _parts(words))


def _text_block(block: Paragraph | Details | Button) -> str:
    match block:
        case Paragraph(words):
            return _text(words)
        case Details(lines):
            return "\n".join(f"{label}: {_text(words)}".replace("\n", ", ") for label, words in lines)
        case Button(label, href):
            return f"{label}:\n{href}"


def mail_text(mail: Mail) -> str:
    """The same mail as plain text, nothing left out."""
    brand = mail.brand
    sender = ". ".join(part for part in (brand.name, brand.address, brand.phone) if part)
    foot = [_text(mail.why), sender, _text([mail.stop]) if mail.stop else ""]
    blocks = [mail.title, *(_text_block(block) for block in mail.blocks)]
    return "\n\n".join(blocks) + "\n\n-- \n" + "\n".join(line for line in foot if line) + "\n"
