"""A foreign calendar by its link, from a real server: what is kept of it, and what is said when it cannot be had."""

from dataclasses import replace

import pytest

from careops.integrations.ics.busy import NotACalendar, busy
from careops.integrations.ics.foreign import Errand, look, times_only
from tests.integrations.test_busy import UNDERSTOOD, calendar, event, seconds
from tests.integrations.test_fetching import FETCHER
from tests.integrations.webserver import answering, saying

SINCE, UNTIL = seconds("2026-01-01"), seconds("2027-01-01")
NINE = event("DTSTART:20260701T090000Z", "DTEND:20260701T100000Z", "SUMMARY:Dentist", "LOCATION:Elm Street 4", uid="a")
NOON = event("DTSTART:20260702T120000Z", "DTEND:20260702T130000Z", "ATTENDEE:mailto:eve@example.org", uid="booking-7@careops")
AT_NINE = (seconds("2026-07-01T09:00"), seconds("2026-07-01T10:00"))
AT_NOON = (seconds("2026-07-02T12:00"), seconds("2026-07-02T13:00"))


def errand(url: str, **more: object) -> Errand:
    return replace(Errand(url, SINCE, UNTIL, "Europe/Lisbon"), **more)  # type: ignore[arg-type]


def test_only_times_are_kept_and_no_entry_of_ours() -> None:
    alarm = "BEGIN:VALARM\r\nDESCRIPTION:Pills\r\nUID:a\r\nDTSTART:20260701T090000Z\r\nEND:VALARM"
    private = NINE.replace("END:VEVENT", f"{alarm}\r\nEND:VEVENT").replace("SUMMARY:Dentist", "SUMMARY:Dent\r\n ist\r\nX-SECRET:1")
    copy = times_only(calendar(private, NOON, head="X-WR-CALNAME:Eve\r\n"), frozenset({"booking-7@careops"}))
    assert not {word for word in ("Dent", "Elm", "eve", "Eve", "Pills", "SECRET", "booking-7") if word in copy}
    assert busy(copy.encode(), since=SINCE, until=UNTIL, zone="UTC") == [AT_NINE]


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_is_kept_means_the_same(name: str) -> None:
    parts, _told = UNDERSTOOD[name]
    whole = calendar(*parts)
    asked = {"since": SINCE, "until": UNTIL, "zone": "America/New_York"}
    assert busy(times_only(whole).encode(), **asked) == busy(whole, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\xff\xfe", b"BEGIN:VTODO\r\nEND:VTODO"])
def test_what_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        times_only(content)


def test_a_look_brings_a_copy_its_times_and_what_to_say_next_time() -> None:
    with answering(saying("200 OK", 'ETag: "v1"', body=calendar(NINE, NOON))) as server:
        found = look(errand(server.url("/secret"), ours=frozenset({"booking-7@careops"})), FETCHER)
    assert (found.busy, found.etag, found.problem) == ((AT_NINE,), '"v1"', "")
    assert "DTSTART:20260701T090000Z" in found.copy
    assert "secret" not in repr(errand("https://x.example/secret"))
    assert "DTSTART" not in repr(found)


def test_what_has_not_changed_is_read_again_only_where_that_is_asked() -> None:
    copy = times_only(calendar(NOON))
    with answering(saying("304 Not Modified")) as server:
        unchanged = look(errand(server.url(), etag='"v1"'), FETCHER)
        again = look(errand(server.url(), etag='"v1"', copy=copy), FETCHER)
    assert (unchanged.busy, unchanged.problem) == (None, "")
    assert (again.busy, again.copy, again.problem) == ((AT_NOON,), "", "")


@pytest.mark.parametrize(
    ("answer", "problem", "retry"),
    [
        (saying("503 Busy"), "It answered with the error 503", True),
        (saying("404 Gone"), "There is nothing at this address any more", False),
        (saying("200 OK", body=b"<html>Sign in</html>"), "This link does not lead to a calendar", False),
        (
            saying("200 OK", body=calendar(event("DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY"))),
            "repeats more than once an hour",
            False,
        ),
        (saying("200 OK", body=b"BEGIN:VCALENDAR\r\n" + b"X" * 1000), "What this address sends is too large", False),
    ],
)
def test_what_cannot_be_had_is_said_and_the_last_copy_still_read(answer: object, problem: str, retry: bool) -> None:
    with answering(answer) as server:  # type: ignore[arg-type]
        found = look(errand(server.url(), copy=times_only(calendar(NINE))), FETCHER)
    assert problem in found.problem
    assert (found.busy, found.copy, found.retry) == ((AT_NINE,), "", retry)


def test_a_machine_inside_is_not_called_and_a_lost_link_neither() -> None:
    with answering(saying("200 OK", body=calendar(NINE))) as server:
        assert look(errand(f"https://127.0.0.1:{server.port}/")).problem == "This address is inside a private network"
        assert "add it again" in look(errand("")).problem
        assert server.heard == []
