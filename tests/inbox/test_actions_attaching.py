"""Files of an answer: what may go along, what they are called, and where they are until then."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid, NotFound
from careops.core.settings import settings
from careops.inbox import actions as inbox
from careops.inbox import jobs, queries
from careops.inbox.models import Attachment, Delivery
from careops.inbox.queries.drafted import folder
from careops.inbox.rules.files import MOST_SENT_ALTOGETHER, MOST_SENT_FILES, MOST_SENT_SIZE, sendable, together
from careops.inbox.rules.letters import read_letter
from careops.inbox.schemas import AttachmentRow, MessageRow
from tests import cast
from tests.inbox.conftest import wrote

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture(autouse=True)
def own_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_dir", tmp_path / "data")


PDF = b"%PDF-1.7 the map"
PNG = b"\x89PNG\r\n\x1a\n the house"


def attached(actor: Actor, conversation: UUID, name: str = "map.pdf", content: bytes = PDF) -> AttachmentRow:
    with db.reading(actor) as session:
        return inbox.attach(session, actor, conversation_id=conversation, name=name, content=content)


def there(actor: Actor, conversation: UUID) -> list[str]:
    with db.reading(actor) as session:
        return [file.name for file in queries.draft_files(session, actor, conversation_id=conversation)]


def answered(actor: Actor, conversation: UUID, files: Sequence[UUID]) -> MessageRow:
    with db.transaction(actor) as session:
        return inbox.answer(session, actor, conversation_id=conversation, text="Here it is", files=files, undoable=True)


def on_disk() -> list[Path]:
    return [path for path in (settings.data_dir / "uploads").rglob("*") if path.is_file()]


# ── what may be sent ─────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "called", "mime"),
    [
        ("map.pdf", PDF, "map.pdf", "application/pdf"),
        ("Photo.JPEG", b"\xff\xd8\xff\xe0", "Photo.JPEG", "image/jpeg"),
        ("invoice.exe", PDF, "invoice.exe.pdf", "application/pdf"),
        ("page.html", PNG, "page.html.png", "image/png"),
        ("../../etc/passwd.pdf", PDF, "passwd.pdf", "application/pdf"),
        ("C:\\secret\\plan.docx", b"PK\x03\x04...", "plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("CON", PDF, "_CON.pdf", "application/pdf"),
        ("a\0b.png", PNG, "ab.png", "image/png"),
        ("gnp.\u202epdf", PDF, "gnp.pdf", "application/pdf"),
        ("", PDF, "file.pdf", "application/pdf"),
        ("prices.csv", b"cut,40\n", "prices.csv", "text/csv"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "letter.doc", "application/msword"),
        ("setup.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "setup.msi.doc", "application/msword"),
        ("n" * 300 + ".pdf", PDF, "n" * 116 + ".pdf", "application/pdf"),
        ("n" * 300, PDF, "n" * 116 + ".pdf", "application/pdf"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, content: bytes, called: str, mime: str) -> None:
    file = sendable(name, content)
    assert (file.name, file.mime) == (called, mime)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ\x90\x00"),
        ("run.pdf", b"MZ\x90\x00"),
        ("run.sh", b"#!/bin/sh\nrm -rf /"),
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("words.txt", b"\xff\xfe\x00\x01"),
        ("words.txt", b"a\0b"),
        ("empty.pdf", b""),
        ("large.pdf", PDF + b"x" * MOST_SENT_SIZE),
    ],
)
def test_what_mail_does_not_carry_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        sendable(name, content)


def test_the_files_of_a_mail_have_limits_together() -> None:
    together([MOST_SENT_ALTOGETHER // MOST_SENT_FILES] * MOST_SENT_FILES)
    for sizes in ([1] * (MOST_SENT_FILES + 1), [MOST_SENT_ALTOGETHER, 1]):
        with pytest.raises(Invalid):
            together(sizes)


# ── on its way ───────────────────────────────────────────


def test_an_answer_leaves_with_its_files_and_the_draft_has_none(ana: Actor) -> None:
    conversation = wrote(ana)
    first, second = attached(ana, conversation), attached(ana, conversation, "house.png", PNG)
    assert there(ana, conversation) == ["map.pdf", "house.png"]
    assert all("map" not in path.name for path in on_disk())
    said = answered(ana, conversation, [first.id, second.id])
    assert [(file.name, file.size) for file in said.attachments] == [("map.pdf", len(PDF)), ("house.png", len(PNG))]
    assert (there(ana, conversation), on_disk()) == ([], [])
    with db.reading(ana) as session:
        shown = queries.thread(session, ana, conversation_id=conversation).items[0]
        assert [file.name for file in shown.attachments] == ["map.pdf", "house.png"]
        assert queries.attachment(session, ana, attachment_id=shown.attachments[0].id).content == PDF
    with db.transaction(ana) as session:
        row = session.exec(select(Delivery)).one()
        assert read_letter(row.letter).attachments == ()  # the bytes are kept once
        row.due_at = now()
    with db.transaction() as session:
        (claimed,) = inbox.claim(session).claimed
    letter = read_letter(claimed.stored)
    assert [(file.name, file.mime, file.content) for file in letter.attachments] == [
        ("map.pdf", "application/pdf", PDF),
        ("house.png", "image/png", PNG),
    ]


def test_the_local_outbox_names_what_went_along(ana: Actor) -> None:
    conversation = wrote(ana)
    file = attached(ana, conversation)
    with db.transaction(ana) as session:
        inbox.answer(session, ana, conversation_id=conversation, text="Here it is", files=[file.id])
    assert jobs.dispatch(lanes=1) == 1
    with db.reading(ana) as session:
        (sent,) = queries.outbox(session, ana).items
        assert queries.outbox_letter(session, ana, delivery_id=sent.id).attachments == ["map.pdf"]


def test_an_undone_answer_gives_its_files_back(ana: Actor) -> None:
    conversation = wrote(ana)
    said = answered(ana, conversation, [attached(ana, conversation).id])
    with db.transaction(ana) as session:
        inbox.undo_reply(session, ana, message_id=said.id)
    assert there(ana, conversation) == ["map.pdf"]
    with db.reading(ana) as session:
        assert session.exec(select(Attachment)).all() == []


def test_an_answer_that_was_refused_keeps_its_files_in_the_draft(ana: Actor) -> None:
    conversation = wrote(ana)
    file = attached(ana, conversation)
    with pytest.raises(Invalid) as why, db.transaction(ana) as session:
        inbox.answer(session, ana, conversation_id=conversation, text="Here", files=[file.id, uuid4()])
    assert why.value.problems[0].field == "files"
    assert there(ana, conversation) == ["map.pdf"]


def test_nobody_reaches_anothers_draft(ana: Actor, ben: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    file = attached(ana, conversation)
    assert there(ben, conversation) == []
    with pytest.raises(NotFound), db.reading(ben) as session:
        inbox.detach(session, ben, conversation_id=conversation, file_id=file.id)
    with pytest.raises(Invalid):
        answered(ben, conversation, [file.id])
    with pytest.raises(NotFound):
        attached(stranger, conversation)
    with db.reading(ana) as session:
        inbox.detach(session, ana, conversation_id=conversation, file_id=file.id)
    assert (there(ana, conversation), on_disk()) == ([], [])


def test_files_that_were_never_sent_go_after_a_while(ana: Actor) -> None:
    conversation = wrote(ana)
    attached(ana, conversation)
    half = folder(ana, conversation) / str(uuid4())
    half.write_bytes(b"a file nobody finished")
    assert inbox.forget_files(before=now() - timedelta(minutes=5)) == 0
    assert inbox.forget_files(before=now() + timedelta(minutes=5)) == 1
    assert on_disk() == []


# ── by the API ───────────────────────────────────────────


def test_the_api_attaches_takes_out_and_sends(ana: Actor, api: TestClient) -> None:
    conversation, ana_says = wrote(ana), cast.bearer(cast.ANA)
    files = f"/api/v1/conversations/{conversation}/files"
    kept = api.post(f"{files}?name=map.pdf", content=PDF, headers=ana_says | {"content-type": "application/octet-stream"})
    assert (kept.status_code, kept.json()["mime"]) == (201, "application/pdf")
    other = api.post(f"{files}?name=house.png", content=PNG, headers=ana_says | {"content-type": "image/png"}).json()
    refused = api.post(f"{files}?name=run.exe", content=b"MZ", headers=ana_says | {"content-type": "application/octet-stream"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file")
    assert api.delete(f"{files}/{other['id']}", headers=ana_says).status_code == 204
    assert [file["name"] for file in api.get(files, headers=ana_says).json()] == ["map.pdf"]
    body = {"text": "Here it is", "files": [kept.json()["id"]]}
    said = api.post(f"/api/v1/conversations/{conversation}/messages", json=body, headers=ana_says).json()
    assert [file["name"] for file in said["attachments"]] == ["map.pdf"]
    by_text = api.post(f"/api/v1/conversations/{conversation}/messages", json=body | {"channel": "sms"}, headers=ana_says)
    assert by_text.status_code in (409, 422)
