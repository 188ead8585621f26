"""The pages of accounts, as a browser without JavaScript walks them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.models import SignIn, User
from careops.accounts.public.doors import DEVICE, HINT
from careops.activity.models import Event
from careops.core import db
from careops.core.actor import Actor, Role
from careops.core.http import COOKIE
from tests import cast


def mailed(kind: Any, event: str) -> str:
    """The address in the last mail of that kind."""
    with db.reading() as session, db.everywhere(session):
        last = session.exec(select(Event).where(Event.kind == event).order_by(col(Event.id).desc())).first()
        assert last is not None
        return "/" + queries.mail_link(session, kind=kind, id=last.subject).split("/", 3)[3]


def login(http: TestClient, email: str = cast.ANA, password: str = cast.PASSWORD, **more: str) -> Any:
    return http.post("/login", data={"email": email, "password": password, **more})


def who(http: TestClient) -> Actor | None:
    with db.reading() as session:
        return queries.actor_for_token(session, token=http.cookies.get(COOKIE) or "")


def password_of(email: str) -> str:
    with db.reading() as session:
        return session.exec(select(User.password_hash).where(User.email == email)).one()


def test_from_registering_to_the_wizard(http: TestClient) -> None:
    assert "Create account" in http.get("/register").text
    person = {"name": "Zoë", "business": "Salon Zoë", "email": "zoe@example.com", "password": cast.PASSWORD}
    done = http.post("/register", data=person)
    assert (done.status_code, "zoe" in done.headers["location"]) == (303, False)
    form = http.get(done.headers["location"])
    assert 'value="zoe@example.com"' in form.text
    assert 'value="/app/onboarding"' in form.text
    entered = login(http, "zoe@example.com", next="/app/onboarding")
    assert (entered.status_code, entered.headers["location"]) == (303, "/app/onboarding")
    found = who(http)
    assert found is not None
    assert found.role is Role.owner


def test_the_cookie_is_out_of_reach_of_scripts(http: TestClient, ana: Actor) -> None:
    cookies = login(http).headers.get_list("set-cookie")
    session = next(c for c in cookies if c.startswith(f"{COOKIE}="))
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=5184000"} <= {part.strip() for part in session.split(";")}
    assert all("HttpOnly" in c for c in cookies)


def test_registering_a_known_address_looks_the_same(http: TestClient, ana: Actor) -> None:
    person = {"name": "Eve", "business": "", "password": cast.PASSWORD}
    known, unknown = [http.post("/register", data=person | {"email": email}) for email in (cast.ANA, "eve@example.com")]
    assert (known.status_code, known.text, known.headers["location"]) == (unknown.status_code, unknown.text, unknown.headers["location"])
    assert [c.split("=")[0] for c in known.headers.get_list("set-cookie")] == [HINT]
    assert [c.split("=")[0] for c in unknown.headers.get_list("set-cookie")] == [HINT]


def test_wrong_passwords_and_unknown_addresses_look_the_same(http: TestClient, ana: Actor) -> None:
    pages = [login(http, email, "not the password") for email in (cast.ANA, "ann@example.com")]
    texts = [p.text.replace(cast.ANA, "x").replace("ann@example.com", "x").replace(nonce(p), "") for p in pages]
    assert [p.status_code for p in pages] == [401, 401]
    assert texts[0] == texts[1]
    assert "not the password" not in pages[0].text


def nonce(answer: Any) -> str:
    return answer.headers["content-security-policy"].split("nonce-")[1].split("'")[0]


@pytest.mark.parametrize(
    ("path", "said", "field"),
    [
        ("/register", {"name": "", "email": "zoe@example.com", "password": cast.PASSWORD}, "name"),
        ("/register", {"name": "Zoë", "email": "zoe@", "password": cast.PASSWORD}, "email"),
        ("/register", {"name": "Zoë", "email": "zoe@example.com", "password": "password1234"}, "password"),
        ("/register", {"name": "Zoë\0", "email": "zoe@example.com", "password": cast.PASSWORD}, "name"),
        ("/register", {"name": "x" * 5000, "email": "zoe@example.com", "password": cast.PASSWORD}, "name"),
        ("/register", {}, "name"),
        ("/login", {"email": "", "password": "x"}, "email"),
        ("/login", {"email": "zoe@example.com", "password": ""}, "password"),
        ("/forgot", {"email": "zoe"}, "email"),
    ],
)
def test_a_wrong_field_is_marked_and_what_was_typed_is_kept(http: TestClient, path: str, said: dict[str, str], field: str) -> None:
    answer = http.post(path, data=said)
    assert answer.status_code == 422
    assert f'id="{field}-err"' in answer.text
    for name, value in said.items():
        if name != "password" and value and "\0" not in value:
            assert f'value="{value}"' in answer.text
    assert cast.PASSWORD not in answer.text


def test_what_was_typed_is_shown_as_text_never_as_html(http: TestClient) -> None:
    answer = http.post("/register", data={"name": '"><script>alert(1)</script>', "email": "zoe", "password": "x"})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "next", ["//evil.example", "/\\evil.example", "https:evil.example", "%2f%2fevil.example", "\t//evil", "javascript:alert(1)"]
)
def test_after_signing_in_one_stays_here(http: TestClient, ana: Actor, next: str) -> None:
    assert "evil" not in http.get("/login", params={"next": next}).text
    assert login(http, next=next).headers["location"] == "/app"
    assert http.get("/login", params={"next": next}).headers["location"] == "/app"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_sends_no_form_of_ours(http: TestClient, ana: Actor, headers: dict[str, str]) -> None:
    assert login(http).status_code == 303
    for path in ("/login", "/register", "/logout", "/forgot", "/switch"):
        assert http.post(path, data={"email": cast.ANA, "password": cast.PASSWORD}, headers=headers).status_code == 403
    assert who(http) is not None


def test_a_private_page_of_ours_sends_an_empty_origin_and_is_believed_with_its_browser(http: TestClient, ana: Actor) -> None:
    http.headers.update({"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert login(http).status_code == 303


def test_signing_out_is_a_form_and_ends_the_session(http: TestClient, ana: Actor) -> None:
    login(http)
    token = http.cookies[COOKIE]
    assert http.get("/logout").status_code == 200
    assert who(http) is not None
    assert http.post("/logout").headers["location"] == "/login?said=out"
    assert (COOKIE in http.cookies, DEVICE in http.cookies) == (False, True)
    with db.reading() as session:
        assert queries.actor_for_token(session, token=token) is None


def test_signing_in_never_takes_over_a_session_that_was_there(http: TestClient, ana: Actor, stranger: Actor) -> None:
    login(http, cast.SAM)
    old = http.cookies[COOKIE]
    http.get("/login")
    login(http)
    assert http.cookies[COOKIE] != old
    with db.reading() as session:
        assert queries.actor_for_token(session, token=old) is None


def test_looking_at_a_mailed_link_uses_nothing_up(http: TestClient, ana: Actor) -> None:
    http.post("/forgot", data={"email": cast.ANA})
    cast.invited(ana, cast.BEN, Role.staff)
    links = [mailed("verify", "account.verification_due"), mailed("reset", "account.reset_due"), mailed("invite", "account.invited")]
    for _ in range(3):  # a mail scanner is thorough
        for link in links:
            page = http.get(link)
            assert (page.status_code, page.headers["referrer-policy"], page.headers["cache-control"]) == (200, "no-referrer", "no-store")
            assert http.head(link).status_code in (200, 405)
    assert http.post(links[0]).status_code == 303
    assert http.post(links[0]).status_code == 404
    assert http.get(links[0]).status_code == 404


def test_a_password_is_reset_by_the_mailed_link(http: TestClient, ana: Actor) -> None:
    for email in (cast.ANA, "nobody@example.com"):
        assert http.post("/forgot", data={"email": email}).headers["location"] == "/forgot?said=sent"
    link = mailed("reset", "account.reset_due")
    weak = http.post(link, data={"password": "password1234"})
    assert (weak.status_code, 'id="password-err"' in weak.text) == (422, True)
    assert http.post(link, data={"password": "quite another one 7"}).headers["location"] == "/login?said=reset"
    assert http.post(link, data={"password": "the thief's own words"}).status_code == 404
    assert [login(http, password=p).status_code for p in (cast.PASSWORD, "quite another one 7")] == [401, 303]


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "%ff", "é" * 20, "x" * 3000])
@pytest.mark.parametrize("kind", ["reset", "verify", "invite"])
def test_a_forged_link_is_a_calm_page(http: TestClient, ana: Actor, kind: str, token: str) -> None:
    path = f"/{kind}/{quote(token, safe='%')}"
    for answer in (http.get(path), http.post(path, data={"password": cast.PASSWORD, "name": "Eve"})):
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, "text/html")


# ── invitations ──────────────────────────────────────────


def test_a_new_person_joins_and_is_in(http: TestClient, ana: Actor) -> None:
    link = "/invite/" + cast.invited(ana, cast.BEN, Role.staff)
    assert "Join Salon Ana" in http.get(link).text
    assert http.post(link, data={"name": "", "password": cast.PASSWORD}).status_code == 422
    assert http.post(link, data={"name": "Ben", "password": cast.PASSWORD}).headers["location"] == "/app"
    found = who(http)
    assert found is not None
    assert (found.role, found.workspace_id) == (Role.staff, ana.workspace_id)


def test_an_invitation_asks_for_the_accounts_own_password_and_changes_it_never(http: TestClient, ana: Actor, stranger: Actor) -> None:
    link, before = "/invite/" + cast.invited(ana, cast.SAM, Role.staff), password_of(cast.SAM)
    assert 'name="name"' not in http.get(link).text
    assert http.post(link, data={"name": "Eve", "password": "the thief's own words"}).status_code == 401
    assert (password_of(cast.SAM), who(http)) == (before, None)
    assert http.post(link, data={"password": cast.PASSWORD}).headers["location"] == "/app"
    found = who(http)
    assert found is not None
    assert (found.email, found.workspace_id, password_of(cast.SAM)) == (cast.SAM, ana.workspace_id, before)
    assert http.post(link, data={"password": cast.PASSWORD}).status_code == 404


def test_somebody_signed_in_joins_with_one_press_as_themselves_only(
    http: TestClient, another: Callable[..., TestClient], ana: Actor, stranger: Actor
) -> None:
    link = "/invite/" + cast.invited(ana, cast.SAM, Role.staff)
    login(http)  # as Ana, who is somebody else
    assert f"signed in as {cast.ANA}" in http.get(link).text
    assert http.post(link, data={}).status_code == 422
    sam = another()
    login(sam, cast.SAM)
    assert 'type="password"' not in sam.get(link).text
    assert sam.post(link).headers["location"] == "/app"
    found = who(sam)
    assert found is not None
    assert found.workspace_id == ana.workspace_id


# ── workspaces ───────────────────────────────────────────


def test_one_switches_between_ones_own_workspaces(http: TestClient, ana: Actor, stranger: Actor) -> None:
    login(http)
    assert http.post("/switch", data={"name": "Second Salon"}).headers["location"] == "/app/onboarding"
    second = who(http)
    assert second is not None
    assert second.workspace_id != ana.workspace_id
    assert http.post("/switch", data={"workspace_id": str(ana.workspace_id)}).headers["location"] == "/app"
    for bad, status in ((str(stranger.workspace_id), 404), ("x", 422), ("", 422)):
        assert http.post("/switch", data={"workspace_id": bad}).status_code == status
    assert http.post("/switch", data={"name": ""}).status_code == 422
    back = who(http)
    assert back is not None
    assert back.workspace_id == ana.workspace_id
    assert "Second Salon" in http.get("/switch").text


def test_a_person_without_a_workspace_may_found_one(http: TestClient, ana: Actor, ben: Actor) -> None:
    with db.transaction(ana) as session:
        from_team(session, ana, ben)
    assert login(http, cast.BEN).headers["location"] == "/switch"
    assert who(http) is None
    assert http.get("/switch").status_code == 200
    http.post("/switch", data={"name": "Ben’s own"})
    assert who(http) is not None


def from_team(session: Any, ana: Actor, ben: Actor) -> None:
    assert ben.member_id
    accounts.deactivate(session, ana, member_id=ben.member_id)


def test_a_stranger_is_sent_to_the_door(http: TestClient) -> None:
    assert http.get("/switch").headers["location"] == "/login"


def test_pages_speak_the_visitors_language(http: TestClient) -> None:
    assert '<html lang="de"' in http.get("/login", headers={"Accept-Language": "de-CH,de;q=0.9"}).text
    assert '<html lang="en"' in http.get("/login", headers={"Accept-Language": "tlh"}).text


@pytest.mark.usefixtures("limits")
def test_too_many_tries_are_told_and_a_known_device_still_gets_in(http: TestClient, another: Callable[..., TestClient], ana: Actor) -> None:
    owner = another()
    assert login(owner).status_code == 303
    attacker = another()  # in the same network
    codes = [login(attacker, password=f"guess number {n}").status_code for n in range(15)]
    assert (codes[0], codes[-1]) == (401, 429)
    assert login(attacker).status_code == 429
    assert int(login(attacker).headers.get("retry-after", "1")) > 0
    assert login(owner).status_code == 303


def test_only_hashes_of_cookies_are_kept(http: TestClient, ana: Actor) -> None:
    login(http)
    with db.reading() as session:
        assert http.cookies[COOKIE] not in set(session.exec(select(SignIn.token_hash)))
