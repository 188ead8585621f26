"""What of a mail is new, and its HTML made harmless.

Both libraries used here have inputs that keep them busy for minutes: what they are given is cut, wrapped and counted first.
"""

import re
import unicodedata
from html.parser import HTMLParser

import nh3
from mailparser_reply import EmailReplyParser  # pyright: ignore[reportMissingTypeStubs]

from careops.core.typed import TURNING

MOST_TEXT = 100_000
MOST_LOOKED_AT = 40_000  # characters in which the beginning of what is quoted is looked for
LONGEST_LINE = 250  # the parser's expressions need a square of a line's length
MOST_TAGS = 10_000  # the sanitiser needs a square of how deep they stand in each other
MOST_HTML = 500_000
LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "pt"]

MARKER = re.compile(
    r"[\W_]*(?:please\s)?(?:reply|write|type|respond|answer)\b.{0,40}\babove this line\b.{0,40}"
    r"|[\W_]*(?:bitte\s)?.{0,40}\b(?:über|oberhalb) dieser (?:linie|zeile)\b.{0,40}"
    r"|[\W_]*.{0,40}\bencima de esta línea\b.{0,40}|[\W_]*.{0,40}\bau-dessus de cette ligne\b.{0,40}",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"(?:sent (?:from|via|with) (?:my|outlook|yahoo|proton|samsung|mail|gmail|a |the )|get outlook for|von meinem .{1,30} gesendet|"
    r"gesendet (?:von|mit|aus)\b|diese nachricht wurde von meinem|enviado desde (?:mi|outlook|yahoo|el)|obtener outlook|"
    r"envoyé (?:de|depuis|à partir de) |télécharger outlook|inviato da |verzonden (?:van|vanaf|met) |enviado do meu|"
    r"मेरे .{1,30} से भेजा)",
    re.IGNORECASE,
)
WORDS = {"a", "abbr", "b", "code", "del", "em", "i", "ins", "s", "small", "span", "strong", "sub", "sup", "u"}
TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
BLOCKS = {"blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
SILENT = {"script", "style", "title", "head", "noscript", "template", "iframe", "object", "embed", "svg", "math", "textarea", "select"}
CLEANER = nh3.Cleaner(
    tags=WORDS | TABLES | BLOCKS,
    attributes=ATTRIBUTES,
    clean_content_tags=SILENT,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)


# ── plain text ───────────────────────────────────────────


def storable(text: str) -> str:
    """The text as every database keeps it and every page shows it: no controls, no halves of characters, nothing that turns the line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").encode("utf-8", "replace").decode()
    return "".join(c for c in text if c in "\n\t" or (c not in TURNING and unicodedata.category(c) not in ("Cc", "Cs")))


def one_line(text: str, most: int) -> str:
    """The same on one line, cut to a length."""
    return " ".join(storable(text[: 4 * most]).split())[:most]


def fold(text: str) -> tuple[str, str]:
    """What is new in a mail, and what it repeats of earlier ones or signs with; where nothing is new, all of it is."""
    lines = [line.rstrip() for line in storable(text[: 2 * MOST_TEXT])[:MOST_TEXT].split("\n")]
    end = next((at for at, line in enumerate(lines) if len(line) < 160 and MARKER.fullmatch(line)), len(lines))
    end = min(end, _signature(lines[:end]))
    fresh = _fresh(lines[:end])
    new, old = [lines[at] for at in fresh], [line for at, line in enumerate(lines) if at not in fresh]
    if not any(line.strip() and not line.startswith("---") for line in new):  # a mail passed on says nothing of its own
        return _tidy(lines), ""
    return _tidy(new), _tidy(old)


def _tidy(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _signature(lines: list[str]) -> int:
    """Where what a program or a person puts under every mail begins."""
    last = [at for at, line in enumerate(lines) if line.strip()][-4:]
    program = next((at for at in last if len(lines[at]) < 120 and SENT_FROM.match(lines[at].strip())), len(lines))
    dashes = next((at for at, line in enumerate(lines) if at and line in ("--", "-- ")), len(lines))
    return min(program, dashes)


def _fresh(lines: list[str]) -> set[int]:
    """Which lines are new: those of the newest mail in the text that do not begin with ">"."""
    pieces: list[str] = []
    whose: list[int] = []
    size = 0
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare and (not pieces or not pieces[-1]):
            continue  # the parser takes minutes over many empty lines
        for start in range(0, len(bare) or 1, LONGEST_LINE):
            pieces.append(bare[start : start + LONGEST_LINE])
            whose.append(at)
        size += len(bare) + 1
        if size > MOST_LOOKED_AT:
            break
    begin, end = _newest(pieces)
    until = whose[end] if end < len(whose) else len(lines)
    after = whose[begin] if begin < len(whose) else 0
    new = {at for at in range(after, until) if not lines[at].lstrip().startswith(">")}
    return new - {at for at in new if _leads_in(lines, at)}


def _leads_in(lines: list[str], at: int) -> bool:
    """Whether it only says whose the quoted lines below are, in a language or a form the parser does not know."""
    line = lines[at].strip()
    if not line.endswith(":") or len(line) > 200 or not ("@" in line or any(c.isdigit() for c in line)):
        return False
    below = next((other.lstrip() for other in lines[at + 1 : at + 4] if other.strip()), "")
    return below.startswith(">")


def _newest(pieces: list[str]) -> tuple[int, int]:
    """From which piece to which the newest mail reaches, by where the parser finds the next one's heading."""
    read = EmailReplyParser(languages=LANGUAGES).read(text="\n".join(pieces))
    first = read.replies[0]
    heading = str(first.headers or "").count("\n") + 1 if first.headers else 0
    if len(read.replies) < 2 or not read.replies[1].headers:
        return heading, len(pieces)
    starts = read.replies[1].headers.split("\n")[0].strip()
    return heading, next(
        (at for at, piece in enumerate(pieces) if at >= max(heading, 1) and starts and piece.startswith(starts)), len(pieces)
    )


# ── HTML ─────────────────────────────────────────────────


def harmless(html: str) -> str:
    """The HTML without anything that runs, loads, tracks or paints outside its place: text, tables and links remain."""
    html = storable(html[:MOST_HTML])
    tags = [found.start() for found in re.finditer(r"<[a-zA-Z]", html)][: MOST_TAGS + 1]
    return CLEANER.clean(html[: tags[MOST_TAGS]] if len(tags) > MOST_TAGS else html)


def plain(html: str) -> str:
    """What a page says, for mails that bring no text."""
    reader = _Reader()
    reader.feed(harmless(html))  # well-formed now: the library takes minutes over some that is not
    reader.close()
    return "".join(reader.said)


class _Reader(HTMLParser):
    """Reads a harmless page aloud; what is quoted gets its ">"."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quoted += tag == "blockquote"
        if tag in ("td", "th"):
            self.said.append(" ")
        if tag in BLOCKS or tag == "tr":
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        self.quoted -= tag == "blockquote"
        if tag in BLOCKS - {"br", "hr", "li"}:
            self._new_line()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if words.strip() or (words and self.said and not self.said[-1].endswith(("\n", " "))):
            self.said.append(words)

    def _new_line(self) -> None:
        self.said.append("\n" + "> " * min(self.quoted, 3))
