"""The API's doors: who is let in, what they get, and what every attack on a token gets."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import jwt
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.actions.replies import StillRunning
from careops.accounts.api import ask, post
from careops.accounts.models import User, Workspace
from careops.activity import actions as activity
from careops.activity.events import Fact
from careops.activity.models import Event
from careops.core import crypto, db
from careops.core.actor import Actor, Role
from careops.core.clock import now
from careops.core.http import COOKIE, PROBLEM
from careops.core.ids import new_id
from tests import cast

V1 = "/api/v1"


def count(table: type[Any]) -> int:
    with db.reading() as session:
        return session.exec(select(func.count(col(table.id)))).one()


def mailed(kind: str, event: str) -> str:
    """The private part of the link in the last mail of that kind."""
    with db.reading() as session, db.everywhere(session):
        last = session.exec(select(Event).where(Event.kind == event).order_by(col(Event.id).desc())).first()
        assert last is not None
        return queries.mail_link(session, kind=kind, id=last.subject).rsplit("/", 1)[1]  # type: ignore[arg-type]


# ── from registering to signing out ──────────────────────


def test_a_person_registers_signs_in_refreshes_and_goes(http: TestClient) -> None:
    person = {"name": "Zoë", "email": "zoe@example.com", "password": cast.PASSWORD, "business": "Salon Zoë"}
    assert http.post(f"{V1}/auth/register", json=person).status_code == 202
    assert http.post(f"{V1}/auth/email/verify", json={"token": mailed("verify", "account.verification_due")}).status_code == 200
    tokens = http.post(f"{V1}/auth/login", json={"email": "ZOE@example.com", "password": cast.PASSWORD}).json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["refresh_expires_in"]) == ("bearer", 1800, 604800)
    tokens = http.post(f"{V1}/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = http.get(f"{V1}/auth/me", headers=bearer).json()
    assert (me["user"]["verified"], me["role"], [w["slug"] for w in me["workspaces"]]) == (True, "owner", ["salon-zoe"])
    assert http.post(f"{V1}/auth/logout", headers=bearer).status_code == 204
    assert http.get(f"{V1}/auth/me", headers=bearer).status_code == 401
    assert http.post(f"{V1}/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).status_code == 401


def test_the_answers_do_not_tell_which_addresses_have_accounts(http: TestClient, ana: Actor) -> None:
    asked: list[tuple[str, Callable[[str], dict[str, str]]]] = [
        ("register", lambda email: {"name": "Zoë", "email": email, "password": cast.PASSWORD}),
        ("login", lambda email: {"email": email, "password": "not the password"}),
        ("password/forgot", lambda email: {"email": email}),
    ]
    for path, body in asked:
        answers = [http.post(f"{V1}/auth/{path}", json=body(email)) for email in (cast.ANA, f"{path[:5]}@example.com")]
        known, unknown = [(a.status_code, {k: v for k, v in a.json().items() if k != "request_id"}) for a in answers]
        assert known == unknown


def test_a_forgotten_password_is_replaced_by_the_mailed_link(http: TestClient, ana: Actor) -> None:
    http.post(f"{V1}/auth/password/forgot", json={"email": cast.ANA})
    body = {"token": mailed("reset", "account.reset_due"), "password": "quite another one 7"}
    weak = http.post(f"{V1}/auth/password/reset", json=body | {"password": "password1234"})
    assert (weak.status_code, weak.json()["errors"][0]["field"]) == (422, "password")
    assert http.post(f"{V1}/auth/password/reset", json=body).status_code == 200
    assert http.post(f"{V1}/auth/password/reset", json=body).json()["code"] == "link_over"
    assert http.post(f"{V1}/auth/login", json={"email": cast.ANA, "password": cast.PASSWORD}).status_code == 401
    assert http.post(f"{V1}/auth/login", json={"email": cast.ANA, "password": "quite another one 7"}).status_code == 200


def test_a_password_is_changed_knowing_the_present_one(http: TestClient, ana: Actor) -> None:
    mine, other = cast.bearer(cast.ANA), cast.bearer(cast.ANA)
    body = {"current": "not the password", "password": "quite another one 7"}
    wrong = http.post(f"{V1}/auth/password/change", json=body, headers=mine)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current")
    assert http.post(f"{V1}/auth/password/change", json=body | {"current": cast.PASSWORD}, headers=mine).status_code == 200
    assert [http.get(f"{V1}/auth/me", headers=h).status_code for h in (mine, other)] == [200, 401]


def test_ones_sign_ins_are_listed_and_ended(http: TestClient, ana: Actor) -> None:
    mine, other = cast.bearer(cast.ANA), cast.bearer(cast.ANA)
    listed = http.get(f"{V1}/auth/sessions", headers=mine).json()["items"]
    assert [s["current"] for s in listed].count(True) == 1
    assert not {"token_hash", "user_id"} & set(listed[0])
    assert http.delete(f"{V1}/auth/sessions", headers=mine).status_code == 204
    assert http.get(f"{V1}/auth/me", headers=other).status_code == 401
    [left] = http.get(f"{V1}/auth/sessions", headers=mine).json()["items"]
    assert http.delete(f"{V1}/auth/sessions/{left['id']}", headers=mine).status_code == 204
    assert http.get(f"{V1}/auth/me", headers=mine).status_code == 401


def test_people_change_their_name_and_language(http: TestClient, ana: Actor) -> None:
    mine = cast.bearer(cast.ANA)
    assert http.patch(f"{V1}/auth/me", json={"locale": "fr"}, headers=mine).json()["locale"] == "fr"
    for bad in ({"locale": "tlh"}, {"name": ""}, {"email": "other@example.com"}, {"verified": True}):
        assert http.patch(f"{V1}/auth/me", json=bad, headers=mine).status_code == 422
    assert http.post(f"{V1}/auth/email/verification", headers=mine).status_code == 202


# ── tokens under attack ──────────────────────────────────


def forged(ana: Actor) -> dict[str, str]:
    """Every way to write an access token oneself."""
    good = cast.tokens(cast.ANA).access_token
    claims = jwt.decode(good, options={"verify_signature": False})
    key = crypto._key("jwt:access")
    head, body, mac = good.split(".")

    def made(more: dict[str, Any], key: bytes = key, **header: Any) -> str:
        return jwt.encode(claims | more, key, algorithm="HS256", headers=header or None)

    def unsigned(alg: str) -> str:
        top = base64.urlsafe_b64encode(json.dumps({"alg": alg, "typ": "JWT"}).encode()).decode().rstrip("=")
        return f"{top}.{body}."

    return {
        "empty": ".",
        "garbage": "x.y.z",
        "none": unsigned("none"),
        "None": unsigned("None"),
        "nOnE": unsigned("nOnE"),
        "no signature": f"{head}.{body}.",
        "other signature": f"{head}.{body}.{mac[::-1]}",
        "other key": made({}, b"k" * 32),
        "HS384": jwt.encode(claims, key, algorithm="HS384"),
        "kid": made({}, b"k" * 32, kid="../../../../dev/null"),
        "audience": made({"aud": "device"}),
        "issuer": made({"iss": "somebody else"}),
        "expired": made({"exp": 1}),
        "exp text": made({"exp": "tomorrow"}),
        "exp infinite": f"{head}.{_b64(body, exp=float('inf'))}.{mac}",
        "not before": made({"nbf": int(now().timestamp()) + 3600}),
        "no sid": jwt.encode({k: v for k, v in claims.items() if k != "sid"}, key, algorithm="HS256"),
        "sid of nothing": made({"sid": str(ana.workspace_id)}),
        "sid a list": made({"sid": [claims["sid"]]}),
        "another subject": made({"sub": str(ana.workspace_id)}),
        "device mark": crypto.sign("device", claims["sub"], issued=now(), expires=now() + timedelta(days=1), sid=claims["sid"]),
        "refresh": cast.tokens(cast.ANA).refresh_token,
        "cookie": cast.entered(cast.ANA).token,
        "large": good + "x" * 1_000_000,
    }


def _b64(body: str, **more: Any) -> str:
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    return base64.urlsafe_b64encode(json.dumps(claims | more).encode()).decode().rstrip("=")


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_no_forged_token_opens_anything(http: TestClient, ana: Actor) -> None:
    for name, token in forged(ana).items():
        answer = http.get(f"{V1}/members", headers={"Authorization": f"Bearer {token}"})
        assert (name, answer.status_code, answer.headers["content-type"]) == (name, 401, PROBLEM)


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YW5hOng=", "Bearer \u00e9", "bearer  ", "Token x"])
def test_an_odd_authorization_is_no_authorization(http: TestClient, header: str) -> None:
    assert http.get(f"{V1}/auth/me", headers={"Authorization": header.encode("latin-1")}).status_code == 401  # type: ignore[dict-item]


def test_20_refreshes_at_once_have_one_child(http: TestClient, ana: Actor) -> None:
    tokens = cast.tokens(cast.ANA)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: http.post(f"{V1}/auth/refresh", json={"refresh_token": tokens.refresh_token}), range(20)))
    assert sorted(a.status_code for a in answers) == [200] + [401] * 19
    [child] = [a.json() for a in answers if a.status_code == 200]
    assert http.post(f"{V1}/auth/refresh", json={"refresh_token": child["refresh_token"]}).status_code == 401
    assert http.get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {child['access_token']}"}).status_code == 401


def test_the_apps_cookie_reads_but_changes_only_from_our_own_pages(http: TestClient, ana: Actor) -> None:
    http.cookies.set(COOKIE, cast.entered(cast.ANA).token)
    assert http.get(f"{V1}/auth/me", headers={"Origin": "https://evil.example"}).status_code == 200
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ):
        answer = http.patch(f"{V1}/auth/me", json={"name": "Eve"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert http.patch(f"{V1}/auth/me", json={"name": "Ana B."}).status_code == 200
    del http.headers["Origin"]
    assert http.patch(f"{V1}/auth/me", json={"name": "Eve"}).status_code == 403


def test_the_workspace_is_named_in_a_header(http: TestClient, ana: Actor, stranger: Actor) -> None:
    mine = cast.bearer(cast.ANA)
    for foreign in (str(stranger.workspace_id), "stone-bikes", "nowhere"):
        answer = http.get(f"{V1}/members", headers=mine | {"X-Workspace": foreign})
        assert (answer.status_code, "Sam" in answer.text) == (404, False)
    assert http.post(f"{V1}/workspaces", json={"name": "Second"}, headers=mine).status_code == 201
    assert http.get(f"{V1}/members", headers=mine).json()["code"] == "which_workspace"
    assert len(http.get(f"{V1}/members", headers=mine | {"X-Workspace": "second"}).json()["items"]) == 1


# ── the team ─────────────────────────────────────────────


def test_a_team_is_built_over_the_api(http: TestClient, ana: Actor) -> None:
    mine = cast.bearer(cast.ANA)
    sent = http.post(f"{V1}/invitations", json={"email": cast.BEN, "role": "staff"}, headers=mine)
    assert (sent.status_code, sent.json()["expired"]) == (201, False)
    body = {"token": mailed("invite", "account.invited"), "name": "Ben", "password": cast.PASSWORD}
    assert http.post(f"{V1}/invitations/accept", json=body).json()["message"] == "You are a member of Salon Ana now."
    [_, ben] = sorted(http.get(f"{V1}/members", headers=mine).json()["items"], key=lambda m: m["name"])
    changed = http.patch(f"{V1}/members/{ben['id']}", json={"role": "manager", "permissions": ["inbox"]}, headers=mine).json()
    assert (changed["role"], changed["permissions"], changed["own_permissions"]) == ("manager", ["inbox"], True)
    assert len(http.patch(f"{V1}/members/{ben['id']}", json={"permissions": None}, headers=mine).json()["permissions"]) > 5
    assert http.delete(f"{V1}/members/{ben['id']}", headers=mine).status_code == 204
    assert http.post(f"{V1}/auth/login", json={"email": cast.BEN, "password": cast.PASSWORD}).status_code == 200  # still a person
    assert http.get(f"{V1}/members", headers=cast.bearer(cast.BEN)).status_code == 404  # of no workspace


def test_an_invitation_to_an_account_wants_its_owner(http: TestClient, ana: Actor, stranger: Actor) -> None:
    body = {"token": cast.invited(ana, cast.SAM, Role.staff)}
    taken = http.post(f"{V1}/invitations/accept", json=body | {"name": "Thief", "password": "the thief's own words"})
    assert (taken.status_code, taken.json()["code"]) == (401, "sign_in_first")
    assert http.post(f"{V1}/invitations/accept", json=body).json()["code"] == "sign_in_first"
    assert http.post(f"{V1}/invitations/accept", json=body, headers=cast.bearer(cast.ANA)).json()["code"] == "another_person"
    assert http.post(f"{V1}/invitations/accept", json=body, headers=cast.bearer(cast.SAM)).status_code == 200
    assert http.post(f"{V1}/invitations/accept", json=body, headers=cast.bearer(cast.SAM)).json()["code"] == "link_over"
    assert http.post(f"{V1}/auth/login", json={"email": cast.SAM, "password": cast.PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("who", "invite", "read"), [(cast.ANA, 201, 200), (cast.MIA, 403, 403), (cast.BEN, 403, 403)], ids=["owner", "manager", "staff"]
)
def test_only_those_who_build_the_team_see_invitations(http: TestClient, mia: Actor, ben: Actor, who: str, invite: int, read: int) -> None:
    headers = cast.bearer(who)
    assert http.post(f"{V1}/invitations", json={"email": "new@example.com"}, headers=headers).status_code == invite
    assert http.get(f"{V1}/invitations", headers=headers).status_code == read
    assert http.get(f"{V1}/members", headers=headers).status_code == 200


# ── repetitions ──────────────────────────────────────────


def test_a_repeated_request_with_a_key_is_answered_again_and_done_once(http: TestClient, ana: Actor) -> None:
    headers = cast.bearer(cast.ANA) | {"Idempotency-Key": "one and only"}
    first = http.post(f"{V1}/workspaces", json={"name": "Second"}, headers=headers)
    again = http.post(f"{V1}/workspaces", json={"name": "Second"}, headers=headers)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert count(Workspace) == 2
    other = http.post(f"{V1}/workspaces", json={"name": "Third"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


def test_a_key_is_ones_own_and_a_refusal_keeps_nothing(http: TestClient, ana: Actor, stranger: Actor) -> None:
    key = {"Idempotency-Key": "k"}
    assert http.post(f"{V1}/workspaces", json={"name": "X", "slug": "stone-bikes"}, headers=cast.bearer(cast.ANA) | key).status_code == 409
    assert http.post(f"{V1}/workspaces", json={"name": "X", "slug": "free-word"}, headers=cast.bearer(cast.ANA) | key).status_code == 201
    theirs = http.post(f"{V1}/workspaces", json={"name": "X", "slug": "free-word-2"}, headers=cast.bearer(cast.SAM) | key)
    assert (theirs.status_code, "Idempotency-Replayed" in theirs.headers) == (201, False)


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_an_odd_key_is_refused(http: TestClient, ana: Actor, key: str) -> None:
    headers = {k: v.encode("latin-1") for k, v in (cast.bearer(cast.ANA) | {"Idempotency-Key": key}).items()}
    assert http.post(f"{V1}/workspaces", json={"name": "X"}, headers=headers).status_code == 422  # type: ignore[arg-type]


@pytest.mark.usefixtures("both_engines")
def test_the_same_key_at_once_is_done_once(http: TestClient, ana: Actor) -> None:
    headers = cast.bearer(cast.ANA) | {"Idempotency-Key": "k"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: http.post(f"{V1}/workspaces", json={"name": "Second"}, headers=headers), range(8)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"still_running"}
    assert len({a.content for a in answers if a.status_code == 201}) == 1
    assert count(Workspace) == 2


@pytest.mark.usefixtures("both_engines")
def test_two_processes_do_not_work_on_one_key(ana: Actor) -> None:
    """What the second process meets while the first has not answered yet; SQLite has one process, which waits its turn."""
    with db.transaction(ana) as first:
        assert accounts.stored_reply(first, ana, key="k", asked="a") is None
        if db.engine.dialect.name == "postgresql":
            with db.transaction(ana) as second, pytest.raises(StillRunning):
                accounts.stored_reply(second, ana, key="k", asked="a")


# ── whoever is found in the session that acts ────────────


class Noted(Fact):
    kind = "test.noted"


def open_door(owner: Actor) -> TestClient:
    """A public endpoint that finds its business only inside the session that makes something there."""
    app, made = FastAPI(), Noted(subject=new_id())

    def visiting(session: Session) -> Actor:
        db.enter(session, owner.workspace)
        return Actor.customer(owner.workspace)

    @app.post("/notes")
    def note(request: Request) -> Response:
        return post(request, visiting, lambda session, actor: activity.record(session, actor, made))

    @app.get("/notes")
    def notes() -> str:
        return str(ask(visiting, lambda session, _actor: len(session.exec(select(Event).where(Event.kind == Noted.kind)).all())))

    return TestClient(app)


@pytest.mark.parametrize(("key", "made"), [({}, 2), ({"Idempotency-Key": "k"}, 1)])
def test_a_public_door_finds_its_business_in_the_session_that_acts(ana: Actor, key: dict[str, str], made: int) -> None:
    door = open_door(ana)
    answers = [door.post("/notes", headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (answers[0].json() == answers[1].json()) is bool(key)
    assert door.get("/notes").json() == str(made)


# ── bad input ────────────────────────────────────────────

BAD = [None, 7, [], {}, "", " ", "x" * 100_000, "nul\0", "\ud800", "\u202e", True]


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("auth/register", {"name": "Zoë", "email": "zoe@example.com", "password": cast.PASSWORD}),
        ("auth/login", {"email": cast.ANA, "password": cast.PASSWORD}),
        ("auth/refresh", {"refresh_token": "x"}),
        ("auth/password/forgot", {"email": cast.ANA}),
        ("auth/password/reset", {"token": "x", "password": cast.PASSWORD}),
        ("auth/password/change", {"current": cast.PASSWORD, "password": "quite another one 7"}),
        ("auth/email/verify", {"token": "x"}),
        ("workspaces", {"name": "Second", "slug": "second"}),
        ("invitations", {"email": cast.BEN, "role": "staff"}),
        ("invitations/accept", {"token": "x", "name": "Ben", "password": cast.PASSWORD}),
    ],
)
def test_bad_input_is_told_by_field_and_stores_nothing(http: TestClient, ana: Actor, path: str, good: dict[str, str]) -> None:
    headers = cast.bearer(cast.ANA) | {"Content-Type": "application/json"}
    before = [count(User), count(Workspace)]
    for field in good:
        for bad in BAD:
            if field == "slug" and bad is None:
                continue
            answer = http.post(f"{V1}/{path}", content=json.dumps(good | {field: bad}), headers=headers)
            assert answer.status_code in (401, 404, 422), (field, bad, answer.text)
            assert answer.headers["content-type"] == PROBLEM
        missing = {name: value for name, value in good.items() if name != field}
        if field not in {"slug", "role"}:
            assert http.post(f"{V1}/{path}", json=missing, headers=headers).status_code in (401, 404, 422)
    for key in ("workspace_id", "id", "is_admin", "verified_at", "created_at", "\ud800"):
        answer = http.post(f"{V1}/{path}", content=json.dumps(good | {key: "x"}), headers=headers)
        assert (key, answer.status_code) == (key, 422)
    for content in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"email": NaN}'):
        assert http.post(f"{V1}/{path}", content=content, headers=headers).status_code in (400, 422), content
    text = http.post(f"{V1}/{path}", content=json.dumps(good), headers=cast.bearer(cast.ANA) | {"Content-Type": "text/plain"})
    assert text.status_code == 422
    assert [count(User), count(Workspace)] == before


@pytest.mark.usefixtures("limits")
def test_limits_are_told_in_headers(http: TestClient, ana: Actor) -> None:
    answer = http.get(f"{V1}/auth/me", headers=cast.bearer(cast.ANA))
    assert int(answer.headers["RateLimit-Remaining"]) == int(answer.headers["RateLimit-Limit"]) - 1
    created = http.post(f"{V1}/workspaces", json={"name": "Second"}, headers=cast.bearer(cast.ANA))
    assert int(created.headers["RateLimit-Reset"]) > 0
    answers = [http.post(f"{V1}/auth/login", json={"email": "nobody@example.com", "password": "x"}) for _ in range(12)]
    assert (answers[0].status_code, answers[-1].status_code) == (401, 429)
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.usefixtures("limits")
def test_a_forged_forwarding_header_resets_no_limit(http: TestClient, ana: Actor) -> None:
    body = {"email": "nobody@example.com", "password": "x"}
    answers = [http.post(f"{V1}/auth/login", json=body, headers={"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(12)]
    assert answers[-1].status_code == 429
