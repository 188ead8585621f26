"""The doors anybody may knock at by an address alone, /hooks and /u: what is not genuine is refused, stores nothing and breaks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr

from careops.careops import api
from careops.channels import actions as channels
from careops.channels.queries import listing
from careops.channels.schemas import IntegrationIn, ResendIn, SendGridIn, TwilioIn
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.crypto import link_token
from careops.core.http import COOKIE, Shell
from careops.core.ids import new_id
from careops.core.settings import ROOT
from careops.inbox.models import Arrival
from careops.integrations.resend.fake import SECRET, event
from careops.integrations.resend.fake import signed as resend_signed
from careops.integrations.sendgrid.fake import FakeSendGrid, body
from careops.integrations.twilio.fake import SID, TOKEN
from careops.integrations.twilio.fake import signed as twilio_signed
from tests import cast
from tests.footprints import of_everything
from tests.hostile.test_endpoints import BODIES

pytestmark = pytest.mark.usefixtures("both_engines")
WEB = TestClient(Shell(api, ROOT / ".web" / "build"), raise_server_exceptions=False, follow_redirects=False)
HOSTILE = [
    "",
    "v1,",
    "v1",
    ",",
    "v1,%%%",
    "v1," + "A" * 100_000,
    "\xff\xfe",
    "v1a,AAAA v2,BBBB",
    "=" * 44,
    "-1",
    "1e999",
    "9" * 5_000,
    "NaN",
]
FIELDS = {"MessageSid": "SM1", "From": "+351912345678", "To": "+351210000000", "Body": "Hello", "NumMedia": "0"}


@dataclass(frozen=True)
class Door:
    """A provider's webhook address, with something genuine to tell it."""

    url: str
    raw: bytes
    headers: dict[str, str]

    def knock(self, raw: bytes | None = None, headers: dict[str, str] | None = None) -> int:
        given = self.headers | (headers or {})
        encoded = {name.encode(): text.encode("latin-1") for name, text in given.items()}
        return WEB.post(self.url, content=self.raw if raw is None else raw, headers=encoded).status_code


@pytest.fixture
def doors(ana: Actor, tmp_path: Path) -> Iterator[dict[str, Door]]:
    with FakeSendGrid(tmp_path / "ledger") as sendgrid:
        given: dict[str, IntegrationIn] = {
            "resend": ResendIn(kind="resend", api_key=SecretStr("re_key"), webhook_secret=SecretStr(SECRET), mail_from="a@salon.example"),
            "sendgrid": SendGridIn(
                kind="sendgrid", api_key=SecretStr("SG.key"), webhook_key=SecretStr(sendgrid.webhook_key), mail_from="b@salon.example"
            ),
            "twilio": TwilioIn(kind="twilio", account_sid=SID, auth_token=SecretStr(TOKEN), from_number="+351210000000"),
        }
        with db.transaction(ana) as session:
            urls = {name: channels.add(session, ana, integration=one).hook_url for name, one in given.items()}
        mail = event("email.delivered", {"email_id": "re_1"})
        news = body({"event": "delivered", "sg_event_id": "e1", "sg_message_id": "m1", "timestamp": 1795287600, "email": "c@d.example"})
        yield {
            "resend": Door(urls["resend"], mail, resend_signed(mail)),
            "sendgrid": Door(urls["sendgrid"], news, {"Content-Type": "application/json"} | sendgrid.signed(news)),
            "twilio": Door(
                urls["twilio"],
                urlencode(FIELDS).encode(),
                {"Content-Type": "application/x-www-form-urlencoded"} | twilio_signed(urls["twilio"], FIELDS),
            ),
        }


def kept(owner: Actor) -> int:
    with db.reading(owner) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Arrival)) or 0


@pytest.mark.parametrize("provider", ["resend", "sendgrid", "twilio"])
def test_what_is_genuine_is_kept_once(ana: Actor, doors: dict[str, Door], provider: str) -> None:
    """The control: refusals below are about what was changed."""
    assert [doors[provider].knock() for _ in range(2)] == [200, 200]
    assert kept(ana) == 1


@pytest.mark.parametrize("provider", ["resend", "sendgrid", "twilio"])
def test_no_header_however_strange_passes_for_a_signature(ana: Actor, doors: dict[str, Door], provider: str) -> None:
    door = doors[provider]
    proofs = [name for name in door.headers if name.lower() != "content-type"]
    for name in proofs:
        for value in HOSTILE:
            assert door.knock(headers={name: value}) in {403, 404, 422}, (name, value[:20])
    for raw in [*BODIES.values(), b"\0", b"a=1&a=2", b"MessageSid=%ff%00"]:
        assert door.knock(raw) in {403, 404, 413, 422}, raw[:20]
    without = Door(door.url, door.raw, {"Content-Type": "application/json"})
    assert without.knock() in {403, 422}
    assert kept(ana) == 0


def test_what_is_genuine_at_one_door_is_not_at_another(ana: Actor, stranger: Actor, doors: dict[str, Door]) -> None:
    same = ResendIn(kind="resend", api_key=SecretStr("re_key"), webhook_secret=SecretStr("whsec_" + "B" * 32), mail_from="s@bikes.example")
    with db.transaction(stranger) as session:
        theirs = channels.add(session, stranger, integration=same).hook_url
    assert Door(theirs, doors["resend"].raw, doors["resend"].headers).knock() == 403
    for door in doors.values():
        for other in doors.values():
            if door is not other:
                assert Door(other.url, door.raw, door.headers).knock() in {403, 422}
    assert kept(ana) == kept(stranger) == 0


def test_an_address_is_good_for_its_provider_and_its_purpose_alone(ana: Actor, doors: dict[str, Door]) -> None:
    token = doors["resend"].url.rsplit("/", 1)[1]
    with db.reading(ana) as session:
        ids = [row.id for row in listing(session, ana)]
    guesses = [*(f"/hooks/{provider}/{token}" for provider in ("sendgrid", "twilio", "smtp", "local", "imap", "stripe", "..", "%00"))]
    guesses += [f"/hooks/resend/{link_token('hook', id)}" for id in ids]
    guesses += [f"/hooks/resend/{link_token(purpose, id)}" for purpose in ("booking", "unsubscribe", "feed") for id in ids]
    guesses += [f"/hooks/resend/{word}" for word in ("", "x", token[:-1], token + "A", token.swapcase(), "%00" * 43, "A" * 43, "A" * 5_000)]
    answers = {guess: Door(guess, doors["resend"].raw, doors["resend"].headers).knock() for guess in guesses}
    assert {guess: status for guess, status in answers.items() if status not in {404, 405}} == {}
    assert kept(ana) == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_a_post_tells_anything(ana: Actor, doors: dict[str, Door], method: str) -> None:
    for door in doors.values():
        assert WEB.request(method, door.url, headers=door.headers).status_code in {404, 405}
    assert kept(ana) == 0


# ── leaving ──────────────────────────────────────────────


def test_only_a_press_with_the_right_link_changes_what_somebody_gets(ana: Actor, stranger: Actor, database: sa.Engine) -> None:
    with db.transaction(ana) as session:
        cleo = contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org")
    right = f"/u/{link_token('unsubscribe', cleo.id)}"
    watch = Traces(database)
    for wrong in (
        f"/u/{link_token('booking', cleo.id)}", f"/u/{link_token('hook', cleo.id)}", f"/u/{link_token('unsubscribe', new_id())}",
        f"/u/{link_token('unsubscribe', ana.workspace)}", f"{right}A", right[:-1], "/u/x", "/u/%00", "/u/" + "A" * 43,
    ):  # fmt: skip
        assert WEB.post(wrong, data={"List-Unsubscribe": "One-Click"}).status_code == 404, wrong
        assert WEB.get(wrong).status_code == 404, wrong
    for method in ("GET", "HEAD"):
        assert WEB.request(method, right, params={"List-Unsubscribe": "One-Click", "do": "leave"}).status_code in {200, 405}
    for said in ({}, {"do": "everything"}, {"do": "\0"}, {"workspace_id": str(stranger.workspace)}):
        assert WEB.post(right, data=said).status_code in {200, 422}
    assert not watch.changed()
    assert WEB.post(right, data={"do": "leave"}, headers={"Origin": "https://mail.example"}).status_code == 200
    assert watch.changed()


def test_a_foreign_page_presses_nothing_with_a_member_s_cookie(ana: Actor, database: sa.Engine) -> None:
    """The link alone counts at /u; everywhere else a cookie from another site is turned away before anything is read."""
    cookie = {"Cookie": f"{COOKIE}={cast.entered(cast.ANA).token}", "Origin": "https://evil.example"}
    watch = Traces(database)
    for path in ("/api/v1/webhooks", "/api/v1/labels", "/api/v1/automation/rules", "/api/v1/canned-replies", "/hooks/resend/x", "/switch"):
        assert WEB.post(path, json={}, headers=cookie).status_code in {403, 404}, path
    assert WEB.post(f"/u/{link_token('unsubscribe', new_id())}", headers=cookie).status_code == 404
    assert not watch.changed()


class Traces:
    """Whether anything a business has changed since it was last asked, on either engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._before = of_everything(engine)

    def changed(self) -> bool:
        before, self._before = self._before, of_everything(self._engine)
        return before != self._before
