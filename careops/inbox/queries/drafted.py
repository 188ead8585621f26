"""The files of a draft: kept outside of what is served, under names nobody can guess, until the answer they belong to is sent."""

import json
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from careops.core.actor import Actor, Permission
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.settings import settings
from careops.inbox.models import Conversation
from careops.inbox.schemas import AttachmentRow
from careops.integrations.ports import Attachment


def folder(actor: Actor, conversation_id: UUID) -> Path:
    """Where the files of this member's draft in that conversation lie; ids alone make the path."""
    if actor.member_id is None:
        raise Forbidden
    return settings.data_dir / "uploads" / str(actor.workspace) / str(actor.member_id) / str(conversation_id)


def draft_files(db: Session, actor: Actor, *, conversation_id: UUID) -> list[AttachmentRow]:
    """What this member has attached to their draft, in the order it was attached."""
    actor.require(Permission.inbox)
    if db.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is None:
        raise NotFound
    if actor.member_id is None:
        return []
    return kept(folder(actor, conversation_id))


def kept(where: Path) -> list[AttachmentRow]:
    """The files of a folder; one whose note is missing was never finished."""
    found: list[tuple[float, AttachmentRow]] = []
    for note in where.glob("*.json"):
        with suppress(OSError, ValueError):  # it is being taken away at this moment
            found.append((note.stat().st_mtime, AttachmentRow.model_validate(json.loads(note.read_text()))))
    return [row for _at, row in sorted(found, key=lambda one: (one[0], one[1].id))]


def content(where: Path, files: list[AttachmentRow]) -> list[Attachment]:
    """The files with their bytes; all of them or none."""
    try:
        return [Attachment(file.name, file.mime, (where / str(file.id)).read_bytes()) for file in files]
    except OSError:
        raise Invalid.field("files", "A file is no longer there; attach it again") from None
