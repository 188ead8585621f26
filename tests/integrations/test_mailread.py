"""Mails as they come: in every charset, broken, hostile; nothing raises and nothing takes long."""

from datetime import UTC, datetime

import pytest

from careops.integrations.mailread import headers_of, inbound
from tests.spending import at_most

HEAD = b"From: =?utf-8?q?Cl=C3=A9o=2C_M=2E?= <cleo@example.org>\r\nSubject: =?iso-8859-1?q?H=E9llo?=\r\nMessage-ID: <a@b>\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def test_a_mail_says_who_wrote_it_and_what() -> None:
    raw = b"To: Ana <Hello@Salon.example>\r\nCc: x@y.example\r\nDelivered-To: reply+abc@in.example\r\nIn-Reply-To: <p@q>\r\n"
    raw += b"References: <1@q> <2@q>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\n" + HEAD + b"\r\nHi there"
    mail = inbound(raw, recipients=("envelope@in.example",))
    assert mail.sender == ("Cléo, M.", "cleo@example.org")
    assert mail.recipients == ("envelope@in.example", "reply+abc@in.example", "Hello@Salon.example", "x@y.example")
    assert (mail.subject, mail.text, mail.message_id) == ("Héllo", "Hi there", "<a@b>")
    assert (mail.in_reply_to, mail.references) == ("<p@q>", ("<1@q>", "<2@q>"))
    assert mail.at == datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        (b"utf-8", "Grüße €".encode(), "Grüße €"),
        (b"iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        (b"windows-1252", "“€”".encode("cp1252"), "“€”"),
        (b"koi8-r", "Привет".encode("koi8-r"), "Привет"),
        (b"gb2312", "你好".encode("gb2312"), "你好"),
        (b"iso-2022-jp", "こんにちは".encode("iso-2022-jp"), "こんにちは"),
        (b"utf-8", "Grüße".encode("latin-1"), "Grüße"),
        (b"us-ascii", "Grüße".encode(), "Grüße"),
        (b"no-such-charset", "Grüße".encode(), "Grüße"),
        (b"punycode", b"plain", "plain"),
        (b"zlib", b"plain", "plain"),
        (b"unicode_escape", b"\\u0041", "\\u0041"),
    ],
)
def test_text_is_read_in_the_charset_that_fits(charset: bytes, content: bytes, text: str) -> None:
    assert inbound(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + content).text == text


def test_texts_pages_and_files_are_told_apart() -> None:
    raw = (
        MIXED + b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nplain\r\n--c\r\nContent-Type: text/html\r\n\r\n"
    )
    raw += b'<p>page</p>\r\n--c--\r\n--b\r\nContent-Type: image/png; name="=?utf-8?q?=C3=A9?=.png"\r\n'
    raw += b"Content-Transfer-Encoding: base64\r\n\r\n"
    raw += b"iVBORw0K\r\n--b\r\nContent-Disposition: attachment; filename*=utf-8''%E2%82%AC.txt\r\n\r\nfile\r\n--b\r\n"
    raw += b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n--b--\r\n"
    mail = inbound(raw)
    assert (mail.text, mail.html) == ("plain", "<p>page</p>")
    assert [(file.name, file.mime) for file in mail.attachments] == [
        ("é.png", "image/png"),
        ("€.txt", "text/plain"),
        ("mail.eml", "message/rfc822"),
    ]
    assert b"inner" in mail.attachments[2].content


def test_nothing_in_a_header_becomes_another_header() -> None:
    mail = inbound(b"From: a@b.example\r\nSubject: =?utf-8?q?a=0D=0ABcc:_x@y.example?=\r\n\r\nx")
    assert mail.subject == "a Bcc: x@y.example"
    assert "bcc" not in mail.headers
    assert headers_of(b"Subject: =?utf-8?q?a=0AX-Evil:_1?=") == {"subject": "a X-Evil: 1"}


def test_the_first_of_several_headers_counts() -> None:
    assert headers_of(b"Authentication-Results: ours; dmarc=fail\r\nAuthentication-Results: theirs; dmarc=pass")[
        "authentication-results"
    ] == ("ours; dmarc=fail")


DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
HOSTILE = {
    "nothing": b"",
    "every byte": bytes(range(256)) * 1000,
    "a parameter of semicolons": HEAD + b'Content-Type: text/plain; a="' + b";" * 500_000 + b"\r\n\r\nx",
    "folded semicolons": HEAD + b'Content-Type: text/plain; a="\r\n' + b" ;;;;;;;;\r\n" * 100_000 + b"\r\nx",
    "brackets in From": b"From: " + b"(" * 50_000 + b"\r\n\r\nx",
    "commas in From": b"From: " + b"a@b.example," * 50_000 + b"\r\n\r\nx",
    "a subject of words": b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?x?= " * 50_000 + b"\r\n\r\nx",
    "half words": b"From: a@b.example\r\nSubject: " + b"=?" * 50_000 + b"\r\n\r\nx",
    "half a million headers": b"a:b\r\n" * 500_000 + b"\r\nx",
    "as many types": b"content-type: text/plain; x=y\r\n" * 500_000 + b"\r\nx",
    "six million headers": b"a:b\r\n" * 6_000_000,
    "3000 layers": HEAD + DEEP,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"x",
    "forty layers of many lines": HEAD + DEEP[:1800] + b"x\r\n" * 280_000,
    "many parts": MIXED + b"--b\r\n\r\nx\r\n" * 190_000,
    "a large file": MIXED
    + b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + (b"A" * 76 + b"\r\n") * 380_000,
    "quoted-printable": HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=41" * 3_000_000,
    "uuencode": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n" + b"M" * 10_000_000,
    "shifting charset": HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b"\x1b$B" * 500_000,
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 200_000,
    "a boundary of expressions": HEAD + b'Content-Type: multipart/mixed; boundary="' + b"(a+)+" * 100 + b'"\r\n\r\n--' + b"a" * 100_000,
    "a name in 500 pieces": MIXED
    + b"--b\r\nContent-Disposition: attachment; "
    + b"; ".join(b"filename*%d=x" % n for n in range(500))
    + b"\r\n\r\nx",
    "a date of numbers": HEAD + b"Date: " + b"1 " * 4000 + b"\r\n\r\nx",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_mail_raises_or_keeps_us_busy(kind: str) -> None:
    with at_most(2):
        mail = inbound(HOSTILE[kind], event_id="e", recipients=("a@b.example",))
    assert mail.event_id == "e"
    assert len(mail.text) <= 500_000


@pytest.mark.parametrize("kind", ["six million headers", "3000 layers", "mails in mails"])
def test_what_cannot_be_read_is_handed_on_as_it_is(kind: str) -> None:
    mail = inbound(HOSTILE[kind])
    assert (mail.raw, mail.sender, mail.text) == (HOSTILE[kind], ("", ""), "")
