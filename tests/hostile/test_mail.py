"""Hostile mail where people read it, and hostile calls at the doors of providers."""

import json
import time
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Dialog, Error
from pydantic import SecretStr

from careops.careops import api as house
from careops.channels import actions as channels
from careops.channels.schemas import IntegrationIn, IntegrationRow, ResendIn, SendGridIn, TwilioIn
from careops.core import db
from careops.core.actor import Actor
from careops.inbox.models import Arrival
from careops.inbox.rules.mailtext import harmless
from careops.integrations.resend.fake import SECRET, signed
from careops.integrations.twilio.fake import SID, TOKEN
from tests.inbox.test_arriving import rows
from tests.inbox.test_rules_mailtext import ATTACKS
from tests.spending import at_most

# ── where people read it ─────────────────────────────────


TOUCH = "document.querySelectorAll('body *').forEach(e => ['focus', 'mouseover', 'toggle'].forEach(n => e.dispatchEvent(new Event(n))))"


def seen(browser: Browser, html: str) -> tuple[int, list[str]]:
    """What happens in a page of its own, with no frame around it: dialogs, and whom it calls."""
    page = browser.new_page()
    dialogs: list[str] = []
    calls: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)

    def stop(route: Any) -> None:
        if route.request.url != "http://mail.test/":
            calls.append(route.request.url)
            route.abort()
        else:
            route.fulfill(body=f"<!doctype html><meta charset=utf-8><body>{html}</body>", content_type="text/html")

    page.route("**/*", stop)
    page.goto("http://mail.test/")
    with suppress(Error):  # one of them may have led the page elsewhere
        page.evaluate(TOUCH)
    page.wait_for_load_state("networkidle")
    page.close()
    return len(dialogs), calls


def test_no_mail_runs_or_calls_anybody_even_without_a_frame_around_it(browser: Browser) -> None:
    assert seen(browser, "\n".join(harmless(attack) for attack in ATTACKS)) == (0, [])


def test_as_they_came_the_same_mails_would(browser: Browser) -> None:
    """The control: what the sanitiser keeps away is really there."""
    dialogs, calls = seen(browser, "\n".join(attack for attack in ATTACKS if "plaintext" not in attack and "frameset" not in attack))
    assert dialogs > 3
    assert len(calls) > 3


# ── at the doors of providers ────────────────────────────


@pytest.fixture
def api(database: sa.Engine) -> TestClient:
    return TestClient(house)


@pytest.fixture
def doors(ana: Actor, database: sa.Engine) -> dict[str, IntegrationRow]:
    given: tuple[IntegrationIn, ...] = (
        TwilioIn(kind="twilio", account_sid=SID, auth_token=SecretStr(TOKEN), from_number="+351210000000"),
        ResendIn(kind="resend", api_key=SecretStr("re_key"), webhook_secret=SecretStr(SECRET), mail_from="hello@salon.example"),
        SendGridIn(kind="sendgrid", api_key=SecretStr("SG.key"), mail_from="hello@salon.example"),
    )
    made: dict[str, IntegrationRow] = {}
    with db.transaction(ana) as session:
        for one in given:
            made[one.kind] = channels.add(session, ana, integration=one)
    return made


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
DEEP = b"[" * 100_000
BODIES: dict[str, tuple[str, str, bytes]] = {
    "a hundred thousand fields": ("twilio", FORM, b"&".join(b"a%d=b" % n for n in range(100_000))),
    "bytes that are no text": ("twilio", FORM, b"\xff\xfe=%ff&MessageSid=%00"),
    "deep JSON": ("resend", "application/json", DEEP),
    "JSON of the wrong kind": ("resend", "application/json", b"7"),
    "half JSON": ("resend", "application/json", b'{"type": "email.rec'),
    "deep events": ("sendgrid", "application/json", DEEP),
    "no boundary": ("sendgrid", "multipart/form-data", b"x"),
    "an endless boundary": ("sendgrid", "multipart/form-data; boundary=" + "b" * 60_000, b"x"),
    "an expression for a type": ("sendgrid", "multipart/form-data; " + "a=" * 10_000 + '"', b"x"),
    "ten thousand parts": (
        "sendgrid",
        PARTS,
        b"".join(b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n for n in range(10_000)) + b"--b--\r\n",
    ),
    "a huge preamble": ("sendgrid", PARTS, b"\r\n" * 450_000 + b"--b--\r\n"),
    "nothing": ("sendgrid", PARTS, b""),
}


@pytest.mark.parametrize("kind", BODIES)
def test_no_call_breaks_the_door_or_keeps_it_busy(kind: str, ana: Actor, doors: dict[str, IntegrationRow], api: TestClient) -> None:
    provider, content_type, body = BODIES[kind]
    headers = {"Content-Type": content_type} | (signed(body) if provider == "resend" else {})
    with at_most(2, of=time.process_time):  # the door is in another thread
        answer = api.post(doors[provider].hook_url, content=body, headers=headers)
    assert answer.status_code in (200, 403)
    assert len(rows(ana, Arrival)) <= 1


def test_no_address_of_a_door_is_guessed(doors: dict[str, IntegrationRow], api: TestClient) -> None:
    right = doors["twilio"].hook_url.rpartition("/")[2]
    wrong = ["", "x", "é", "../" * 5, "%00", right + "A", right[:-1], right.swapcase(), right[::-1], "A" * 43, "A" * 5000]
    for token in wrong:
        answer = api.post(f"/hooks/twilio/{quote(token, safe='')}", content=json.dumps({}))
        assert answer.status_code in (404, 405), token
