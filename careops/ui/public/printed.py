"""A page to keep: questions and answers as a PDF, with nothing in it that runs, links or loads."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unicodedata import category

from fpdf import FPDF
from PIL import Image

FONTS = Path(__file__).parents[1] / "fonts"
FONT, DEVANAGARI = FONTS / "DejaVuSans.ttf", FONTS / "NotoSansDevanagari-Regular.ttf"
MOST_SHAPED = 2_000  # letters of a document: laying them out takes a second, and whatever comes after stands as it is typed
SHAPED = re.compile(r"[\u0900-\u097f\ua8e0-\ua8ff]")  # scripts whose letters join and change places
MOST_MARKS = 4  # upon one letter
logging.getLogger("fpdf").setLevel(logging.ERROR)  # else it tells the log which letters of whose answer it cannot draw
INK, QUIET, HAIRLINE = (23, 25, 31), (96, 102, 115), (214, 217, 224)


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer, or a heading where there is no answer; a picture is shown below."""

    label: str
    text: str = ""
    heading: bool = False
    picture: bytes = b""


class _Sheet(FPDF):
    """A4 with the business on top and the page's number below."""

    def __init__(self, sender: str, foot: str) -> None:
        super().__init__(format="A4")
        self.sender, self.foot, self.left = sender, foot, MOST_SHAPED
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(True, 20)
        self.add_font("text", fname=FONT)
        self.add_font("devanagari", fname=DEVANAGARI)
        self.set_fallback_fonts(["devanagari"], exact_match=False)

    def shape(self, words: str) -> None:
        """Lays the letters of what comes next out together where their script asks for it."""
        joins = bool(SHAPED.search(words)) and len(words) <= self.left
        self.left -= len(words) if joins else 0
        self.set_text_shaping(joins)

    def header(self) -> None:
        self.set_font("text", size=9)
        self.set_text_color(*QUIET)
        self.shape(self.sender)
        self.multi_cell(0, 5, self.sender, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("text", size=8)
        self.set_text_color(*QUIET)
        self.shape(self.foot)
        self.cell(0, 5, f"{self.foot}   {self.page_no()}/{{nb}}")


def pdf(*, sender: str, title: str, lead: str, lines: Sequence[Line], foot: str, at: datetime) -> bytes:
    """The document; the same bytes for the same words. Letters that no font of ours has are drawn as empty boxes."""
    sheet = _Sheet(_plain(sender), _plain(foot))
    sheet.set_creation_date(at)
    sheet.set_title(_plain(title))
    sheet.add_page()
    _words(sheet, title, 18, INK, 9)
    _words(sheet, lead, 9, QUIET, 5)
    sheet.ln(5)
    for line in lines:
        _one(sheet, line)
    return bytes(sheet.output())


def _one(sheet: _Sheet, line: Line) -> None:
    if line.heading:
        sheet.ln(3)
        _words(sheet, line.label, 13, INK, 7)
        sheet.ln(1)
        return
    sheet.set_draw_color(*HAIRLINE)
    sheet.line(sheet.l_margin, sheet.get_y(), sheet.w - sheet.r_margin, sheet.get_y())
    sheet.ln(2)
    _words(sheet, line.label, 9, QUIET, 5)
    _words(sheet, line.text or "–", 11, INK, 6)
    if line.picture:
        sheet.image(BytesIO(line.picture), w=70, h=24, keep_aspect_ratio=True)
    sheet.ln(2)


def _words(sheet: _Sheet, words: str, size: int, colour: tuple[int, int, int], height: int) -> None:
    if not words:
        return
    sheet.set_font("text", size=size)
    sheet.set_text_color(*colour)
    sheet.shape(words)
    sheet.multi_cell(0, height, _plain(words), align="L", new_x="LMARGIN", new_y="NEXT")


def drawable(content: bytes) -> bool:
    """Whether it is a PNG that can be drawn to its end; one that cannot would break every page it stands on."""
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as opened:
            opened.load()
    except (OSError, ValueError, SyntaxError):
        return False
    return True


def _plain(words: str) -> str:
    """What a page can lay out: without what it counts for itself, letters beyond the first plane, which no font has, and halves of those.

    Signs without a width go: the unseen ones, and marks heaped upon one letter. A line of them never ends, and is measured again for each.
    """
    plain: list[str] = []
    marks = 0
    for letter in words.replace("{nb}", "{ nb}"):
        kind = category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind != "Cf" and marks <= MOST_MARKS:
            plain.append(letter if ord(letter) < 0x10000 and kind != "Cs" else "▯")
    return "".join(plain)
