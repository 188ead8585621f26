"""Every public text is there in every language, and a visitor reads their own from the first page to the last mail."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa
import time_machine
from babel.messages.catalog import Message as Entry
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import select

from careops.accounts import public as accounts
from careops.automation import jobs
from careops.booking import jobs as waitlist
from careops.booking import public as booking
from careops.booking.models import BookingType
from careops.contacts.models import Contact
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import WORDS
from careops.core.i18n import LANGUAGES
from careops.forms import public as forms
from careops.inbox import public as inbox
from careops.inbox.models import Delivery
from careops.inbox.rules.letters import read_letter
from careops.integrations.ports import Letter
from tests.worlds import Shop, opened
from tools.messages import PUBLIC, ROOT, TRANSLATED, Message, aliases, called, is_translated, messages, translated

HOLE = re.compile(r"\{(\w+)\}")
SAID_IN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-minutes", "data-say", "data-left")
THURSDAY = "2026-11-19T08:00:00+00:00"

pytestmark = pytest.mark.xdist_group("catalogues")  # the code and the catalogues are read once
each_language = pytest.mark.parametrize("locale", TRANSLATED)


# ── the catalogues ───────────────────────────────────────


def forms_of(text: object) -> list[str]:
    """The one form of a text, or both."""
    return [text] if isinstance(text, str) else list(text) if isinstance(text, tuple) else []


@cache
def asked() -> list[Message]:
    """Every text of the house; its files are read once."""
    return messages()


def public_texts() -> set[object]:
    return {message.id for message in asked() if message.public}


@cache
def entries(locale: str) -> dict[object, Entry]:
    return {entry.id: entry for entry in translated(locale) if entry.id}


def test_every_place_of_public_texts_is_a_place() -> None:
    """A room that became a folder takes its texts along, or nobody would translate them."""
    assert [pattern for pattern in PUBLIC if not list(ROOT.glob(pattern))] == []


@each_language
def test_every_public_text_is_there_and_no_other(locale: str) -> None:
    texts = public_texts()
    assert len(texts) > 300
    assert set(entries(locale)) == texts


@each_language
def test_every_form_is_translated_by_a_person(locale: str) -> None:
    assert [entry.id for entry in entries(locale).values() if not is_translated(entry) or entry.fuzzy] == []
    assert [e.id for e in entries(locale).values() if len(forms_of(e.string)) != len(forms_of(e.id))] == []


@each_language
def test_what_is_filled_in_stays(locale: str) -> None:
    def wrong(entry: Entry) -> bool:
        pairs = zip(forms_of(entry.id), forms_of(entry.string), strict=True)
        return any(sorted(HOLE.findall(english)) != sorted(HOLE.findall(own)) for english, own in pairs)

    assert [entry.id for entry in entries(locale).values() if wrong(entry)] == []


@each_language
def test_sentences_end_as_the_english_ones_do(locale: str) -> None:
    def unlike(entry: Entry) -> bool:
        ends = zip(forms_of(entry.id), forms_of(entry.string), strict=True)
        return any(english.endswith(".") != own.endswith((".", "।")) for english, own in ends if not english.endswith(" min"))

    abbreviated = {"{hours} h", "{count} min", "{minutes} min", "{hours} h {minutes} min"}
    assert [entry.id for entry in entries(locale).values() if entry.id not in abbreviated and unlike(entry)] == []


# ── the code ─────────────────────────────────────────────


def public_files() -> list[Path]:
    return sorted({ROOT / message.file for message in asked() if message.public})


def test_texts_are_never_joined() -> None:
    """A text is looked up whole: what is filled in goes through its parts."""
    joined: list[str] = []
    for path in sorted((ROOT / "careops").rglob("*.py")):
        code = path.read_text()
        if "i18n" not in code:
            continue
        tree = ast.parse(code)
        names = aliases(tree, "text") | aliases(tree, "plural")
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args)
        joined += [
            f"{path.name}:{call.lineno}" for call in calls if called(call) in names and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp))
        ]
    assert joined == []


def test_every_word_on_a_public_page_goes_through_the_catalogue() -> None:
    files = public_files()
    assert len(files) > 20
    assert [f"{path.relative_to(ROOT)}:{line} {text}" for path in files for line, text in bare_words(path)] == []


def bare_words(path: Path) -> Iterator[tuple[int, str]]:
    """Words that stand in an element, or in an attribute people hear, without having been looked up."""
    for node in ast.walk(ast.parse(path.read_text())):
        found: list[ast.expr] = []
        if isinstance(node, ast.Subscript) and is_element(node.value):
            found = [node.slice]
        elif isinstance(node, ast.Call):
            found = [word.value for word in node.keywords if word.arg in {"aria_label", "placeholder", "alt", "label", "help"}]
        for expression in found:
            for part in shown(expression):
                if re.search(r"[A-Za-z]{2}", part) and part not in {"Google", "Outlook"}:
                    yield expression.lineno, part


def is_element(node: ast.expr) -> bool:
    """Whether it is `h.p` or `h.p(…)`: what follows in brackets is what people read."""
    node = node.func if isinstance(node, ast.Call) else node
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "h"


def shown(node: ast.expr) -> Iterator[str]:
    """The literal texts an element shows directly."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.JoinedStr(values=parts):
            for part in parts:
                yield from shown(part)
        case ast.IfExp(body=body, orelse=other):
            yield from shown(body)
            yield from shown(other)
        case _:
            pass


def test_the_words_for_wrong_input_are_public() -> None:
    assert set(WORDS.values()) <= public_texts()


# ── a visitor's way ──────────────────────────────────────


class Reader(HTMLParser):
    """What a page says: its texts, and the attributes people hear."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.lang = ""
        self._skipping = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.lang = told.get("lang") or ""
        if tag in ("style", "script") or "hreflang" in told:
            self._skipping = tag
        self.said += [told[name] or "" for name in SAID_IN_ATTRIBUTES if name in told]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = ""

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._skipping:
            self.said.append(" ".join(data.split()))


def english_in(said: list[str], locale: str) -> list[str]:
    """The texts that are still English: whole ones as they are, longer ones anywhere."""
    return [f"{english!r} in {text!r}" for english, looks in english_texts(locale) for text in said if looks.search(text)]


@cache
def english_texts(locale: str) -> list[tuple[str, re.Pattern[str]]]:
    """What would be English on a page in that language, and how it would look there."""
    own = {id: form for entry in entries(locale).values() for id, form in zip(forms_of(entry.id), forms_of(entry.string), strict=True)}
    found: list[tuple[str, re.Pattern[str]]] = []
    for english, translation in own.items():
        rest = HOLE.sub("", english)
        if english == translation or len(re.findall(r"[A-Za-z]+", rest)) == 0:
            continue
        pattern = HOLE.sub("\0", english)
        pattern = re.escape(pattern).replace("\0", ".+?")
        whole = len(rest.split()) < 3
        looks = re.compile(rf"^{pattern}$" if whole else rf"\b{pattern}")
        if len(rest.strip()) > 3 or english == rest:
            found.append((english, looks))
    return found


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana, providers=2)


@pytest.fixture
def pages() -> TestClient:
    house = FastAPI()
    for door in (accounts, booking, forms, inbox):
        house.include_router(door.router)
    return TestClient(house, follow_redirects=True)


def carried(page: Response) -> dict[str, str]:
    form = page.text.split('id="details"')[1]
    return {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def check(page: Response, locale: str, *words: str) -> Response:
    """The page is in that language, all of it, and says those words."""
    read = Reader(page.text)
    assert read.lang == locale
    assert english_in(read.said, locale) == []
    assert [word for word in words if word not in unescape(page.text)] == []
    return page


def mailed(shop: Shop) -> list[Letter]:
    while jobs.react():
        pass
    with db.reading(shop.owner) as session:
        return [read_letter(row.letter) for row in session.exec(select(Delivery)).all()]


# Thursday 26 November 2026 and €45, as each language writes them.
WRITTEN = {
    "es": ("jueves, 26 de noviembre", "45\xa0€", "Nombre completo", "Este dato es necesario"),
    "de": ("Donnerstag, 26. November", "45\xa0€", "Vor- und Nachname", "Diese Angabe wird gebraucht"),
    "fr": ("jeudi 26 novembre", "45\xa0€", "Nom complet", "Cette information est nécessaire"),
    "hi": ("गुरुवार, 26 नवंबर", "€45", "पूरा नाम", "यह आवश्यक है"),
}


@each_language
def test_a_visitor_books_in_their_own_language(pages: TestClient, shop: Shop, locale: str) -> None:
    day, price, name, needed = WRITTEN[locale]
    pages.headers["accept-language"] = f"{locale}-{locale.upper()},{locale};q=0.9,en;q=0.5"
    path = f"/book/{shop.slug}/cut"
    with time_machine.travel(THURSDAY, tick=False):
        check(pages.get(f"/book/{shop.slug}"), locale, price)
        times = check(pages.get(path, params={"day": "2026-11-26"}), locale, day, price)
        slot = re.findall(r'name="slot" value="(2026-11-26[^"]+)"', times.text)[0]
        form = check(pages.post(path, data={"slot": slot}), locale, name)
        refused = check(pages.post(path, data={**carried(form), "name": "", "email": "x@", "phone": "1"}), locale, needed)
        assert refused.status_code == 422
        long = check(pages.post(path, data={**carried(form), "notes": "x" * 2001}), locale, "2000")
        assert long.status_code == 422
        person = {"name": "Cleo Marsh", "email": "cleo@example.org"}
        done = check(pages.post(path, data={**carried(refused), **person, "notes": ""}), locale, day, price)
        check(pages.get(str(done.url).split("?")[0]), locale)
        check(pages.get(str(done.url).split("?")[0] + "?move=1"), locale)
        (letter,) = mailed(shop)
    read = Reader(letter.html)
    assert (read.lang, english_in([*read.said, letter.subject, *letter.text.splitlines()], locale)) == (locale, [])
    assert [word for word in (day, price, "09:00–09:30") if word not in unescape(letter.html) or word not in letter.text] == []
    with db.reading(shop.owner) as session:
        assert session.exec(select(Contact.locale)).all() == [locale]


# What repeats each Thursday, and the waitlist, as each language says them.
SAID = {
    "es": ("Cada semana el jueves a las 09:00, 3 veces", "Está en la lista de espera", "Hay una hora libre para usted"),
    "de": ("Jede Woche am Donnerstag um 09:00, 3-mal", "Sie stehen auf der Warteliste", "Eine Zeit ist für Sie frei"),
    "fr": ("Chaque semaine le jeudi à 09:00, 3 fois", "Vous êtes sur la liste d’attente", "Un horaire est libre pour vous"),
    "hi": ("हर हफ़्ते गुरुवार को 09:00 पर, 3 बार", "आप प्रतीक्षा सूची में हैं", "आपके लिए एक समय खाली है"),
}
CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


def changed(shop: Shop, **values: object) -> None:
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(**values))  # type: ignore[call-overload]


def own_language(letters: list[Letter], locale: str) -> list[str]:
    """What the letters to Cleo still say in English."""
    said = [[*Reader(one.html).said, one.subject, *one.text.splitlines()] for one in letters if one.to == CLEO["email"]]
    assert said
    return [english for lines in said for english in english_in(lines, locale)]


@each_language
def test_visits_that_repeat_are_told_in_the_visitors_language(pages: TestClient, shop: Shop, locale: str) -> None:
    pages.headers["accept-language"] = locale
    changed(shop, recurring_max=6)
    path, often = f"/book/{shop.slug}/cut", {"repeat": "weekly", "times": "3", **CLEO}
    with time_machine.travel(THURSDAY, tick=False):
        times = pages.get(path, params={"day": "2026-11-26"})
        form = pages.post(path, data={"slot": re.findall(r'name="slot" value="(2026-11-26[^"]+)"', times.text)[0]})
        dates = check(pages.post(path, data={**carried(form), **often, "do": "repeat"}), locale, SAID[locale][0])
        done = check(pages.post(path, data={**carried(dates), **often}), locale, SAID[locale][0])
        address = str(done.url).split("?")[0]
        check(pages.get(address), locale, SAID[locale][0])
        assert own_language(mailed(shop), locale) == []
        check(pages.post(address, data={"do": "cancel", "scope": "all"}), locale)
        assert own_language(mailed(shop), locale) == []


@each_language
def test_who_waits_is_told_in_their_own_language(pages: TestClient, shop: Shop, locale: str) -> None:
    pages.headers["accept-language"] = locale
    changed(shop, waitlist="offer", offer_minutes=30)
    path = f"/book/{shop.slug}/cut/waitlist"
    with time_machine.travel(THURSDAY, tick=False):
        check(pages.get(path), locale)
        refused = check(pages.post(path, data={**CLEO, "first_day": "2026-11-26", "last_day": "2026-11-25"}), locale)
        assert refused.status_code == 422
        days = {"first_day": "2026-11-26", "last_day": "2026-11-26", "day3": "1", "morning": "1"}
        own = check(pages.post(path, data={**CLEO, **days}), locale, SAID[locale][1])
        assert own_language(mailed(shop), locale) == []
        while waitlist.serve_waitlist():
            pass
        offered = check(pages.get(str(own.url).split("?")[0]), locale, SAID[locale][2])
        assert own_language(mailed(shop), locale) == []
        check(pages.post(str(offered.url), data={"do": "decline"}), locale)
        check(pages.post(str(offered.url), data={"do": "withdraw"}), locale)


@each_language
@pytest.mark.usefixtures("database")
def test_people_register_and_are_refused_in_their_own_language(pages: TestClient, locale: str) -> None:
    pages.headers["accept-language"] = locale
    for path in ("/login", "/login?said=reset", "/register", "/forgot", "/forgot?said=sent", "/logout", "/reset/x", "/invite/x"):
        check(pages.get(path), locale)
    page = check(pages.post("/register", data={"name": "", "email": "x", "password": "short"}), locale, WRITTEN[locale][3])
    assert page.status_code == 422
    check(pages.post("/register", data={"name": "Ana", "email": "ana@example.org", "password": "short"}), locale, "12")


@each_language
def test_people_write_in_their_own_language(pages: TestClient, shop: Shop, locale: str) -> None:
    pages.headers["accept-language"] = locale
    check(pages.get(f"/contact/{shop.slug}"), locale)
    check(pages.post(f"/contact/{shop.slug}", data={"name": "Cleo"}), locale, WRITTEN[locale][3])
    check(pages.post(f"/contact/{shop.slug}", data={"name": "Cleo", "reach": "cleo@example.org", "message": "?"}), locale)
    letters = [[*Reader(letter.html).said, letter.subject] for letter in mailed(shop)]
    assert [english_in(said, locale) for said in letters] == [[]]


def test_the_days_above_the_strip_are_named_in_the_visitors_language(pages: TestClient, shop: Shop) -> None:
    page = pages.get(f"/book/{shop.slug}/cut", headers={"accept-language": "de"})
    assert re.findall(r'class="wk"[^>]*>([^<]+)<', page.text) == ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."]


def test_a_page_in_english_would_be_noticed(pages: TestClient, shop: Shop) -> None:
    english = Reader(pages.get(f"/book/{shop.slug}/cut").text)
    said = " ".join(english_in(english.said, "de"))
    assert [text for text in ("When suits you?", "Next free", "Take {time}", "Time zone", "closed") if text not in said] == []


# ── choosing a language ──────────────────────────────────


def offered(page: Response) -> dict[str, str]:
    """The languages at the foot of the page that one can turn to, and their addresses."""
    foot = page.text.split("<footer")[1]
    return {code: unescape(href) for href, code in re.findall(r'<a href="([^"]+)" lang="(\w+)"', foot)}


def test_another_language_is_one_tap_away_and_stays(pages: TestClient, shop: Shop) -> None:
    path = f"/book/{shop.slug}/cut"
    english = pages.get(path, params={"tz": "Asia/Tokyo", "from": "2026-11-20"})
    assert set(offered(english)) == set(LANGUAGES) - {"en"}
    assert '<span lang="en" aria-current="true">English</span>' in english.text
    address = offered(english)["de"]
    query = dict(parse_qsl(urlsplit(address).query))
    assert query == {"tz": "Asia/Tokyo", "from": "2026-11-20", "lang": "de"}
    german = check(pages.get(path + address), "de")
    assert "lang=de" in german.text.split("<footer")[0], "inside a frame no cookie would be kept"
    check(pages.get(f"/contact/{shop.slug}"), "de")
    check(pages.get("/login?lang=fr&next=/app/inbox"), "fr")
    kept = dict(parse_qsl(urlsplit(offered(pages.get("/login?next=/app/inbox"))["es"]).query))
    assert kept == {"next": "/app/inbox", "lang": "es"}


@pytest.mark.parametrize("asked", ["xx", "", "de\0", "../de", "DE-de"])
def test_a_language_we_do_not_have_changes_nothing(pages: TestClient, shop: Shop, asked: str) -> None:
    page = pages.get(f"/book/{shop.slug}", params={"lang": asked}, headers={"accept-language": "fr"})
    assert (Reader(page.text).lang, page.cookies.get("careops_language")) == ("fr", None)


def test_the_language_follows_the_held_time(pages: TestClient, shop: Shop) -> None:
    path = f"/book/{shop.slug}/cut"
    times = pages.get(path)
    form = pages.post(path, data={"slot": re.findall(r'name="slot" value="([^"]+)"', times.text)[0]})
    check(pages.get(path + offered(form)["de"]), "de", "Vor- und Nachname")
