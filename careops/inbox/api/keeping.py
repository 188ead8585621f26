"""The API's door to what staff keep: labels, canned replies, answers for later, mentions, and the search."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line
from careops.inbox import actions, queries
from careops.inbox.schemas import (
    CannedIn,
    CannedRow,
    ConversationRow,
    FilledRow,
    FoundRow,
    LabelIn,
    LabelRow,
    LabelsIn,
    MentionRow,
    MessageRow,
    ScheduleChange,
    ScheduledRow,
    ScheduleIn,
    SnoozeIn,
    ViewerRow,
    ViewingIn,
    WayRow,
)

router = APIRouter(prefix="/api/v1")

Staff = Annotated[Actor, Depends(member(Permission.inbox))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]

# ── finding ──────────────────────────────────────────────


@router.get("/messages/search", tags=["inbox"])
def search(
    actor: Staff,
    q: Annotated[Line, Query(max_length=200, description="Every word must begin a word of the message")],
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[FoundRow]:
    """Messages and notes that hold every word, the latest first, each with the line around it."""
    return ask(actor, queries.search, q=q, cursor=cursor, limit=limit)


@router.get("/mentions", tags=["inbox"])
def mentions(actor: Staff, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[MentionRow]:
    """The notes that call the asking member, the latest first."""
    return ask(actor, queries.mentions, cursor=cursor, limit=limit)


# ── putting aside, sorting, looking ──────────────────────


@router.post("/conversations/{conversation_id}/snooze", tags=["inbox"])
def snooze(actor: Staff, conversation_id: UUID, body: SnoozeIn) -> ConversationRow:
    """Out of the open ones until then, or until the contact writes."""
    with transaction(actor) as db:
        actions.snooze(db, actor, conversation_id=conversation_id, until=body.until)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.delete("/conversations/{conversation_id}/snooze", tags=["inbox"])
def wake(actor: Staff, conversation_id: UUID) -> ConversationRow:
    """Back among the open ones before its time."""
    with transaction(actor) as db:
        actions.wake_up(db, actor, conversation_id=conversation_id)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.put("/conversations/{conversation_id}/labels", tags=["inbox"])
def label(actor: Staff, conversation_id: UUID, body: LabelsIn) -> ConversationRow:
    """The conversation bears these labels and no others."""
    with transaction(actor) as db:
        actions.label(db, actor, conversation_id=conversation_id, label_ids=body.label_ids)
        return queries.get(db, actor, conversation_id=conversation_id)


@router.get("/conversations/{conversation_id}/viewers", tags=["inbox"])
def viewers(actor: Staff, conversation_id: UUID) -> list[ViewerRow]:
    """The other members who have it open just now."""
    return ask(actor, queries.viewers, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/viewing", status_code=204, tags=["inbox"])
def watch(actor: Staff, conversation_id: UUID, body: ViewingIn) -> None:
    """The asking member has it open; say so again within 45 seconds for as long as it is."""
    with transaction(actor) as db:
        actions.watch(db, actor, conversation_id=conversation_id, writing=body.writing)


@router.get("/conversations/{conversation_id}/channels", tags=["inbox"])
def ways(actor: Staff, conversation_id: UUID) -> list[WayRow]:
    """How the contact may be answered, and why not."""
    return ask(actor, queries.ways, conversation_id=conversation_id)


# ── labels ───────────────────────────────────────────────


@router.get("/labels", tags=["inbox"])
def labels(actor: Staff) -> list[LabelRow]:
    """Every label, by name."""
    return ask(actor, queries.labels)


@router.post("/labels", status_code=201, response_model=LabelRow, tags=["inbox"])
def create_label(request: Request, actor: Staff, body: LabelIn) -> Response:
    """A new word to sort by."""
    return post(request, actor, actions.create_label, label=body)


@router.put("/labels/{label_id}", response_model=LabelRow, tags=["inbox"])
def change_label(request: Request, actor: Staff, label_id: UUID, body: LabelIn) -> Response:
    """Another name or colour, wherever it is borne."""
    return patch(request, actor, actions.change_label, label_id=label_id, label=body)


@router.delete("/labels/{label_id}", status_code=204, tags=["inbox"])
def remove_label(actor: Staff, label_id: UUID) -> None:
    """Gone, from every conversation."""
    with transaction(actor) as db:
        actions.remove_label(db, actor, label_id=label_id)


# ── canned replies ───────────────────────────────────────


@router.get("/canned-replies", tags=["inbox"])
def canned_replies(actor: Staff) -> list[CannedRow]:
    """The words kept for answering again, by their short name."""
    return ask(actor, queries.canned_replies)


@router.get("/conversations/{conversation_id}/canned-replies", tags=["inbox"])
def filled_replies(actor: Staff, conversation_id: UUID) -> list[FilledRow]:
    """The same, ready to be said to this contact."""
    return ask(actor, queries.filled_replies, conversation_id=conversation_id)


@router.post("/canned-replies", status_code=201, response_model=CannedRow, tags=["inbox"])
def keep_reply(request: Request, actor: Staff, body: CannedIn) -> Response:
    """Words for answering again."""
    return post(request, actor, actions.keep_reply, reply=body)


@router.put("/canned-replies/{reply_id}", response_model=CannedRow, tags=["inbox"])
def change_reply(request: Request, actor: Staff, reply_id: UUID, body: CannedIn) -> Response:
    """The same in other words."""
    return patch(request, actor, actions.change_reply, reply_id=reply_id, reply=body)


@router.delete("/canned-replies/{reply_id}", status_code=204, tags=["inbox"])
def drop_reply(actor: Staff, reply_id: UUID) -> None:
    """Not kept any more."""
    with transaction(actor) as db:
        actions.drop_reply(db, actor, reply_id=reply_id)


# ── answers for later ────────────────────────────────────


@router.get("/scheduled-replies", tags=["inbox"])
def all_scheduled(actor: Staff) -> list[ScheduledRow]:
    """Every answer that has not left yet, or was held, the soonest first."""
    return ask(actor, queries.scheduled)


@router.get("/conversations/{conversation_id}/scheduled-replies", tags=["inbox"])
def scheduled(actor: Staff, conversation_id: UUID) -> list[ScheduledRow]:
    """Those of one conversation."""
    return ask(actor, queries.scheduled, conversation_id=conversation_id)


@router.post("/conversations/{conversation_id}/scheduled-replies", status_code=201, response_model=ScheduledRow, tags=["inbox"])
def schedule(request: Request, actor: Staff, conversation_id: UUID, body: ScheduleIn) -> Response:
    """Keeps an answer for later."""
    return post(request, actor, actions.schedule, conversation_id=conversation_id, reply=body)


@router.patch("/scheduled-replies/{scheduled_id}", response_model=ScheduledRow, tags=["inbox"])
def change_scheduled(request: Request, actor: Staff, scheduled_id: UUID, body: ScheduleChange) -> Response:
    """Other words or another time; one that was held waits again."""
    return patch(request, actor, actions.change_scheduled, scheduled_id=scheduled_id, change=body)


@router.delete("/scheduled-replies/{scheduled_id}", status_code=204, tags=["inbox"])
def cancel_scheduled(actor: Staff, scheduled_id: UUID) -> None:
    """Takes it back."""
    with transaction(actor) as db:
        actions.cancel_scheduled(db, actor, scheduled_id=scheduled_id)


@router.post("/scheduled-replies/{scheduled_id}/send", status_code=201, response_model=MessageRow, tags=["inbox"])
def send_scheduled_now(request: Request, actor: Staff, scheduled_id: UUID) -> Response:
    """Sends it at once, as the asking member's answer."""
    return post(request, actor, actions.send_scheduled_now, scheduled_id=scheduled_id)
