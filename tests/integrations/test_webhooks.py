"""Webhooks on the wire: the standard's own signature, https only, and never into our own network however it is disguised."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest
from standardwebhooks.webhooks import Webhook

from careops.core.clock import now
from careops.core.settings import settings
from careops.integrations.web import addresses
from careops.integrations.web.addresses import Reach
from careops.integrations.webhooks import sending
from careops.integrations.webhooks.sending import BOUNDS, LONGEST_WAIT, Sender, retry_after
from careops.integrations.webhooks.signing import new_secret, signed
from tests.automation.receiver import Receiver, receiving
from tests.integrations.webserver import canary, certified

# The standard's own example: https://github.com/standard-webhooks/standard-webhooks
SECRET, ID, MOMENT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY, SIGNATURE = b'{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
LISBON_IN_SUMMER = timezone(timedelta(hours=1))


@pytest.mark.parametrize("zone", [UTC, LISBON_IN_SUMMER, timezone(timedelta(hours=-8))])
def test_the_standards_own_example_is_signed_as_it_says(zone: timezone) -> None:
    """In any zone: the library takes every wall clock for UTC."""
    headers = signed(ID, datetime.fromtimestamp(MOMENT, zone) + timedelta(milliseconds=700), BODY, [SECRET])
    assert headers == {"webhook-id": ID, "webhook-timestamp": str(MOMENT), "webhook-signature": SIGNATURE}


def test_each_key_has_a_signature_of_its_own() -> None:
    keys = [new_secret(), new_secret()]
    headers = signed("one", now(), "„Grüße“ 😀".encode(), keys)
    assert headers["webhook-signature"].count("v1,") == 2
    for key in keys:
        Webhook(key).verify("„Grüße“ 😀".encode(), headers, json_parse=False)


def test_secrets_are_as_long_as_the_standard_wants_and_never_the_same() -> None:
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in made)


# ── over https ───────────────────────────────────────────


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 stands in for the open internet, every other machine is as it is."""

    def permits(number: addresses.Number) -> bool:
        return str(number) == "127.0.0.1" or addresses.is_public(number)

    monkeypatch.setattr(sending, "PUBLIC", Reach(frozenset({"https"}), None, permits))


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Receiver, ssl.SSLContext]]:
    server, client = certified(tmp_path, "hooks.example")
    with receiving(201, tls=server, says=b"thanks") as receiver:
        receiver.url = receiver.url.replace("127.0.0.1", "hooks.example")
        yield receiver, client


@pytest.mark.usefixtures("loopback_is_public")
def test_a_post_arrives_whole_over_https(secure: tuple[Receiver, ssl.SSLContext]) -> None:
    receiver, tls = secure
    headers = signed("event", now(), BODY, [SECRET])
    said = Sender(lambda host, port: ["127.0.0.1"], tls=tls).post(receiver.url, BODY, headers)
    assert (said.status, said.answer, said.taken, said.reason) == (201, "thanks", True, "")
    (post,) = receiver.posts
    assert post.proven(SECRET) == {"test": 2432232314}
    assert post.headers["content-type"] == "application/json"
    assert post.headers["host"] == receiver.url.split("/")[2]


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_that_leads_inside_the_second_time_reaches_nothing(secure: tuple[Receiver, ssl.SSLContext]) -> None:
    """Rebinding: what was checked is what is called, and what is called is checked each time."""
    receiver, tls = secure
    asked = list[str]()

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    sender = Sender(rebinding, tls=tls)
    assert sender.post(receiver.url, BODY, {}).taken
    assert asked == ["hooks.example"]
    said = sender.post(receiver.url, BODY, {})
    assert (said.status, said.reason) == (0, "This address is inside a private network")
    assert len(receiver.posts) == 1


@pytest.mark.usefixtures("loopback_is_public")
def test_a_certificate_nobody_vouches_for_is_not_trusted(secure: tuple[Receiver, ssl.SSLContext]) -> None:
    receiver, _ = secure
    said = Sender(lambda host, port: ["127.0.0.1"]).post(receiver.url, BODY, {})
    assert (said.status, said.reason) == (0, "Its certificate is not valid")
    assert receiver.posts == []


# ── never inside ─────────────────────────────────────────

INSIDE = [
    "http://{here}/", "https://127.0.0.1:{port}/", "https://127.1:{port}/", "https://2130706433:{port}/", "https://0x7f.1:{port}/",
    "https://0177.0.0.1:{port}/", "https://0:{port}/", "https://0.0.0.0:{port}/", "https://[::1]:{port}/", "https://[::]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/", "https://[::ffff:7f00:1]:{port}/", "https://[64:ff9b::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/", "https://[fe80::1%25eth0]:{port}/", "https://[fc00::1]:{port}/", "https://169.254.169.254/",
    "https://169.254.169.254/latest/meta-data/", "https://100.100.100.200/", "https://168.63.129.16/", "https://10.0.0.1/",
    "https://172.16.0.1/", "https://192.168.1.1/", "https://100.64.0.1/", "https://192.0.0.1/", "https://198.18.0.1/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://localhost:{port}/", "https://metadata.internal/", "https://127.0.0.1.nip.io/",
    "https://user@127.0.0.1:{port}/", "https://example.com@127.0.0.1:{port}/", "https://127.0.0.1:{port}\\@example.com/",
    "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11:{port}/", "https://127\u30020\u30020\u30021:{port}/", 
    "file:///etc/passwd", "gopher://{here}/", "ftp://{here}/", "//{here}/", "https:///{here}", "https://", "", "https://exa\nmple.com/",
]  # fmt: skip


def _leading_inside(host: str, port: int) -> list[str]:
    """A resolver in the hands of an attacker."""
    return {"metadata.internal": ["93.184.216.34", "169.254.169.254"]}.get(host, ["127.0.0.1"])


@pytest.mark.parametrize("url", INSIDE)
def test_no_way_of_writing_it_leads_inside(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On any port, so that it is the machine that is refused and not the canary's number."""
    monkeypatch.setattr(sending, "PUBLIC", Reach(frozenset({"https"}), None))
    with canary() as (port, called):
        said = Sender(_leading_inside).post(url.format(port=port, here=f"127.0.0.1:{port}"), BODY, {})
        assert not called()
    assert said.status == 0
    assert said.reason


@pytest.mark.parametrize("port", [22, 25, 80, 6379])
def test_other_services_are_not_talked_to(port: int) -> None:
    said = Sender(lambda host, port: ["93.184.216.34"]).post(f"https://example.com:{port}/", BODY, {})
    assert (said.status, said.reason) == (0, "Only the ports 443 and 8443 can be used")


def test_with_the_installations_leave_its_own_network_is_called_by_https_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)
    with receiving(204) as receiver:
        assert Sender().post(receiver.url, BODY, {}).taken
        monkeypatch.setattr(settings, "environment", "production")
        said = Sender().post(receiver.url, BODY, {})
        assert (said.status, said.reason) == (0, "Only an address that begins with https:// can be used")
        assert len(receiver.posts) == 1


# ── when to come again ───────────────────────────────────


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999999", LONGEST_WAIT),
        ("Sat, 21 Nov 2026 10:02:00 GMT", 120),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 0),
        ("Sat, 21 Nov 9999 09:00:00 GMT", LONGEST_WAIT),
        ("Sat, 21 Nov 2026 12:02:00 +0200", 120),
        ("-5", None),
        ("1e3", None),
        ("²", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_read_in_both_ways_of_saying_it(said: str, seconds: int | None) -> None:
    assert retry_after(said, datetime(2026, 11, 21, 10, tzinfo=UTC)) == seconds


def test_a_slow_name_server_is_not_waited_for_either() -> None:
    released = Event()

    def dawdling(host: str, port: int) -> list[str]:
        released.wait(30)
        return []

    said = Sender(dawdling, replace(BOUNDS, connect=0.2)).post("https://example.com/", BODY, {})
    released.set()
    assert (said.status, said.reason) == (0, "It did not answer in time")
