"""Owners' words: what may be written, what is told to somebody who slips, and a corpus of attacks of which none gets through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.core.i18n import LOCALES
from careops.inbox.rules.templates import BY_NAME, KINDS, Pieces, Source, Unwritable, checked, default, mail_of, render, slips, text_of
from careops.inbox.rules.templates.sandbox import HOUSE, LONGEST_TEXT
from careops.inbox.rules.texts import length
from careops.ui.public.frame import Brand
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph, mail_html, mail_text
from tests.spending import at_most

KNOWN = frozenset({"contact.first_name", "business.name", "booking.when", "details", "button", "link"})
VALUES = {
    "contact": {"first_name": "Cleo", "name": "Cleo Marsh"},
    "business": {"name": "Salon Ana"},
    "booking": {"when": "Tue 24 Nov 14:30"},
    "link": "https://example.org/manage/abc",
}
PIECES = Pieces((Details([("What", "Haircut")]),), Button("View or change booking", "https://example.org/manage/abc"))
BUILT_IN = Mail(Brand("Salon Ana"), "Booked", "pre", "You’re booked", [Paragraph("Ours")], "You get this because you booked.")

ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ contact.__class__ }}",
    "{{ contact.first_name.__class__ }}",
    "{{ contact['__class__'] }}",
    "{{ contact|attr('__class__') }}",
    "{{ contact.first_name.format(contact) }}",
    "{{ '%s'|format(contact) }}",
    "{{ '{0.__class__}'.format(contact) }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ range(999999999)|list }}",
    "{{ dict(a=1) }}",
    "{{ 'a' * 999999999 }}",
    "{{ 9**9**9**9 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ [1, 2, 3] }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ 1.5 }}",
    "{{ 'x'|center(99999999) }}",
    "{{ 'x'|replace('x', 'y') }}",
    "{{ contact|map('upper') }}",
    "{{ contact|tojson }}",
    "{{ contact|pprint }}",
    "{{ contact.first_name|safe }}",
    "{{ '<script>'|safe }}",
    "{{ contact.first_name[0] }}",
    "{{ contact.first_name[0:9] }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ _('x') }}",
    "{{ 1 + 1 }}",
    "{{ 7 * 7 }}",
    "{{ 1 is defined }}",
    "{{ contact.first_name is callable }}",
    "{{ contact.first_name in 'abc' }}",
    "{{ contact.first_name < 'abc' }}",
    "{% for x in contact %}{{ x }}{% endfor %}",
    "{% for a in 'xxxxxxxxxx' %}{% for b in 'xxxxxxxxxx' %}y{% endfor %}{% endfor %}",
    "{% set x = 1 %}",
    "{% set contact.first_name = 'x' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'base' %}",
    "{% block a %}{% endblock %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% do contact.clear() %}",
    "{% raw %}{{ x }}",
    "{{ contact.name.replace('a','b') }}",
    "{{ request }}",
    "{{ config }}",
    "{{ settings.secret_key }}",
    "{{ business.secret_key }}",
    "{{ true.__class__ }}",
    "{{ none.__class__ }}",
    "{{ link.split('/') }}",
    "{{ (link) .upper() }}",
    "{{ 'a'.__add__('b') }}",
    "{{ " + "(" * 3000 + "link" + ")" * 3000 + " }}",
    "{{ not " * 500 + "link" + " }}" * 500,
    "{{ " + "not " * 400 + "link }}",
    "{% if link %}" * 60 + "{% endif %}" * 60,
    "{{ " + "9" * 9000 + " }}",
    "x" * 10_001,
    "{{ '" + "\\x41" * 2400 + "' }}{{",
    "{{",
    "{% if %}",
    "{% endif %}",
    "{{ contact. }}",
    "{{ contact.first_name",
]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_attack_gets_through_and_each_is_told_its_line(attack: str):
    with at_most(1):
        found = slips(attack, KNOWN)
        assert found
        assert all(slip.line >= 1 and slip.says for slip in found)
        with pytest.raises(Unwritable):
            checked("body", attack, KNOWN)


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if len(attack) < 200 and re.search(r"__|\w\(", attack)], ids=str)
def test_the_second_wall_holds_even_where_nobody_judged_first(attack: str):
    """Rendered straight away, nothing is called and no attribute is reached."""
    with pytest.raises(Unwritable):
        render(attack, VALUES)


def test_the_house_knows_no_globals_and_no_tests():
    assert HOUSE.globals == {}
    assert HOUSE.tests == {}
    assert set(HOUSE.filters) == {"upper", "lower", "capitalize", "title", "trim", "default"}


@pytest.mark.parametrize(
    ("words", "line", "says"),
    [
        ("Hello\n{{ contact.frist_name }}", 2, "“contact.frist_name” is not known here. Did you mean “contact.first_name”?"),
        ("{{ zzz }}", 1, "“zzz” is not known here"),
        (
            "a\n\n{{ contact.first_name | shout }}",
            3,
            "“|shout” does not exist here; there are capitalize, default, lower, title, trim, upper",
        ),
        ("{% for a in contact %}{% endfor %}", 1, "Only names in double braces and a simple “if” are possible here"),
        ("one\n{% if link %}two", 2, "This cannot be read: Unexpected end of template"),
        ("{{ booking }}", 1, "“booking” is not known here. Did you mean “booking.when”?"),
        ("Hello\n\nDear { first_name },", 3, "Names stand in two pairs of braces: write {{ contact.first_name }} for { first_name }"),
        ("{booking.when}", 1, "Names stand in two pairs of braces: write {{ booking.when }} for {booking.when}"),
    ],
)
def test_a_slip_is_told_with_its_line_and_its_name(words: str, line: int, says: str):
    (first, *_) = slips(words, KNOWN)
    assert first.line == line
    assert first.says.startswith(says)


def test_names_filters_and_a_simple_if_are_all_there_is():
    words = "Hi {{ contact.first_name|upper }}{% if booking.when == 'x' %}!{% elif not link %}?{% else %}, {{ booking.when }}{% endif %}"
    assert slips(words, KNOWN) == []
    assert render(words, VALUES) == "Hi CLEO, Tue 24 Nov 14:30"
    assert slips("{anything} {else} {{ link }}", KNOWN) == [], "braces around no name of ours are the owner's own"


def test_a_value_is_never_a_template_and_never_html():
    evil = VALUES | {"contact": {"first_name": "{{ link }}<b>\ue000button\ue001", "name": ""}}
    mail = mail_of(Source("{{ contact.first_name }}", "{{ contact.first_name }}"), evil, PIECES, BUILT_IN)
    html = mail_html(mail)
    assert "<b>button" not in html
    assert "{{ link }}&lt;b&gt;button" in html
    assert not any(isinstance(block, Button) for block in mail.blocks)


def test_a_subject_stays_on_one_line():
    evil = VALUES | {"contact": {"first_name": "Cleo\r\nBcc: all@example.org", "name": ""}}
    assert mail_of(Source("Hi {{ contact.first_name }}", "x"), evil, PIECES, BUILT_IN).subject == "Hi Cleo Bcc: all@example.org"


def test_words_become_a_mail_of_the_house():
    body = "# Hello {{ contact.first_name }}\n\nSee https://example.org/a. {{ details }} After\n\n\n{{ button }}"
    mail = mail_of(Source("About {{ booking.when }}", body), VALUES, PIECES, BUILT_IN)
    assert (mail.subject, mail.title, mail.preheader) == ("About Tue 24 Nov 14:30", "Hello Cleo", "See https://example.org/a.")
    assert mail.blocks == [
        Paragraph(["See ", Link("https://example.org/a", "https://example.org/a"), "."]),
        PIECES.details[0],
        Paragraph(["After"]),
        PIECES.button,
    ]
    assert mail.why == BUILT_IN.why
    assert "What: Haircut" in mail_text(mail)


def test_a_text_message_is_plain_and_short():
    words = "{{ business.name }} – “booked” {{ booking.when }}…\n\n  It’s here: {{ link }}"
    assert text_of(Source("", words), VALUES) == 'Salon Ana - "booked" Tue 24 Nov 14:30...\nIt\'s here: https://example.org/manage/abc'


def test_what_grows_too_long_is_cut():
    assert len(render("{{ link }}", {"link": "x" * 50_000})) == LONGEST_TEXT


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_breaks_the_reading(words: str, value: str):
    if slips(words, KNOWN):
        return
    values = VALUES | {"contact": {"first_name": value, "name": value}}
    try:
        mail = mail_of(Source(words, words), values | {"details": "", "button": ""}, PIECES, BUILT_IN)
    except Unwritable:
        return
    assert mail_text(mail)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_our_own_words_pass_our_own_wall_in_every_language(kind, locale: str):
    for channel in ("email", "sms"):
        source = default(kind, channel, locale)
        for words in (source.subject, source.body):
            assert slips(words, kind.known(channel)) == []
        assert (source.subject == "") is (channel == "sms")


LONG_LINK = "https://careops.example/manage/" + "x" * 43


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_our_texts_name_the_business_and_fit_one_segment_in_english(kind):
    values = {
        "contact": {"first_name": "Cleo"},
        "business": {"name": "Salon Ana"},
        "booking": {"when_short": "Tue 24 Nov 14:30", "service": "Haircut", "provider": "Ben"},
        "series": {"first": "Tue 24 Nov 14:30", "count": "6", "service": "Haircut", "provider": "Ben"},
        "waitlist": {"when": "Tue 24 Nov 14:30", "service": "Haircut", "until": "18:00"},
        "link": LONG_LINK,
    }
    text = text_of(default(kind, "sms", "en"), values)
    assert text.startswith("Salon Ana: ")
    told = length(text)
    assert (told.unicode, told.segments <= (2 if kind.name == "series_confirmation" else 1)) == (False, True), text


def test_each_message_stands_once():
    assert len(BY_NAME) == len(KINDS)
