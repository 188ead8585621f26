"""Figures for monitoring: they are right, say nothing about anybody, and are for this machine or the token's bearer only."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from careops.core import service
from careops.core.actor import Actor
from careops.core.http import speak_problems
from careops.core.settings import settings
from careops.inbox import jobs
from tests.inbox.conftest import wrote
from tests.inbox.test_jobs import account, only_platform_settled, reply
from tests.servers import free_port

HERE = ("127.0.0.1", 50000)


def served(host: tuple[str, int] = HERE) -> TestClient:
    house = FastAPI()
    speak_problems(house)
    house.include_router(service.router)
    return TestClient(house, client=host)


def figure(text: str, name: str) -> float:
    return next(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def test_the_outbox_tells_how_deep_and_how_late_it_is(ana: Actor) -> None:
    account(ana, free_port())
    conversation = wrote(ana)
    only_platform_settled()
    reply(ana, conversation)
    assert figure(served().get("/metrics").text, 'careops_outbox_due{channel="email"}') == 1
    jobs.dispatch()
    text = served().get("/metrics").text
    assert figure(text, 'careops_outbox_due{channel="email"}') == 0
    assert figure(text, 'careops_outbox_later{channel="email"}') >= 1
    assert figure(text, 'careops_handovers_total{channel="email",outcome="retry_later"}') >= 1
    assert figure(text, 'careops_accounts{breaker="closed",channel="email"}') >= 1
    for private in ("cleo", "ana", "salon", str(ana.workspace)):
        assert private not in text.lower()


@pytest.mark.usefixtures("database")
def test_only_this_machine_or_the_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert served().get("/metrics").status_code == 200
    assert served().get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert served(("203.0.113.9", 4000)).get("/metrics").status_code == 404
    monkeypatch.setattr(settings, "metrics_token", SecretStr("a-long-token-for-prometheus"))
    assert served().get("/metrics").status_code == 404
    told = served(("203.0.113.9", 4000)).get("/metrics", headers={"Authorization": "Bearer a-long-token-for-prometheus"})
    assert (told.status_code, told.headers["content-type"].split(";")[0]) == (200, "text/plain")
