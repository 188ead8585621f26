"""Forms over the API: drafts, what is awaited, copies as they were asked, files, tables, and a copy by its private link."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.actor import Actor
from tests import cast
from tests.forms.filled import FIELDS, PNG, asked, edited, link, made, person, put, seen

pytestmark = pytest.mark.usefixtures("both_engines", "database")

FORMS = "/api/v1/forms"
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\uff1d1+1", '="x"', ";=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]


@pytest.fixture
def phone() -> TestClient:
    return TestClient(api, base_url="http://localhost")


@pytest.fixture
def desk(ana: Actor) -> TestClient:
    desk = TestClient(api, base_url="http://localhost")
    desk.cookies.set("careops_session", cast.entered(cast.ANA).token)
    desk.headers["Origin"] = "http://localhost"
    return desk


def test_a_draft_is_built_published_compared_and_brought_back(ana: Actor, desk: TestClient) -> None:
    template = made(ana)
    at = f"{FORMS}/templates/{template.id}"
    changed = [{**FIELDS[0], "label": "Full name"}, *FIELDS[1:], {"key": "new", "kind": "date", "label": "Since when?"}]
    assert desk.put(f"{at}/draft", json={"fields": changed}).json()["current"] == 1
    found = desk.get(f"{at}/versions/1/changes").json()
    assert {(c["key"], c["what"]) for c in found} == {("who", "changed"), ("new", "added")}
    assert desk.post(f"{at}/publish").json()["current"] == 2
    assert "new" in desk.get(f"{at}/versions/2/schema").json()["properties"]
    assert desk.post(f"{at}/versions/1/restore").json()["draft"] is not None
    assert desk.delete(f"{at}/draft").json()["draft"] is None
    bad = [{"key": "a", "kind": "text", "label": "A", "visible": {"groups": [{"conditions": [{"key": "b", "op": "answered"}]}]}}]
    assert desk.put(f"{at}/draft", json={"fields": bad}).status_code == 200
    refused = desk.post(f"{at}/publish")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "fields.0.visible")
    copy = desk.post(f"{at}/duplicate").json()
    assert (copy["name"], copy["booking_types"]) == ("Copy of Colour card", [])
    assert desk.put(f"{at}/draft", json={"fields": FIELDS}, headers={"If-Match": '"1"'}).status_code == 412


def test_what_is_awaited_is_reminded_of_moved_sent_again_and_waived(ana: Actor, desk: TestClient) -> None:
    id = asked(ana, made(ana).id, person(ana))
    at, old = f"{FORMS}/requests/{id}", link(ana, id)
    assert desk.post(f"{at}/remind").json()["reminded_at"]
    assert desk.post(f"{at}/remind").json()["code"] == "reminded_just_now"
    assert desk.patch(at, json={"due_at": "2030-01-01T09:00:00Z"}).json()["reminded_at"] is None
    assert desk.post(f"{at}/resend").status_code == 200
    assert link(ana, id) != old
    assert desk.post(f"{at}/waive", json={"why": ""}).status_code == 422
    assert desk.post(f"{at}/waive", json={"why": "Told us by phone"}).json()["waived_why"] == "Told us by phone"
    assert desk.post(f"{at}/remind").json()["code"] == "form_not_awaited"


def test_a_program_fills_a_copy_in_by_its_link(ana: Actor, phone: TestClient) -> None:
    id = asked(ana, made(ana).id, person(ana))
    at = f"/api/v1/public/forms/{link(ana, id)[6:]}"
    shown = phone.get(at).json()
    assert (shown["status"], shown["answers_schema"]["$schema"]) == ("pending", "https://json-schema.org/draft/2020-12/schema")
    assert phone.put(at, json={"answers": {"react": "perhaps"}}).json()["errors"][0]["field"] == "react"
    assert phone.put(at, json={"answers": {"unknown": 1}}).status_code == 422
    kept = phone.put(at, json={"answers": {"react": True, "what": "Henna"}}).json()
    assert kept["answers"] == {"who": "Cleo Marsh", "react": True, "what": "Henna"}
    file = phone.post(f"{at}/files?key=photo", files={"file": ("me.png", PNG, "image/png")}).json()
    assert phone.post(at, json={}).json()["errors"][0]["field"] == "sign"
    phone.put(at, json={"answers": {"photo": [file["id"]], "sign": {"name": "Cleo"}}})
    assert [phone.post(at, json={}).json()["status"] for _ in range(2)] == ["completed", "completed"]
    assert phone.put(at, json={"answers": {"react": False}}).json()["code"] == "form_not_awaited"


@pytest.mark.parametrize("send_copy", [True, False])
def test_the_link_shows_what_was_answered_only_while_it_is_awaited_or_where_a_copy_is_handed_out(
    ana: Actor, desk: TestClient, phone: TestClient, send_copy: bool
) -> None:
    template = made(ana, [FIELDS[0], *(one for one in FIELDS if one["key"] == "photo")], send_copy=send_copy).id
    for end, readable in (("send", send_copy), ("waive", False)):
        token = link(ana, id := asked(ana, template, person(ana)))[6:]
        at = f"/api/v1/public/forms/{token}"
        file = phone.post(f"{at}/files?key=photo", files={"file": ("me.png", PNG, "image/png")}).json()["id"]
        assert phone.put(at, json={"answers": {"who": "Cleo", "photo": [file]}}).json()["answers"]["who"] == "Cleo"
        assert phone.get(f"/form/{token}/files/{file}").content == PNG
        if end == "send":
            assert phone.post(at, json={}).status_code == 200
        else:
            desk.post(f"{FORMS}/requests/{id}/waive", json={"why": "Told us by phone"})
        assert bool(phone.get(at).json()["answers"]) == readable
        assert phone.get(f"/form/{token}/files/{file}").status_code == (200 if readable else 404)


def test_a_copy_reads_as_it_was_asked_and_leaves_as_pdf_and_table(ana: Actor, desk: TestClient, phone: TestClient) -> None:
    template = made(ana)
    id = asked(ana, template.id, person(ana))
    path = link(ana, id)
    put(phone, path, 0, "who react", {"who": "Cleo العربية 🎨", "react": "no"})
    put(phone, path, 1, "photo sign", {"sign": "Cleo"}, files=[("q.photo", ("me.png", PNG, "image/png"))])
    phone.post(path, data={"do": "send"})
    edited(ana, template.id, fields=[{**FIELDS[0], "label": "Other words"}, {"key": "n", "kind": "text", "label": "New"}])
    at = f"{FORMS}/submissions/{id}"
    lines = {line["key"]: line for line in desk.get(f"{at}/filled").json()["answers"]}
    assert (lines["who"]["label"], lines["react"]["text"], "what" in lines) == ("Your name", "No", False)
    pdf = desk.get(f"{at}/copy.pdf")
    assert (pdf.content[:5], pdf.headers["content-disposition"][:10]) == (b"%PDF-", "attachment")
    assert b"/JavaScript" not in pdf.content
    assert phone.get(f"{path}/copy.pdf").content[:5] == b"%PDF-"
    file = desk.get(f"{FORMS}/files/{lines['photo']['files'][0]['id']}")
    assert (file.content, file.headers["x-content-type-options"]) == (PNG, "nosniff")
    table = list(csv.reader(io.StringIO(desk.get(f"{FORMS}/templates/{template.id}/submissions.csv").text.removeprefix("\ufeff"))))
    assert (len(table), "Other words" in table[0], "Photo" in table[0]) == (2, True, True)
    assert [row["id"] for row in desk.get(f"{FORMS}/submissions?q=العربية").json()["items"]] == [str(id)]
    assert desk.get(f"{FORMS}/submissions?q=nobody").json()["items"] == []


def test_no_cell_of_a_table_is_a_formula(ana: Actor, desk: TestClient, phone: TestClient) -> None:
    template = made(ana, [{"key": "q", "kind": "long_text", "label": "=1+1"}], name="=2+2")
    for at, formula in enumerate(FORMULAS):
        path = link(ana, asked(ana, template.id, person(ana, "=evil()", f"c{at}@example.com")))
        put(phone, path, 0, "q", {"q": formula})
    rows = csv.reader(io.StringIO(desk.get(f"{FORMS}/templates/{template.id}/submissions.csv").text.removeprefix("\ufeff")))
    cells = [cell for row in rows for cell in row]
    assert len(cells) == 9 * (len(FORMULAS) + 1)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\t", "\r"))]


def test_an_address_is_suggested_never_overwritten(ana: Actor, desk: TestClient, phone: TestClient) -> None:
    fields: list[dict[str, Any]] = [
        {"key": "mail", "kind": "email", "label": "Email", "maps_to": "contact.email"},
        {"key": "tel", "kind": "phone", "label": "Phone", "maps_to": "contact.phone"},
    ]
    who = person(ana)
    path = link(ana, id := asked(ana, made(ana, fields).id, who))
    put(phone, path, 0, "mail tel", {"mail": "other@example.com", "tel": "+351912345678"})
    phone.post(path, data={"do": "send"})
    assert desk.get(f"/api/v1/contacts/{who}").json()["email"] == "cleo@example.com"
    assert desk.get(f"/api/v1/contacts/{who}").json()["phone"] == "+351912345678", "where there was none it is filled in"
    lines = {line["key"]: line["suggests"] for line in desk.get(f"{FORMS}/submissions/{id}/filled").json()["answers"]}
    assert lines == {"mail": True, "tel": False}
    assert desk.post(f"{FORMS}/submissions/{id}/suggestions/mail").status_code == 200
    assert desk.get(f"/api/v1/contacts/{who}").json()["email"] == "other@example.com"


def test_after_ten_answers_an_edit_leaves_all_ten_readable_exactly(ana: Actor, desk: TestClient, phone: TestClient) -> None:
    template = made(ana)
    ids = []
    for at in range(10):
        ids.append(asked(ana, template.id, person(ana, f"P{at}", f"p{at}@example.com")))
        put(phone, link(ana, ids[-1]), 0, "who react what", {"who": f"P{at}", "react": "yes" if at % 2 else "no", "what": f"x{at}"})
        put(phone, link(ana, ids[-1]), 1, "photo sign", {"sign": f"P{at}"})
        phone.post(link(ana, ids[-1]), data={"do": "send"})
    before = [desk.get(f"{FORMS}/submissions/{id}/filled").json() for id in ids]
    assert {row["submission"]["status"] for row in before} == {"completed"}
    edited(ana, template.id, fields=[{"key": "react", "kind": "yes_no", "label": "Turned round"}], name="Other")
    edited(ana, template.id, fields=[{"key": "other", "kind": "date", "label": "Nothing of it"}])
    after = [desk.get(f"{FORMS}/submissions/{id}/filled").json() for id in ids]
    assert [row["answers"] for row in after] == [row["answers"] for row in before]
    assert [seen(ana, id).fields for id in ids] == [made(ana).fields] * 10
