"""What the components promise: escaping, languages, errors, links to fields."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

import htpy as h
import pytest

from careops.ui.public import forms, parts, times
from careops.ui.public.forms import Choice, Option, Problem
from careops.ui.public.frame import Brand, Step, careops_page, heading, page, steps
from careops.ui.public.icons import icon
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph, Strong, mail_html, mail_text
from careops.ui.public.parts import Chip, Fact, Way
from careops.ui.public.people import avatar, initials, tint

EVIL = """"><script>alert(1)</script><img src=x onerror=alert(2)>'</style></title></textarea>{x}"""
NOW = datetime(2026, 11, 12, 13, 42, tzinfo=UTC)


class Elements(HTMLParser):
    """What a browser would make of the text: the elements and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def everything(t: str, locale: str = "en") -> list[h.Node]:
    """Every component with that text in every slot that takes a text."""
    return [
        steps([Step(t, t), Step(t)], 1, locale=locale),
        heading(t, t),
        forms.form(
            t,
            forms.field("a", t, value=t, help=t, error=t, unit=t, autocomplete=t, locale=locale),
            forms.textarea("b", t, value=t, help=t, error=t, locale=locale),
            forms.select("c", t, [Option(t, t)], value=t, help=t, error=t, locale=locale),
            forms.checkbox("d", t, value=t, help=t, error=t),
            forms.choices("e", t, [Choice(t, t, t, t, 1, 1)], chosen=t, help=t, error=t, locale=locale),
            forms.upload("g", t, accept=t, held=[(t, t)], help=t, error=t, locale=locale),
            forms.password(label=t, help=t, error=t, forgot=t, locale=locale),
            forms.hidden(t, t),
            forms.form_token(t),
            forms.honeypot(locale=locale),
            forms.group(t, t),
            forms.total_line(t, t),
            forms.drawn_signature(locale=locale),
            forms.form_progress(1, 2, t, saved=t, locale=locale),
            save_to=t,
            total_in=t,
        ),
        forms.error_summary([Problem(t, t), Problem("", t)], title=t, kept=t, locale=locale),
        parts.button(t, name=t, value=t, form=t, more=t),
        parts.link_button(t, t, more=t),
        parts.small_link(t, t),
        parts.pager(t, t),
        parts.switch(t, [Way(t, t)], symbol="globe"),
        parts.chips(t, [Chip(t, t, person_id=t, full_name=t), Chip(t, t, current=True)]),
        parts.note(t, "danger"),
        parts.policy(t),
        parts.badge(t),
        parts.dim(t),
        parts.section(t, t, id="s", lead=t),
        parts.box(t, label=t),
        parts.facts([Fact("clock", t, t)]),
        parts.definitions([(t, t)], total=(t, t)),
        parts.banner(t, t, t),
        parts.progress(1, 2, t),
        parts.rows(parts.offer(t, [t], t, t), parts.open_offer(t, [t], t, t, group=t), parts.task(t, t, t, t)),
        parts.calendar_links(google=t, outlook=t, ics=t, locale=locale),
        parts.confirm_step(t, t, action=t, confirm=t, keep=t, keep_href=t),
        times.next_free(t, t, t, t, who=t, locale=locale),
        times.pick(
            times.day_strip([times.DayCell(date(2026, 11, 12), "free", t, 3)], later=t, earlier=t, title=t, locale=locale),
            times.times(t, [times.Slot(t, time(9), t)], locale=locale),
            title=t,
            zone=times.zone_line(t, [times.Zone(t, t)], t, action=t, kept={t: t}, locale=locale),
        ),
        times.hold_bar(t, ends=NOW, now=NOW, until=t, form=t, again=[(t, t)], all_times=t, locale=locale),
        avatar(t, t),
    ]


def test_no_text_becomes_markup() -> None:
    brand = Brand(EVIL, "#7d3c5f", EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)
    aside = times.summary(EVIL, EVIL, EVIL, [(EVIL, EVIL)], (EVIL, EVIL), EVIL, label=EVIL)
    made = page(title=EVIL, body=everything(EVIL), brand=brand, aside=aside, canonical=EVIL, description=EVIL, data={EVIL: EVIL})
    elements = Elements(made.html)
    assert [s.get("type", s.get("src")) for s in elements.all("script")] == [elements.all("script")[0]["src"], "application/ld+json"]
    assert not [attrs for _, attrs in elements.found if any(name.startswith("on") for name in attrs)]
    assert [image["src"] for image in elements.all("img")] == [EVIL]
    assert len(elements.all("style")) == 1
    assert "alert(1)</script>" not in made.html


def test_no_text_becomes_markup_in_a_mail() -> None:
    words = [EVIL, Strong(EVIL), Link(EVIL, EVIL)]
    blocks = [Paragraph(words), Details([(EVIL, words)]), Button(EVIL, EVIL)]
    made = mail_html(Mail(Brand(EVIL, "", EVIL, EVIL, EVIL), EVIL, EVIL, EVIL, blocks, words, Link(EVIL, EVIL), "en"))
    elements = Elements(made)
    assert not elements.all("script")
    assert not elements.all("img")
    assert not [attrs for _, attrs in elements.found if "onerror" in attrs]


# ── languages ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("locale", "direction"), [("en", "ltr"), ("de", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("ur", "rtl")]
)
def test_a_page_says_its_language_and_direction(locale: str, direction: str) -> None:
    made = page(title="x", body=everything("x", locale), brand=Brand("B"), locale=locale)
    assert Elements(made.html).all("html") == [{"lang": locale, "dir": direction}]


def test_the_kits_own_words_are_in_the_catalogues_language() -> None:
    made = str(times.day_strip([times.DayCell(date(2026, 11, 12), "free", "?")], locale="de"))
    assert "November 2026" in made
    assert ">Do<" in made


def test_weeks_start_where_the_locale_starts_them() -> None:
    thursday = [times.DayCell(date(2026, 11, 12), "closed")]
    assert str(times.day_strip(thursday, week_of="en_IE")).count('class="past"') == 3
    assert str(times.day_strip(thursday, week_of="en_US")).count('class="past"') == 4


# ── pages ────────────────────────────────────────────────


def test_a_title_names_the_business_once_and_says_error_first() -> None:
    def title(html: str) -> str:
        return re.findall("<title>(.*?)</title>", html)[0]

    assert title(page(title="Choose", body=None, brand=Brand("Lumen")).html) == "Choose · Lumen"
    assert title(page(title="Write to Lumen", body=None, brand=Brand("Lumen")).html) == "Write to Lumen"
    assert title(page(title="Choose", body=None, brand=Brand("Lumen"), errors=True).html) == "Error: Choose · Lumen"
    assert title(careops_page(title="Sign in", body=None).html) == "Sign in · CareOps"


def test_only_our_own_pages_say_careops() -> None:
    assert "CareOps" not in page(title="x", body=everything("x"), brand=Brand("Lumen", "#7d3c5f")).html
    assert "CareOps" in careops_page(title="Sign in", body=None).html


def test_a_page_carries_each_icon_that_it_uses_once() -> None:
    made = page(title="x", body=[icon("clock"), icon("clock"), icon("mail")], brand=Brand("Lumen")).html
    assert re.findall(r'<symbol id="i-([a-z-]+)"', made) == ["clock", "mail"]
    with pytest.raises(LookupError):
        icon("unheard-of")


# ── forms ────────────────────────────────────────────────


def test_an_error_stands_at_its_field_and_keeps_what_was_typed() -> None:
    made = str(forms.field("email", "Email", kind="email", value="nora@", help="Here.", error="Add the rest"))
    field = Elements(made).all("input")[0]
    assert (field["value"], field["aria-invalid"], field["aria-describedby"], field["dir"]) == (
        "nora@",
        "true",
        "email-hint email-err",
        "ltr",
    )
    assert 'id="email-err"' in made


def test_a_summary_links_to_the_fields_and_is_nothing_without_problems() -> None:
    assert forms.error_summary([]) is None
    made = str(forms.error_summary([Problem("email", "Fix it"), Problem("", "Too late")]))
    assert [link["href"] for link in Elements(made).all("a")] == ["#email"]
    assert "2 things to fix" in made
    assert "autofocus" in made


def test_the_first_choice_can_be_linked_to() -> None:
    made = Elements(str(forms.choices("meet", "How?", [Choice("a", "A"), Choice("b", "B")], chosen="b", error="Choose")))
    assert [(i.get("id"), "checked" in i) for i in made.all("input")] == [("meet", False), (None, True)]


def test_a_password_is_never_written_back_and_a_leading_break_survives() -> None:
    assert "value" not in Elements(str(forms.password())).all("input")[0]
    assert "\n\nhello" in str(forms.textarea("a", "A", value="\nhello"))


# ── times ────────────────────────────────────────────────


def test_times_are_grouped_by_part_of_day_and_empty_parts_left_out() -> None:
    made = str(times.times("/x", [times.Slot("a", time(11, 59)), times.Slot("b", time(17))]))
    assert re.findall(r"<h3[^>]*>(\w+)<", made) == ["Morning", "Evening"]
    assert re.findall(r'value="(\w)"', made) == ["a", "b"]


def test_only_free_days_are_links() -> None:
    day = date(2026, 11, 30)
    cells = [times.DayCell(day + timedelta(days=at), state, f"?{at}") for at, state in enumerate(("free", "full", "closed"))]
    made = str(times.day_strip(cells))
    assert [link["href"] for link in Elements(made).all("a")] == ["?0"]
    assert "Dec" in made
    assert "Full" in made


def test_a_hold_tells_the_clock_time_without_script() -> None:
    made = str(times.hold_bar("Wed", ends=NOW + timedelta(minutes=5), now=NOW, until="13:47", form="f", again=[("s", "14:00")]))
    bar = next(attrs for _, attrs in Elements(made).found if "data-ends" in attrs)
    assert int(bar["data-ends"] or 0) - int(bar["data-now"] or 0) == 300_000
    assert "until 13:47" in made


# ── people and mails ─────────────────────────────────────


def test_people_have_stable_marks() -> None:
    assert [initials(n) for n in ("Mara Byrne", "Inês", "  ana maria de souza ", "", "(x)")] == ["MB", "I", "AS", "·", "·"]
    assert {tint(number) for number in range(200)} == {1, 2, 3, 4, 5, 6}
    assert tint("a") == tint("a")


def test_a_mail_and_its_twin_say_the_same() -> None:
    blocks = [Paragraph(["Hello ", Strong("Nora")]), Details([("When", "Wed 14:00")]), Button("View booking", "https://x.example/m/1")]
    stop = Link("Stop reminders", "https://x.example/u/1")
    made = Mail(Brand("Lumen", "#7d3c5f", phone="+353 1"), "Booked", "Soon", "You’re booked", blocks, "You booked.", stop)
    html, text = mail_html(made), mail_text(made)
    for said in (
        "You’re booked",
        "Nora",
        "When",
        "Wed 14:00",
        "View booking",
        "https://x.example/m/1",
        "You booked.",
        "https://x.example/u/1",
        "+353 1",
    ):
        assert said in html
        assert said in text
    assert "Soon" in html
    assert "prefers-color-scheme:dark" in html
    assert "#7d3c5f" in html


def test_a_long_mail_stays_under_40_kb_and_reads_right_to_left() -> None:
    lines = [("מתי", "יום רביעי " * 10)] * 12
    made = mail_html(Mail(Brand("לומן"), "נושא", "לפני", "שלום", [Paragraph("מילים " * 300), Details(lines)], "כי", locale="he"))
    assert len(made.encode()) < 40_000
    assert Elements(made).all("html")[0]["dir"] == "rtl"
