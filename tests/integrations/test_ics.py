"""Calendar files as other programs read them: invitations through change and cancellation, feeds, and hostile texts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from careops.integrations.ics import lines
from careops.integrations.ics.feed import Entry, Feed, etag, render, unchanged
from careops.integrations.ics.gateway import Appointment, google_link, outlook_link, write
from careops.integrations.mime import compose
from careops.integrations.ports import Attachment, Letter

GOLDEN = Path(__file__).parent / "golden" / "feed.ics"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

VISIT = Appointment(
    uid="booking-1@careops",
    sequence=0,
    revised_at=datetime(2026, 11, 1, 8, 30, 15, 999, tzinfo=UTC),
    starts_at=datetime(2026, 11, 20, 14, tzinfo=ZoneInfo("Europe/Berlin")),
    ends_at=datetime(2026, 11, 20, 15, 15, tzinfo=ZoneInfo("Europe/Berlin")),
    title="Cut, colour; and more · Salon",
    details="Move or cancel: https://salon.example/manage/x",
    location="Hauptstr. 1\n10115 Berlin",
    url="https://salon.example/manage/x?a=b;c,d",
    organizer=('Salon "Ana", Berlin', "hello@salon.example"),
    attendee=("Cleo", "cleo@example.org"),
    services=("14:00 Cut · Ana", "14:45 Colour · Ben"),
)

FEED = Feed(
    name="Ana · Salon, Berlin",
    timezone="Europe/Berlin",
    entries=(
        Entry("booking-1@careops", 0, NOON, NOON + timedelta(hours=1), "Cut", "With Ana", "Room A", "CONFIRMED", NOON - timedelta(days=2)),
        Entry("booking-2@careops", 3, NOON, NOON + timedelta(hours=2), "Färben; Schnitt, " + "sehr lang " * 12, "Cut\nColour", "",
              "TENTATIVE", NOON - timedelta(days=1)),
        Entry("booking-3@careops", 1, NOON, NOON + timedelta(minutes=30), "Gone 🎉 " + "é" * 60, "", "", "CANCELLED", NOON),
    ),
    version="7",
)  # fmt: skip


def only_event(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    return event


# ── one appointment ──────────────────────────────────────


def test_an_invitation_says_everything_a_mail_program_needs() -> None:
    assert VISIT.method == "REQUEST"
    content = write(VISIT, "REQUEST")
    assert Calendar.from_ical(content)["METHOD"] == "REQUEST"
    event = only_event(content)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("booking-1@careops", 0, "CONFIRMED")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 11, 1, 8, 30, 15, tzinfo=UTC)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (VISIT.starts_at, VISIT.ends_at)
    assert event["SUMMARY"] == VISIT.title
    assert event["LOCATION"] == VISIT.location
    assert event["URL"] == VISIT.url
    assert event["DESCRIPTION"] == "14:00 Cut · Ana\n14:45 Colour · Ben\n\nMove or cancel: https://salon.example/manage/x"
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:hello@salon.example", "Salon 'Ana', Berlin")
    assert event["ATTENDEE"] == "mailto:cleo@example.org"
    assert dict(event["ATTENDEE"].params) == {"CN": "Cleo", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}


def test_a_change_and_a_cancellation_keep_the_uid_and_raise_the_sequence() -> None:
    later = replace(VISIT, sequence=1, revised_at=VISIT.revised_at + timedelta(days=1), starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    gone = replace(later, sequence=2, revised_at=later.revised_at + timedelta(days=1), standing="CANCELLED")
    asked, moved, cancelled = (only_event(write(one, one.method)) for one in (VISIT, later, gone))
    assert asked["UID"] == moved["UID"] == cancelled["UID"]
    assert [event["SEQUENCE"] for event in (asked, moved, cancelled)] == [0, 1, 2]
    assert asked["DTSTAMP"].dt < moved["DTSTAMP"].dt < cancelled["DTSTAMP"].dt
    assert gone.method == "CANCEL"
    assert (cancelled["STATUS"], cancelled["ATTENDEE"], cancelled["ORGANIZER"]) == ("CANCELLED", asked["ATTENDEE"], asked["ORGANIZER"])
    assert "RSVP" not in cancelled["ATTENDEE"].params


def test_a_cancellation_always_says_cancelled() -> None:
    assert only_event(write(VISIT, "CANCEL"))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("missing", [{"organizer": ("Salon", "")}, {"attendee": ("Cleo", "")}])
def test_without_both_addresses_there_is_no_invitation_only_a_publication(missing: dict[str, tuple[str, str]]) -> None:
    appointment = replace(VISIT, **missing)  # type: ignore[arg-type]
    assert appointment.method == "PUBLISH"
    with pytest.raises(ValueError, match="organizer and an attendee"):
        write(appointment, "REQUEST")
    assert "ATTENDEE" not in only_event(write(appointment))


def test_the_same_revision_gives_the_same_bytes_and_a_naive_time_none() -> None:
    assert write(VISIT, "REQUEST") == write(VISIT, "REQUEST")
    for name in ("starts_at", "ends_at", "revised_at"):
        with pytest.raises(ValueError, match="offset"):
            write(replace(VISIT, **{name: datetime(2026, 1, 1)}))  # noqa: DTZ001


def test_the_invitation_stands_beside_the_letters_text_with_its_method() -> None:
    files = (Attachment("booking.ics", "text/calendar; charset=utf-8", write(VISIT, "REQUEST")),)
    mail = compose(Letter("<1@a.example>", NOON, ("Salon", "a@b.example"), "c@d.example", "Hi", "Hi", attachments=files))
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert only_event(calendar.get_payload(decode=True))["UID"] == VISIT.uid  # type: ignore[arg-type]


def test_the_links_for_web_calendars_tell_the_same() -> None:
    google, outlook = (parse_qs(urlsplit(link(VISIT)).query) for link in (google_link, outlook_link))
    assert google["dates"] == ["20261120T130000Z/20261120T141500Z"]
    assert outlook["startdt"] == ["2026-11-20T13:00:00+00:00"]
    assert google["details"] == outlook["body"] == [VISIT.description]


# ── words that want to be more ───────────────────────────

EVIL = "x\r\nATTENDEE:mailto:eve@evil.example\nBEGIN:VEVENT\rEND:VCALENDAR\0\x1b\u2028UID:2\x85z"


def test_no_text_becomes_a_line() -> None:
    evil = replace(
        VISIT, uid=EVIL, title=EVIL, details=EVIL, location=EVIL, url=EVIL, organizer=(EVIL, EVIL), attendee=(EVIL, EVIL), services=(EVIL,)
    )
    for content in (
        write(evil, "REQUEST"),
        render(replace(FEED, name=EVIL, entries=(Entry(EVIL, 0, NOON, NOON, EVIL, EVIL, EVIL, "CONFIRMED", NOON),))),
    ):
        names = [line.partition(b":")[0].partition(b";")[0] for line in content.replace(b"\r\n ", b"").split(b"\r\n")]
        assert len(names) == len(set(names)) + 2  # BEGIN and END, twice each
        assert (names.count(b"BEGIN"), names.count(b"END")) == (2, 2)
        assert not {b"\0", b"\x1b"} & {content[i : i + 1] for i in range(len(content))}


@given(st.text(max_size=400))
def test_any_text_comes_back_as_it_was_in_lines_of_75_bytes(said: str) -> None:
    content = lines.file(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", lines.text("SUMMARY", said), "END:VEVENT", "END:VCALENDAR"])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.decode().count("\n") == content.count(b"\r\n")
    read = str(only_event(content)["SUMMARY"])
    assert read == lines.MARKS.sub("", said.replace("\r\n", "\n").replace("\r", "\n"))


# ── a feed ───────────────────────────────────────────────


def test_a_feed_is_written_as_it_was_agreed() -> None:
    """The golden file was read over by hand; who changes it on purpose raises `feed.WRITTEN`."""
    assert render(FEED) == GOLDEN.read_bytes()


def test_a_feed_is_read_by_somebody_elses_parser() -> None:
    calendar: Any = Calendar.from_ical(render(FEED))
    named = [str(calendar[name]).replace("\\,", ",") for name in ("NAME", "X-WR-CALNAME", "X-WR-TIMEZONE")]  # it keeps these escaped
    assert named == [FEED.name, FEED.name, "Europe/Berlin"]
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["X-PUBLISHED-TTL"] == "PT1H"
    events = calendar.walk("VEVENT")
    assert [set(Event.required) - set(event) for event in events] == [set()] * 3
    for event, entry in zip(events, FEED.entries, strict=True):
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (entry.uid, entry.sequence, entry.status)
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (entry.starts, entry.ends)
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == entry.changed
        assert (event["SUMMARY"], event.get("DESCRIPTION", ""), event.get("LOCATION", "")) == (
            entry.summary,
            entry.description,
            entry.location,
        )
        assert event.get("TRANSP", "OPAQUE") == ("TRANSPARENT" if entry.status == "CANCELLED" else "OPAQUE")


def test_an_empty_feed_is_a_calendar_too() -> None:
    empty = replace(FEED, entries=())
    assert not Calendar.from_ical(render(empty)).walk("VEVENT")
    assert (empty.changed, FEED.changed) == (None, NOON)


def test_the_tag_changes_with_whatever_a_program_would_see_and_with_nothing_else() -> None:
    assert etag(FEED) == etag(replace(FEED))
    first, *others = FEED.entries
    changes = [
        replace(FEED, name="Ben"),
        replace(FEED, timezone="UTC"),
        replace(FEED, version="8"),
        replace(FEED, entries=tuple(others)),
        replace(FEED, entries=tuple(reversed(FEED.entries))),
        *(replace(FEED, entries=(replace(first, **{name: "other"}), *others)) for name in ("uid", "summary", "description", "location")),
        *(replace(FEED, entries=(replace(first, **{name: NOON + timedelta(hours=5)}), *others)) for name in ("starts", "ends", "changed")),
        replace(FEED, entries=(replace(first, sequence=9), *others)),
        replace(FEED, entries=(replace(first, status="CANCELLED"), *others)),
    ]
    tags = {etag(feed) for feed in (FEED, *changes)}
    assert len(tags) == len(changes) + 1
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


@pytest.mark.parametrize("said", ['"a"', 'W/"a"', '"b", "a"', "*"])
def test_a_program_that_has_it_is_not_sent_it_again(said: str) -> None:
    assert unchanged('"a"', said)


@pytest.mark.parametrize("said", [None, "", '"b"', "a"])
def test_a_program_that_has_something_else_is_sent_it(said: str | None) -> None:
    assert not unchanged('"a"', said)
