"""Files of an answer: attached to the draft, taken along when it is sent, back in the draft when that is undone."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlmodel import Session

from careops.core.actor import Actor
from careops.core.db import after_commit
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id
from careops.core.settings import settings
from careops.inbox.models import Attachment as Kept
from careops.inbox.models import Message
from careops.inbox.queries.drafted import content, draft_files, folder, kept
from careops.inbox.rules.files import sendable, together
from careops.inbox.schemas import AttachmentRow
from careops.integrations.ports import Attachment


def attach(db: Session, actor: Actor, *, conversation_id: UUID, name: str, content: bytes) -> AttachmentRow:
    """Keeps a file for this member's answer there; what cannot be sent is refused now. It needs no more than a reading session."""
    others = draft_files(db, actor, conversation_id=conversation_id)
    file = sendable(name, content)
    together([*(other.size for other in others), len(file.content)])
    return _put(folder(actor, conversation_id), file)


def detach(db: Session, actor: Actor, *, conversation_id: UUID, file_id: UUID) -> None:
    """The file does not go along."""
    if not any(file.id == file_id for file in draft_files(db, actor, conversation_id=conversation_id)):
        raise NotFound
    _drop(folder(actor, conversation_id), [file_id])


def take_along(db: Session, actor: Actor, message: Message, file_ids: Sequence[UUID]) -> list[Kept]:
    """The draft's files become the message's; once that is committed they are no longer the draft's."""
    if not file_ids:
        return []
    where = folder(actor, message.conversation_id)
    there = {file.id: file for file in kept(where)}
    if not all(id in there for id in file_ids):
        raise Invalid.field("files", "A file is no longer there; attach it again")
    files = content(where, [there[id] for id in dict.fromkeys(file_ids)])
    together([len(file.content) for file in files])
    rows = [
        Kept(id=new_id(), message_id=message.id, name=file.name, mime=file.mime, size=len(file.content), content=file.content)
        for file in files
    ]
    db.add_all(rows)
    message.files = len(rows)
    after_commit(db, lambda: _drop(where, file_ids))
    return rows


def give_back(actor: Actor, conversation_id: UUID, files: Sequence[Kept]) -> None:
    """They are the draft's again."""
    for file in files:
        _put(folder(actor, conversation_id), Attachment(file.name, file.mime, file.content))


def forget_files(*, before: datetime) -> int:
    """Removes what was attached to an answer and never sent, of every business; returns how many."""
    gone = 0
    for note in (settings.data_dir / "uploads").glob("*/*/*/*"):
        if note.stat().st_mtime < before.timestamp():
            note.unlink(missing_ok=True)
            gone += note.suffix == ".json"
    return gone


def _put(where: Path, file: Attachment) -> AttachmentRow:
    """First its bytes, then the note that makes it one of the draft's."""
    row = AttachmentRow(id=uuid4(), name=file.name, mime=file.mime, size=len(file.content))
    where.mkdir(0o700, parents=True, exist_ok=True)
    (where / str(row.id)).write_bytes(file.content)
    (where / f"{row.id}.json").write_text(json.dumps(row.model_dump(mode="json")))
    return row


def _drop(where: Path, ids: Sequence[UUID]) -> None:
    with suppress(OSError):  # what cannot be removed now is forgotten with time; and others may be in the folder still
        for id in ids:
            (where / f"{id}.json").unlink(missing_ok=True)
            (where / str(id)).unlink(missing_ok=True)
        where.rmdir()
