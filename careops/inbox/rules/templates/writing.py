"""From an owner's words to a mail in the house's look, or to a text message: only paragraphs, links, and the blocks they name.

Whatever is filled in stays text. The blocks stand in the rendered words as two private letters that no value can hold; the mail's own
description escapes everything else when it becomes HTML.
"""

import re
from dataclasses import dataclass, replace

from careops.business.schemas import BusinessRow
from careops.contacts.rules import first_name
from careops.inbox.rules.templates.catalogue import BLOCKS, Source
from careops.inbox.rules.templates.sandbox import Values, render
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph

OPEN, SHUT = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([a-z]+){SHUT}")
LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
PLAINER = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
    | dict.fromkeys("\u00a0\u202f", " ")
)

Block = Paragraph | Details | Button


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the house draws in a mail: the tables of details and the button, as the built-in mail has them."""

    details: tuple[Details, ...] = ()
    button: Button | None = None

    def of(self, name: str) -> list[Block]:
        """What stands for a block's name."""
        if name == "details":
            return list(self.details)
        return [self.button] if self.button else []


def pieces_of(mail: Mail) -> Pieces:
    """The details and the button of a mail that is already written."""
    details = tuple(block for block in mail.blocks if isinstance(block, Details))
    return Pieces(details, next((block for block in mail.blocks if isinstance(block, Button)), None))


def mail_of(source: Source, values: Values, pieces: Pieces, mail: Mail) -> Mail:
    """The same mail with an owner's words: their subject, heading and paragraphs; brand, reason and language stay."""
    safe = _bare(values)
    subject = re.sub(r"[ \t\r\n\f\v]+", " ", render(source.subject, safe)).strip()[:250]
    heading, words = _heading(render(source.body, safe | {name: f"{OPEN}{name}{SHUT}" for name in BLOCKS}))
    blocks = [block for part in re.split(r"\n\s*\n", words) for block in _blocks(part.strip(), pieces)]
    first = next((_plain(block) for block in blocks if isinstance(block, Paragraph)), subject)
    return replace(mail, subject=subject or mail.subject, title=heading or subject or mail.title, preheader=first[:120], blocks=blocks)


def text_of(source: Source, values: Values) -> str:
    """A text message: one paragraph, without the typographic marks that would make it twice as long."""
    return re.sub(r"[ \t]*\n\s*", "\n", render(source.body, _bare(values)).translate(PLAINER)).strip()


def _bare(values: Values) -> dict[str, dict[str, str] | str]:
    """The values without the two private letters."""

    def bare(value: str) -> str:
        return value.replace(OPEN, "").replace(SHUT, "")

    return {key: bare(value) if isinstance(value, str) else {k: bare(v) for k, v in value.items()} for key, value in values.items()}


def _heading(words: str) -> tuple[str, str]:
    """The first line, where it is marked as the heading, and the rest."""
    first, _end, rest = words.strip().partition("\n")
    if not first.startswith("# "):
        return "", words
    return MARK.sub("", first.removeprefix("# ")).strip(), rest


def _blocks(part: str, pieces: Pieces) -> list[Block]:
    """One paragraph; a block named inside of it stands between what is before and behind."""
    blocks: list[Block] = []
    for at, piece in enumerate(MARK.split(part)):
        if at % 2:
            blocks += pieces.of(piece)
        elif piece.strip():
            blocks.append(Paragraph(_linked(piece.strip())))
    return blocks


def _linked(words: str) -> list[str | Link]:
    """Addresses become links."""
    parts: list[str | Link] = []
    end = 0
    for found in LINK.finditer(words):
        href = found.group().rstrip(".,;:!?)'")
        parts += [words[end : found.start()], Link(href, href)]
        end = found.start() + len(href)
    return [part for part in (*parts, words[end:]) if part]


def _plain(paragraph: Paragraph) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in paragraph.words).strip()


def of_everybody(here: BusinessRow, name: str, link: str) -> dict[str, dict[str, str] | str]:
    """What every message may name."""
    return {
        "contact": {"first_name": first_name(name), "name": name},
        "business": {
            "name": here.name,
            "phone": here.phone,
            "email": here.email,
            "address": here.address,
            "booking_link": here.booking_url,
        },
        "link": link,
    }
