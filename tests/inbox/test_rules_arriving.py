"""What arrives and what it means: by values alone."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from careops.core.ids import new_id
from careops.inbox.rules import files
from careops.inbox.rules.arriving import RANK, later, name_of, nature, once, pack, same_subject, unpack, wait
from careops.inbox.rules.letters import message_id, own_delivery, replied_to, reply_address
from careops.integrations.ports import Attachment, Inbound, Report, StatusNews

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


def mail(**said: object) -> Inbound:
    plain = Inbound("e1", "email", ("Cleo", "cleo@example.org"), ("hello@salon.example",), "Hi", "Hello", "", "<1@x>", "", (), {}, (), AT)
    return replace(plain, **said)  # type: ignore[arg-type]


def status(state: str, reason: str = "") -> StatusNews:
    return StatusNews(state, "p1", "", state, reason, "", AT)  # type: ignore[arg-type]


# ── kept until it is understood ──────────────────────────


def test_news_comes_out_as_it_went_in() -> None:
    files_ = (Attachment("a.png", "image/png", b"\x89PNG"), Attachment("b.txt", "text/plain", b"hello"))
    report = Report("cleo@example.org", "failed", "5.1.1", "no such user", "<x@y>")
    for news in (mail(attachments=files_, references=("<a@b>", "<c@d>"), report=report), mail(raw=b"whole"), status("bounced", "gone")):
        kept = pack(news)
        assert unpack(kept.kind, kept.event_id, kept.body, kept.raw) == news


def test_what_no_database_holds_is_left_out_before_it_is_kept() -> None:
    kept = pack(mail(subject="a\0b\ud800c", headers={"X-\0": "\0"}, text="x\u202ey"))
    assert "\0" not in str(kept.body)
    assert kept.body["subject"].encode() == b"ab?c"
    assert kept.body["text"] == "xy"


@pytest.mark.parametrize("given", ["", "x" * 300, "é", "a\nb"])
def test_news_without_a_usable_id_is_known_by_what_it_says(given: str) -> None:
    one, same, other = pack(mail(event_id=given)), pack(mail(event_id=given)), pack(mail(event_id=given, text="else"))
    assert one.event_id == same.event_id != other.event_id
    assert len(one.event_id) <= 250


def test_waiting_doubles_up_to_an_hour() -> None:
    assert [wait(tries).total_seconds() for tries in (0, 1, 2, 50)] == [2, 4, 8, 3600]


# ── statuses ─────────────────────────────────────────────


def end_of(told: list[StatusNews]) -> tuple[str, str]:
    state, reason = "sent", ""
    for news in told:
        if what := later(state, reason, news):
            state, reason = what.state, what.reason
    return state, reason


@pytest.mark.parametrize(
    ("told", "end"),
    [
        (["sent", "deferred", "delivered"], ("delivered", "")),
        (["sent", "delivered", "complained"], ("complained", "as a complained")),
        (["sent", "deferred", "bounced"], ("bounced", "as a bounced")),
        (["sent", "delivered", "bounced", "complained"], ("complained", "as a complained")),
        (["sent", "failed"], ("failed", "as a failed")),
        (["sent", "opted_out"], ("failed", "as a opted_out")),
        (["sent", "deferred"], ("sent", "as a deferred")),
    ],
)
def test_statuses_end_alike_in_every_order_and_number(told: list[str], end: tuple[str, str]) -> None:
    chance = random.Random(7)
    news = [status(state, f"as a {state}") for state in told]
    for _ in range(500):
        shuffled = [one for one in news for _ in range(chance.randint(1, 5))]
        chance.shuffle(shuffled)
        assert end_of(shuffled) == end


def test_without_ranks_the_order_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: taking each status at its word ends differently."""
    monkeypatch.setattr("careops.inbox.rules.arriving.standing", lambda *_: 0)
    forward = [status(state) for state in ("sent", "delivered", "complained")]
    assert end_of(forward) != end_of(forward[::-1])


def test_every_status_has_a_rank_and_what_only_we_said_has_none() -> None:
    for state in RANK:
        assert later("queued", "", status(state))
        assert later("unknown", "may have arrived", status(state))
    assert later("failed", "refused", status("delivered")) is None


# ── who wrote it ─────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "person"),
        ({"headers": {"auto-submitted": "no"}}, "person"),
        ({"headers": {"auto-submitted": "auto-replied"}}, "automatic"),
        ({"headers": {"auto-submitted": "auto-generated; owner-email=x"}}, "automatic"),
        ({"headers": {"precedence": "bulk"}}, "list"),
        ({"headers": {"list-id": "<news.example.org>"}}, "list"),
        ({"headers": {"x-auto-response-suppress": "All"}}, "automatic"),
        ({"headers": {"x-autoreply": "yes"}}, "automatic"),
        ({"subject": "Automatic reply: your visit"}, "automatic"),
        ({"subject": "Abwesenheitsnotiz: Termin"}, "automatic"),
        ({"subject": "Out of Office"}, "automatic"),
        ({"headers": {"return-path": "<>"}, "subject": "Undelivered"}, "bounce"),
        ({"headers": {"content-type": "multipart/report; report-type=delivery-status"}}, "bounce"),
        ({"headers": {"return-path": "<>"}, "subject": "Automatic reply: away"}, "automatic"),
        ({"sender": ("", "MAILER-DAEMON@mx.example.org")}, "bounce"),
        ({"sender": ("", "no-reply@shop.example")}, "automatic"),
        ({"sender": ("Ana", "Hello@Salon.example")}, "own"),
        ({"sender": ("", "reply+abc@in.salon.example")}, "own"),
        ({"sender": ("", "noreen@example.org")}, "person"),
    ],
)
def test_machines_are_told_from_people(said: dict[str, object], expected: str) -> None:
    assert nature(mail(**said), ours=frozenset({"hello@salon.example"})) == expected


def test_subjects_are_compared_without_what_answering_puts_before_them() -> None:
    assert same_subject("Re: AW: Your visit", "your  visit")
    assert same_subject("RE[2]: x", "x")
    assert not same_subject("Your visit", "Another visit")


def test_a_lead_is_called_by_the_name_it_writes_under() -> None:
    assert name_of("Cleo Marsh", "c@example.org") == "Cleo Marsh"
    assert name_of("cleo@example.org", "cleo.marsh@example.org") == "Cleo Marsh"
    assert name_of('"\r\nBcc: x', "c@example.org") == "Bcc: x"
    assert len(name_of("x" * 500, "c@example.org")) == 120


def test_a_mail_is_one_through_whichever_door_but_nobody_else_s() -> None:
    assert once(mail()) == once(mail(event_id="other", recipients=("x@y.example",)))
    assert once(mail()) != once(mail(sender=("", "eve@example.org")))
    assert once(mail(message_id="")) != once(mail(message_id="", event_id="other"))


# ── reply addresses ──────────────────────────────────────


def test_a_reply_address_leads_back_in_any_case_and_fits_into_an_address() -> None:
    id = new_id()
    address = reply_address(id, "in.salon.example")
    assert len(address.partition("@")[0]) <= 64
    for spelled in (address, address.upper(), address.title()):
        assert replied_to(["someone@example.org", spelled]) == id


def test_no_other_address_leads_anywhere() -> None:
    address = reply_address(new_id(), "in.salon.example")
    local = address.partition("@")[0]
    others = [local[:-1] + ("a" if local[-1] != "a" else "b"), "reply+", "reply+" + "a" * 52, "reply+é", "x" * 500, local + "aa"]
    others += [local[:at] + ("b" if local[at] != "b" else "c") + local[at + 1 :] for at in range(6, len(local))]
    assert all(replied_to([f"{other}@in.salon.example"]) is None for other in others)


def test_our_own_message_ids_are_known_and_no_others() -> None:
    id = new_id()
    assert own_delivery(message_id(id)) == id
    assert [own_delivery(other) for other in ("", "<x@y>", f"<{id}@elsewhere.example>", "<" * 999)] == [None] * 4


# ── files ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("a\0b\r\nc.png", "ab_c.png"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ('<b>"x".html', "_b__x_.html"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_s_name_is_only_a_name(given: str, kept: str) -> None:
    assert files.safe_name(given) == kept


@pytest.mark.parametrize(
    ("content", "told", "kept"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "text/html", "image/png"),
        (b"<html><script>alert(1)</script>", "text/html", "application/octet-stream"),
        (b"<svg onload=alert(1)>", "image/svg+xml", "application/octet-stream"),
        (b"<script>", "image/png", "application/octet-stream"),
        (b"%PDF-1.7", "application/x-unknown", "application/pdf"),
        (b"hello", "text/plain; charset=utf-8", "text/plain"),
        (b"he\0llo", "text/plain", "application/octet-stream"),
        (b"MZ", "application/pdf", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_are(content: bytes, told: str, kept: str) -> None:
    assert files.true_type(content, told) == kept


def test_files_are_limited_in_number_and_size_and_the_rest_is_named() -> None:
    many = [Attachment(f"{number}.bin", "", b"x") for number in range(20)]
    taken = files.take(many)
    assert (len(taken.files), taken.left_out) == (15, ("15.bin", "16.bin", "17.bin", "18.bin", "19.bin"))
    large = [Attachment("a", "", b"x" * 10_000_000) for _ in range(4)] + [
        Attachment("huge", "", b"x" * 15_000_001),
        Attachment("empty", "", b""),
    ]
    assert files.take(large).left_out == ("a", "a", "huge", "empty")


def test_a_wait_is_never_longer_than_patience() -> None:
    assert wait(10**6) < timedelta(hours=2)
