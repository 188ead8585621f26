"""The API's door to conversations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import reading, transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line
from careops.inbox import actions, queries
from careops.inbox.schemas import (
    AssignIn,
    AttachmentRow,
    ConversationChange,
    ConversationRow,
    CountsRow,
    LookRow,
    MessageRow,
    NoteIn,
    ReplyIn,
    Show,
    UndoneRow,
)

router = APIRouter(prefix="/api/v1")

Staff = Annotated[Actor, Depends(member(Permission.inbox))]
Sender = Annotated[Actor, Depends(member(Permission.deliveries))]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/conversations", tags=["inbox"])
def conversations(
    actor: Staff,
    show: Show = "open",
    q: Annotated[Line, Query(max_length=200, description="Words of the contact's name, address or number")] = "",
    channel: Annotated[Line | None, Query(max_length=16)] = None,
    label_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[ConversationRow]:
    """Conversations, the latest first."""
    return ask(actor, queries.listing, show=show, q=q, channel=channel, label_id=label_id, cursor=cursor, limit=limit)


@router.get("/conversations/counts", tags=["inbox"])
def counts(actor: Staff) -> CountsRow:
    """How many conversations each filter shows."""
    return ask(actor, queries.counts)


@router.get("/conversations/{conversation_id}", tags=["inbox"])
def conversation(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """One conversation."""
    return ask(actor, queries.get, conversation_id=conversation_id)


@router.patch("/conversations/{conversation_id}", response_model=ConversationRow, tags=["inbox"])
def change(request: Request, actor: Staff, conversation_id: UUID, body: ConversationChange) -> Response:
    """Opens, closes or assigns it."""
    return patch(request, actor, actions.change, conversation_id=conversation_id, change=body)


@router.get("/conversations/{conversation_id}/messages", tags=["inbox"])
def messages(actor: Staff, conversation_id: UUID, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[MessageRow]:
    """Its messages, the latest first, each with how its delivery stands."""
    return ask(actor, queries.thread, conversation_id=conversation_id, cursor=cursor, limit=limit)


@router.post("/conversations/{conversation_id}/messages", status_code=201, response_model=MessageRow, tags=["inbox"])
def reply(request: Request, actor: Staff, conversation_id: UUID, body: ReplyIn) -> Response:
    """A person's answer; automation is paused in this conversation from now on."""
    given = {"text": body.text, "channel": body.channel, "then_close": body.close, "undoable": body.undoable, "files": body.files}
    return post(request, actor, actions.answer, conversation_id=conversation_id, **given)


@router.get("/messages/{message_id}/html", tags=["inbox"])
def look(actor: Staff, message_id: UUID) -> LookRow:
    """A message's own look, as the inbox shows it; empty where it has none (`has_html` says so)."""
    return LookRow(html=ask(actor, queries.html, message_id=message_id))


@router.get("/conversations/{conversation_id}/files", tags=["inbox"])
def draft_files(actor: Staff, conversation_id: UUID) -> list[AttachmentRow]:
    """What the asking member has attached to the answer they write there."""
    return ask(actor, queries.draft_files, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/files", status_code=201, tags=["inbox"])
def attach(
    actor: Staff,
    conversation_id: UUID,
    name: Annotated[str, Query(max_length=1000, description="What the file is called")] = "",
    body: Annotated[bytes, Body(media_type="application/octet-stream", description="The file itself, up to 10 MB")] = b"",
) -> AttachmentRow:
    """Attaches a file to the answer the asking member writes there; name it in `files` to send it."""
    with reading(actor) as db:
        return actions.attach(db, actor, conversation_id=conversation_id, name=name, content=body)


@router.delete("/conversations/{conversation_id}/files/{file_id}", status_code=204, tags=["inbox"])
def detach(actor: Staff, conversation_id: UUID, file_id: UUID) -> None:
    """The file does not go along."""
    with reading(actor) as db:
        actions.detach(db, actor, conversation_id=conversation_id, file_id=file_id)


@router.post("/messages/{message_id}/undo", tags=["inbox"])
def undo_reply(actor: Staff, message_id: UUID) -> UndoneRow:
    """Takes back the asking member's own answer, while nobody has handed it over; its words are in their draft again."""
    with transaction(actor) as db:
        return actions.undo_reply(db, actor, message_id=message_id)


@router.post("/conversations/{conversation_id}/notes", status_code=201, response_model=MessageRow, tags=["inbox"])
def note(request: Request, actor: Staff, conversation_id: UUID, body: NoteIn) -> Response:
    """A note only the team sees."""
    return post(request, actor, actions.add_note, conversation_id=conversation_id, text=body.text, mentions=body.mentions)


@router.post("/conversations/{conversation_id}/read", status_code=204, tags=["inbox"])
def read(actor: Staff, conversation_id: UUID) -> None:
    """The asking member has seen everything up to now."""
    with transaction(actor) as db:
        actions.mark_read(db, actor, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/assign", tags=["inbox"])
def assign(actor: Staff, conversation_id: UUID, body: AssignIn) -> ConversationRow:
    """Makes it somebody's, or nobody's."""
    with transaction(actor) as db:
        actions.assign(db, actor, conversation_id=conversation_id, member_id=body.member_id)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/close", tags=["inbox"])
def close(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """Done with, until the contact writes again."""
    with transaction(actor) as db:
        actions.close(db, actor, conversation_id=conversation_id)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/reopen", tags=["inbox"])
def reopen(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """Back among the open ones."""
    with transaction(actor) as db:
        actions.reopen(db, actor, conversation_id=conversation_id)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/pause-automation", tags=["inbox"])
def pause(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """A person takes over."""
    with transaction(actor) as db:
        actions.pause(db, actor, conversation_id=conversation_id)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/resume-automation", tags=["inbox"])
def resume(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """Gives it back to automation."""
    with transaction(actor) as db:
        actions.resume(db, actor, conversation_id=conversation_id)
        return queries.get(db, actor, conversation_id=conversation_id)
