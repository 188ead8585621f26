"""Getting documents from real servers on loopback: kind ones, slow ones, endless ones, lying ones."""

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from careops.integrations.web.addresses import ANYWHERE, Inside, NamesSomebody, NotHttps, Number, Reach, Resolver
from careops.integrations.web.calling import Bounds, Caller, TooMuch
from careops.integrations.web.fetching import Failed, Fetched, Fetcher, NotModified, Refused, SentAround
from tests.integrations.webserver import Answering, answering, canary, certified, saying
from tests.servers import free_port

CALM = Bounds(size=1000)
HURRIED = Bounds(connect=0.4, read=0.4, total=0.8, size=1000)
LATE = Failed("It did not answer in time", retry=True)


def at_home(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


HOME = Caller(reach=ANYWHERE, resolve=at_home, bounds=CALM)
FETCHER = Fetcher(HOME)
IMPATIENT = Fetcher(replace(HOME, bounds=HURRIED))


def only(*allowed: str) -> Reach:
    """Loopback stands in for the open internet: these machines are public, the others are inside."""

    def permits(number: Number) -> bool:
        return str(number) in allowed

    return Reach(frozenset({"http"}), None, permits)


def in_time(get: Callable[[str], object], url: str) -> object:
    """What comes of it, within a moment of the limit; the servers here would go on for far longer."""
    began = time.monotonic()
    outcome = get(url)
    assert time.monotonic() - began < HURRIED.total + 5
    return outcome


# ── kind servers ─────────────────────────────────────────


def test_a_document_comes_with_what_to_say_next_time() -> None:
    given = saying("200 OK", 'ETag: "v1"', "Last-Modified: Fri, 20 Nov 2026 10:00:00 GMT", body=b"BEGIN")
    with answering(given) as server:
        outcome = replace(FETCHER, accept="text/calendar").get(server.url("/a%20b?c=d"))
    assert outcome == Fetched(b"BEGIN", '"v1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    (request,) = server.heard
    first, *headers = request.decode().split("\r\n")
    assert first == "GET /a%20b?c=d HTTP/1.1"
    assert {f"Host: calendar.example:{server.port}", "Accept: text/calendar", "Accept-Encoding: gzip"} <= set(headers)
    assert not any(header.lower().startswith(("if-", "cookie", "authorization")) for header in headers)


def test_what_has_not_changed_is_not_sent_again() -> None:
    def answer(wire: socket.socket, request: bytes) -> None:
        known = b'If-None-Match: "v1"' in request and b"If-Modified-Since: Fri, 20 Nov 2026 10:00:00 GMT" in request
        (saying("304 Not Modified") if known else saying("200 OK", body=b"new"))(wire, request)

    with answering(answer) as server:
        assert FETCHER.get(server.url(), etag='"v1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT") == NotModified()
        assert FETCHER.get(server.url(), etag='"v0"') == Fetched(b"new")


def test_not_modified_is_no_answer_to_somebody_who_has_nothing() -> None:
    with answering(saying("304 Not Modified")) as server:
        assert FETCHER.get(server.url()) == Failed("It answered with the error 304", retry=False)


def test_a_servers_words_never_become_a_header_of_ours() -> None:
    with answering(saying("200 OK", "ETag: v\xff", f"Last-Modified: {'x' * 400}")) as server:
        assert FETCHER.get(server.url(), etag='"a"\r\nX-Evil: 1', last_modified="\xff") == Fetched(b"")
    assert b"evil" not in server.heard[0].lower()
    assert b"if-" not in server.heard[0].lower()


def test_a_packed_document_is_unpacked() -> None:
    with answering(saying("200 OK", "Content-Encoding: GZIP", body=gzip.compress(b"x" * 1000))) as server:
        assert FETCHER.get(server.url()) == Fetched(b"x" * 1000)


@pytest.mark.parametrize(
    ("status", "retry"),
    [
        *(("404 Gone", False), ("410 Gone", False), ("401 No", False), ("403 No", False), ("204 Empty", False), ("400 Bad", False)),
        *(("408 Slow", True), ("429 Busy", True), ("500 Oops", True), ("503 Busy", True)),
    ],
)
def test_an_error_says_whether_another_try_is_worth_it(status: str, retry: bool) -> None:
    with answering(saying(status, body=b"" if status.startswith("204") else b"words")) as server:
        outcome = FETCHER.get(server.url())
    assert isinstance(outcome, Failed)
    assert outcome.retry is retry


# ── too much ─────────────────────────────────────────────


def endless(wire: socket.socket, _request: bytes) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        wire.sendall(b"x" * 1000)


def endless_pieces(wire: socket.socket, _request: bytes) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        wire.sendall(b"3e8\r\n" + b"x" * 1000 + b"\r\n")


def announced(wire: socket.socket, _request: bytes) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")


BOMB = saying("200 OK", "Content-Encoding: gzip", body=gzip.compress(b"\0" * 500_000)[:900])


@pytest.mark.parametrize("answer", [endless, endless_pieces, announced, BOMB, saying("200 OK", body=b"x" * 1001)])
def test_nobody_sends_more_than_was_asked_for(answer: Answering) -> None:
    with answering(answer) as server:
        assert FETCHER.get(server.url()) == Refused(TooMuch.says)


def test_a_bomb_is_not_unpacked_to_see_how_large_it_is() -> None:
    roomy = Fetcher(replace(HOME, bounds=replace(CALM, size=200_000)))
    with answering(saying("200 OK", "Content-Encoding: gzip", body=gzip.compress(b"\0" * 100_000_000))) as server:
        tracemalloc.start()
        try:
            assert roomy.get(server.url()) == Refused(TooMuch.says)
            assert tracemalloc.get_traced_memory()[1] < 3_000_000
        finally:
            tracemalloc.stop()


def test_endless_headers_are_not_read() -> None:
    def answer(wire: socket.socket, _request: bytes) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            wire.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))

    with answering(answer) as server:
        assert FETCHER.get(server.url()) == Failed("The connection broke off", retry=True)


@pytest.mark.parametrize(
    ("encoding", "body", "retry"),
    [
        ("br", b"x", False),
        ("deflate", zlib.compress(b"x"), False),
        ("gzip, gzip", b"x", False),
        ("gzip", b"no gzip", False),
        ("gzip", gzip.compress(b"x" * 500, mtime=0)[:-9], True),
    ],
)
def test_a_form_nobody_asked_for_is_not_unpacked(encoding: str, body: bytes, retry: bool) -> None:
    with answering(saying("200 OK", f"Content-Encoding: {encoding}", body=body)) as server:
        outcome = FETCHER.get(server.url())
    assert isinstance(outcome, Failed)
    assert outcome.retry is retry


# ── too slow ─────────────────────────────────────────────


def test_a_silent_server_is_not_waited_for() -> None:
    done = Event()

    def answer(_wire: socket.socket, _request: bytes) -> None:
        done.wait(20)

    with answering(answer) as server:
        assert in_time(IMPATIENT.get, server.url()) == LATE
        done.set()


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(start: bytes) -> None:
    done = Event()

    def answer(wire: socket.socket, _request: bytes) -> None:
        wire.sendall(start)
        while not done.wait(0.05):
            wire.sendall(b"H")

    with answering(answer) as server:
        assert in_time(IMPATIENT.get, server.url()) == LATE
        done.set()


def test_a_server_that_never_greets_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://calendar.example:{mute.getsockname()[1]}/"
        assert in_time(IMPATIENT.get, url) == LATE


def test_a_name_nobody_answers_for_is_not_waited_for() -> None:
    done = Event()

    def late(_host: str, _port: int) -> list[str]:
        done.wait(20)
        return ["127.0.0.1"]

    with canary() as (port, called):
        outcome = in_time(Fetcher(replace(IMPATIENT.caller, resolve=late)).get, f"http://calendar.example:{port}/")
        done.set()
        assert outcome == LATE
        assert not called()


def test_time_runs_on_through_redirects() -> None:
    slow = Event()

    def answer(wire: socket.socket, request: bytes) -> None:
        slow.wait(0.3)
        saying("302 Found", "Location: /next")(wire, request)

    with answering(answer) as server:
        assert in_time(IMPATIENT.get, server.url()) == LATE
    assert len(server.heard) <= 3


def test_nobody_at_home_is_for_later() -> None:
    assert FETCHER.get(f"http://calendar.example:{free_port()}/") == Failed("It cannot be reached", retry=True)


def test_a_connection_that_breaks_is_for_later() -> None:
    def answer(wire: socket.socket, _request: bytes) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf")

    for broken in (answer, lambda wire, _request: wire.sendall(b"SSH-2.0-OpenSSH\r\n\r\n"), lambda _wire, _request: None):
        with answering(broken) as server:
            assert FETCHER.get(server.url()) == Failed("The connection broke off", retry=True)


# ── led on ───────────────────────────────────────────────


def leading(*moves: str) -> Answering:
    """Each request is led on to the next address; then there is something."""
    left = list(moves)

    def answer(wire: socket.socket, request: bytes) -> None:
        (saying("302 Found", f"Location: {left.pop(0)}") if left else saying("200 OK", body=b"here"))(wire, request)

    return answer


def test_a_document_that_moved_is_found() -> None:
    with answering(leading("/a", "b?c=d", "../e")) as server:
        assert FETCHER.get(server.url("/x"), etag='"v1"') == Fetched(b"here")
    assert [request.split(b" ")[1] for request in server.heard] == [b"/x", b"/a", b"/b?c=d", b"/e"]


def test_nobody_is_sent_around_for_ever() -> None:
    with answering(saying("301 Moved", "Location: /")) as server:
        assert FETCHER.get(server.url()) == Refused(SentAround.says)
    assert len(server.heard) == 4


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2:{port}/", Inside.says),
        ("//127.0.0.2:{port}/", Inside.says),
        ("http://inside.example:{port}/", Inside.says),
        ("http://ana@127.0.0.1:{port}/", NamesSomebody.says),
        ("https://127.0.0.2:{port}/", NotHttps.says),
        ("file:///etc/passwd", "This is not a web address"),
        ("gopher://127.0.0.2:{port}/", NotHttps.says),
    ],
)
def test_a_kind_address_that_leads_inside_is_refused_there(location: str, reason: str) -> None:
    def resolve(host: str, _port: int) -> list[str]:
        return ["127.0.0.2" if host == "inside.example" else "127.0.0.1"]

    with canary("127.0.0.2") as (port, called), answering(leading(location.format(port=port))) as server:
        assert Fetcher(Caller(only("127.0.0.1"), resolve, CALM)).get(server.url()) == Refused(reason)
        assert len(server.heard) == 1
        assert not called()


def test_leading_on_to_nowhere_fails() -> None:
    with answering(leading("http://[")) as server:
        assert FETCHER.get(server.url()) == Failed("It leads on to nowhere", retry=False)


# ── the machine that was checked ─────────────────────────


def changing(*answers: str) -> tuple[Resolver, list[str]]:
    """A name that leads elsewhere each time it is asked for."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [answers[min(len(asked), len(answers)) - 1]]

    return resolve, asked


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_once() -> None:
    resolve, asked = changing("127.0.0.1", "127.0.0.2")
    with answering(saying("200 OK", body=b"checked")) as server, socket.create_server(("127.0.0.2", server.port)) as trap:
        trap.settimeout(0.05)
        assert Fetcher(Caller(only("127.0.0.1"), resolve, CALM)).get(server.url()) == Fetched(b"checked")
        with pytest.raises(TimeoutError):
            trap.accept()
    assert asked == ["calendar.example"]


def test_a_name_that_leads_inside_after_a_redirect_is_refused() -> None:
    resolve, asked = changing("127.0.0.1", "127.0.0.2")
    with answering(leading("/again")) as server:
        assert Fetcher(Caller(only("127.0.0.1"), resolve, CALM)).get(server.url()) == Refused(Inside.says)
    assert (len(asked), len(server.heard)) == (2, 1)


def test_a_machine_that_is_down_leaves_its_names_other_ones() -> None:
    with answering(saying("200 OK", body=b"second")) as server:
        caller = replace(HOME, resolve=lambda _host, _port: ["127.0.0.3", "127.0.0.1"])
        assert Fetcher(caller).get(server.url()) == Fetched(b"second")


@pytest.mark.parametrize(("errno", "retry"), [(socket.EAI_NONAME, False), (socket.EAI_AGAIN, True)])
def test_an_unknown_name_fails(errno: int, retry: bool) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(errno, "unknown")

    assert Fetcher(replace(HOME, resolve=resolve)).get("http://calendar.example/") == Failed("Nobody knows this name", retry)
    assert Fetcher(replace(HOME, resolve=lambda _h, _p: [])).get("http://a.example/") == Failed("Nobody knows this name", retry=False)


def test_a_proxy_of_the_surroundings_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with canary() as (port, called), answering(saying("200 OK", body=b"direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        assert FETCHER.get(server.url()) == Fetched(b"direct")
        assert not called()


# ── certificates ─────────────────────────────────────────


@pytest.fixture
def secured(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certified(tmp_path, "calendar.example")


def test_the_certificate_is_checked_for_the_name_though_the_number_is_called(secured: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server_tls, trusting = secured
    names: list[str | None] = []
    server_tls.sni_callback = lambda _wire, name, _context: names.append(name)
    with answering(saying("200 OK", body=b"safe"), server_tls) as server:
        fetcher = Fetcher(replace(HOME, tls=trusting))
        assert fetcher.get(server.url()) == Fetched(b"safe")
        assert names == ["calendar.example"]
        other = server.url().replace("calendar.example", "other.example")
        assert fetcher.get(other) == Failed("Its certificate is not valid", retry=False)
        assert FETCHER.get(server.url()) == Failed("Its certificate is not valid", retry=False)
    assert len(server.heard) == 1
