"""Filling a form in by its private link: without scripts, on two devices, in two windows, on the version it began with."""

import base64
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from careops.careops import api
from careops.contacts import queries as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms.schemas import DueIn, WaiveIn
from tests.forms.filled import FIELDS, PNG, asked, edited, link, made, person, put, seen, version, where

pytestmark = pytest.mark.usefixtures("both_engines", "database")


@pytest.fixture
def phone() -> TestClient:
    return TestClient(api, base_url="http://localhost")


def begun(ana: Actor) -> tuple[str, UUID]:
    id = asked(ana, made(ana).id, person(ana))
    return link(ana, id), id


def test_a_form_is_filled_in_page_by_page_read_over_and_sent(ana: Actor, phone: TestClient) -> None:
    id = asked(ana, made(ana, thanks="See you soon").id, person(ana))
    path = link(ana, id)
    first = phone.get(path)
    assert (first.status_code, 'value="Cleo Marsh"' in first.text, "Page 1 of 2" in first.text) == (200, True, True)
    assert seen(ana, id).status == "pending", "looking changes nothing"
    assert where(put(phone, path, 0, "who react", {"who": "Cleo M.", "react": "no"})) == "page=2"
    assert (seen(ana, id).status, seen(ana, id).answers) == ("in_progress", {"who": "Cleo M.", "react": False})
    assert "Page 2 of 2" in TestClient(api, base_url="http://localhost").get(path).text, "another device goes on where this one was"
    answer = put(phone, path, 1, "photo sign", {"sign": "Cleo Marsh"}, files=[("q.photo", ("me.png", PNG, "image/png"))])
    assert where(answer) == "page=review"
    review = phone.get(f"{path}?page=review")
    assert all(words in review.text for words in ("Cleo M.", "me.png", "Signed by Cleo Marsh", "Read it over"))
    done = phone.post(path, data={"do": "send", "version": version(review)}, follow_redirects=True)
    assert ("See you soon" in done.text, "Cleo M." in done.text) == (True, False)
    copy = seen(ana, id)
    assert (copy.status, copy.answers["photo"][0]["name"], copy.files[0].mime) == ("completed", "me.png", "image/png")
    with db.reading(ana) as session:
        assert contacts.get(session, ana, contact_id=copy.contact_id).name == "Cleo M."


def test_what_is_missing_is_said_with_links_and_what_was_answered_is_kept(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    answer = put(phone, path, 0, "who react", {"who": "", "react": ""})
    assert answer.status_code == 422
    assert all(words in answer.text for words in ('href="#q-who"', 'href="#q-react"', "Choose yes or no", "Error:"))
    assert put(phone, path, 0, "who react", {"who": "a\u202eb", "react": "no"}).status_code == 422
    assert seen(ana, id).answers == {"react": False}


def test_without_scripts_a_question_that_appears_is_asked_before_going_on(ana: Actor, phone: TestClient) -> None:
    path, _id = begun(ana)
    assert 'data-when="' in phone.get(path).text
    assert where(put(phone, path, 0, "who react", {"who": "Cleo", "react": "yes"})) == "page=1&more=1"
    again = phone.get(f"{path}?page=1&more=1")
    assert "There is something more to answer now." in again.text
    assert put(phone, path, 0, "who react what", {"who": "Cleo", "react": "yes", "what": ""}).status_code == 422
    assert where(put(phone, path, 0, "who react what", {"who": "Cleo", "react": "yes", "what": "Henna"})) == "page=2"


def test_nothing_is_sent_that_was_not_answered(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    answer = phone.post(path, data={"do": "send"})
    assert (answer.status_code, "Choose yes or no" in answer.text) == (422, True)
    assert seen(ana, id).status == "pending"


def test_a_half_filled_copy_finishes_on_the_version_it_began_with(ana: Actor, phone: TestClient) -> None:
    template = made(ana)
    id = asked(ana, template.id, person(ana))
    path = link(ana, id)
    put(phone, path, 0, "who react", {"who": "Cleo", "react": "no"})
    edited(ana, template.id, fields=[{"key": "new", "kind": "text", "label": "Only this", "required": True}])
    assert "Only this" not in phone.get(path).text
    put(phone, path, 1, "photo sign", {"sign": "Cleo Marsh"})
    phone.post(path, data={"do": "send"})
    assert (seen(ana, id).status, seen(ana, id).number, [f.key for f in seen(ana, id).fields]) == (
        "completed",
        1,
        [f["key"] for f in FIELDS],
    )


def test_another_window_overwrites_nothing_unseen(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    old = version(phone.get(path))
    put(phone, path, 0, "who react", {"who": "First", "react": "no"})
    said = {"page": "0", "version": old, "do": "next", "asked": ["who", "react"], "q.who": "Second", "q.react": "no"}
    answer = phone.post(path, data=said)
    assert (answer.status_code, 'value="Second"' in answer.text, "another window" in answer.text) == (412, True, True)
    assert seen(ana, id).answers["who"] == "First"
    again = phone.post(path, data={**said, "version": version(answer)}, follow_redirects=False)
    assert (again.status_code, seen(ana, id).answers["who"]) == (303, "Second")
    repeated = phone.post(path, data={**said, "version": old}, follow_redirects=False)
    assert repeated.status_code == 303, "the same answers once more are no conflict"


def test_the_script_saves_quietly_and_tells_that_it_is_looked_at(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    assert phone.post(f"{path}/opened").status_code == 204
    told = phone.post(f"{path}/save", data={"page": "0", "version": version(phone.get(path)), "asked": ["who"], "q.who": "C"}).json()
    assert told["saved"].startswith("Saved at ")
    assert (seen(ana, id).answers, str(seen(ana, id).version)) == ({"who": "C"}, str(told["version"]))
    stale = phone.post(f"{path}/save", data={"page": "0", "version": "1", "asked": ["who"], "q.who": "D"})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_files_are_saved_never_shown_and_taken_back(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    put(phone, path, 0, "who react", {"who": "Cleo", "react": "no"})
    drawn = "data:image/png;base64," + base64.b64encode(PNG).decode()
    files = [("q.photo", ("../../evil<b>.png", PNG, "text/html")), ("q.photo", ("page.html", b"<script>alert(1)</script>", "image/png"))]
    answer = put(phone, path, 1, "photo sign", {"sign": "Cleo", "sign.drawn": drawn}, files=files)
    assert answer.status_code == 422, "the page is refused as a picture"
    (photo,) = seen(ana, id).answers["photo"]
    assert photo["name"] == "evil_b_.png"
    kept = phone.get(f"{path}/files/{photo['id']}")
    assert kept.content == PNG
    assert kept.headers["content-disposition"].startswith("attachment;")
    assert (kept.headers["x-content-type-options"], "sandbox" in kept.headers["content-security-policy"]) == ("nosniff", True)
    assert seen(ana, id).answers["sign"]["drawn"]["name"] == "signature.png"
    held = {"photo.held": photo["id"], "sign.held": seen(ana, id).answers["sign"]["drawn"]["id"]}
    put(phone, path, 1, "photo sign", {"sign": "Cleo", **held}, remove=photo["id"])
    assert "photo" not in seen(ana, id).answers
    assert seen(ana, id).answers["sign"]["drawn"], "the drawing stays"


def test_a_waived_a_done_and_a_withdrawn_copy_say_so(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    with db.transaction(ana) as session:
        form.resend(session, ana, submission_id=id)
    assert phone.get(path).status_code == 404
    path = link(ana, id)
    with db.transaction(ana) as session:
        form.waive(session, ana, submission_id=id, waived=WaiveIn(why="Told us on the phone"))
    page = phone.get(path)
    assert ("Nothing to fill in" in page.text, "phone" in page.text) == (True, False)
    refused = phone.post(path, data={"page": "0", "do": "next", "asked": "who", "q.who": "x"}, follow_redirects=False)
    assert (refused.status_code, seen(ana, id).answers) == (303, {})


def test_an_overdue_copy_can_still_be_filled_in(ana: Actor, phone: TestClient) -> None:
    path, id = begun(ana)
    with db.transaction(ana) as session:
        form.set_due(session, ana, submission_id=id, due=DueIn.model_validate({"due_at": "2020-01-01T00:00:00Z"}))
    assert where(put(phone, path, 0, "who react", {"who": "Cleo", "react": "no"})) == "page=2"


def test_no_other_link_opens_it_and_nothing_leaks(ana: Actor, stranger: Actor, phone: TestClient) -> None:
    path, _id = begun(ana)
    theirs = link(stranger, asked(stranger, made(stranger).id, person(stranger)))
    answers = [
        phone.get(f"/form/{token}") for token in ("x", "A" * 43, path[6:-1] + ("A" if path[-1] != "A" else "B"), theirs[6:28] + path[28:])
    ]
    assert {answer.status_code for answer in answers} == {404}
    page = phone.get(path)
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    assert "noindex" in page.headers["x-robots-tag"]
    assert "'unsafe" not in page.headers["content-security-policy"]


def test_another_site_cannot_post(ana: Actor, phone: TestClient) -> None:
    path, _id = begun(ana)
    assert phone.post(path, data={"do": "send"}, headers={"Origin": "https://evil.example"}).status_code == 403
