"""The same through the pages people fill in: no page breaks, and what was typed is still there to be corrected."""

from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.crypto import link_token
from careops.core.http import COOKIE, Shell
from careops.core.settings import ROOT
from tests import cast, worlds
from tests.footprints import Watch
from tests.hostile.corpus import HUGE, TEXTS
from tests.hostile.forms import TRAP, TYPED, Form, forms, posts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]
ALONE = "no utf-8"  # sent with nothing beside it
PLAIN = {
    "email": "cleo@example.org",
    "tel": "+351912345678",
    "password": cast.PASSWORD,
    "textarea": "Plain words",
    "url": "https://a.example",
}


def web() -> TestClient:
    return TestClient(Shell(api, ROOT / ".web" / "build"), raise_server_exceptions=False, follow_redirects=False)


def pages(world: worlds.Furnished) -> list[str]:
    """Every page that carries a form for somebody who is not signed in."""
    slug = world.shop.slug
    booked = link_token("booking", world.booking.id, world.booking.link_salt)
    return [
        "/register",
        "/login",
        "/forgot",
        f"/invite/{world.invitation}",
        f"/contact/{slug}",
        f"/book/{slug}/cut",
        f"/book/{slug}/cut?hold={world.hold}",
        f"/manage/{booked}",
    ]


def test_every_page_with_a_form_is_there(database: sa.Engine) -> None:
    """Else the walk below would walk past what it is about."""
    world, visitor = worlds.furnished(cast.ana()), web()
    answers = {page: visitor.get(page) for page in pages(world)}
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
    with_form = [page for page, answer in answers.items() if posts(answer.text)]
    assert len(with_form) >= 6


def test_no_form_breaks_and_what_was_typed_is_kept(database: sa.Engine, capsys: pytest.CaptureFixture[str]) -> None:
    world, wrong, tried = worlds.furnished(cast.ana()), list[str](), 0
    for page in pages(world):
        for number, form in enumerate(posts(web().get(page).text)):
            for field, name, answer, changed in attempts(database, page, form):
                tried += 1
                problem = _problem(form, field, name, answer, changed=changed)
                wrong += [f"{page} form {number}, {field} = {name} → {problem}"] * bool(problem)
    with capsys.disabled():
        print(f"\n  {tried} bad inputs through {len(pages(world))} pages", end="")  # noqa: T201
    assert not wrong, "\n".join(wrong)


def attempts(database: sa.Engine, page: str, form: Form) -> Iterator[tuple[str, str, httpx.Response, bool]]:
    """Each field with each bad text, the others plain; each field left out; and one that is no UTF-8."""
    watch = Watch(database)
    for field in form.kinds.keys() - {TRAP}:
        rest = {name: value for name, value in filled(form).items() if name != field}
        for bad in TEXTS:
            if bad.name != "lone surrogate":
                answer = form.send(web(), page, **(filled(form) | {field: str(bad.value)}))
                yield field, bad.name, answer, watch.changed() and answer.status_code >= 400
        missing = Form(form.action, form.method, {name: value for name, value in form.fields.items() if name != field})
        answer = missing.send(web(), page, **rest)
        yield field, "missing", answer, watch.changed() and answer.status_code >= 400
        raw = f"{field}=%ED%A0%80%FF".encode()
        answer = web().post(form.action or page, content=raw, headers={"content-type": "application/x-www-form-urlencoded"})
        yield field, ALONE, answer, watch.changed() and answer.status_code >= 400


def filled(form: Form) -> dict[str, str]:
    """Plain words for every field people type into."""
    return {name: PLAIN.get(kind, f"Plain {name}") for name, kind in form.kinds.items() if kind in {*TYPED, "password"} and name != TRAP}


def _problem(form: Form, field: str, name: str, answer: httpx.Response, *, changed: bool) -> str:
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    if changed:
        return f"{answer.status_code}, yet something was stored"
    if COOKIE in answer.cookies and answer.status_code >= 400:
        return "a refusal signs somebody in"
    if answer.status_code in {400, 422} and field in form.typed and name != ALONE:
        return _lost(form, field, answer)
    return ""


def _lost(form: Form, field: str, answer: httpx.Response) -> str:
    """What the page does not show again of what was typed plainly."""
    shown = [value for again in forms(answer.text) for value in again.fields.values()]
    lost = [name for name in form.typed if name != field and filled(form)[name] not in shown]
    return f"{answer.status_code} and forgot {lost}" if lost else ""


def test_a_field_as_large_as_a_page_may_send_is_no_trouble() -> None:
    many = "&".join(f"field{number}=x" for number in range(50_000))
    for body in (f"email={HUGE}&password={HUGE}", many):
        answer = web().post("/login", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert 400 <= answer.status_code < 500
