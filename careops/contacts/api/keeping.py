"""The API's doors to tags, fields of the business's own, segments, dependents, and deeds for many."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.contacts import actions, queries
from careops.contacts.schemas import (
    BulkIn,
    BulkRow,
    DependentChange,
    DependentIn,
    DependentRow,
    FieldChange,
    FieldIn,
    FieldRow,
    SegmentIn,
    SegmentRow,
    TagIn,
    TagRow,
    TagsIn,
)
from careops.core.actor import Actor, Permission
from careops.core.db import transaction

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

Reader = Annotated[Actor, Depends(member(Permission.contacts_view))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]


# ── tags ─────────────────────────────────────────────────


@router.get("/tags")
def tags(actor: Reader) -> list[TagRow]:
    """All tags, by name."""
    return ask(actor, queries.tags)


@router.post("/tags", status_code=201, response_model=TagRow)
def add_tag(request: Request, actor: Writer, body: TagIn) -> Response:
    """A new tag; one of that name that is there already is answered as it is."""
    return post(request, actor, actions.add_tag, name=body.name)


@router.patch("/tags/{tag_id}", response_model=TagRow)
def rename_tag(request: Request, actor: Writer, tag_id: UUID, body: TagIn) -> Response:
    """Gives it another name everywhere."""
    return patch(request, actor, actions.rename_tag, tag_id=tag_id, name=body.name)


@router.delete("/tags/{tag_id}", status_code=204)
def remove_tag(actor: Writer, tag_id: UUID) -> None:
    """Takes it off everybody, and away."""
    with transaction(actor) as db:
        actions.remove_tag(db, actor, tag_id=tag_id)


@router.put("/{contact_id}/tags")
def set_tags(actor: Writer, contact_id: UUID, body: TagsIn) -> list[str]:
    """Exactly these tags are theirs; new ones are made."""
    with transaction(actor) as db:
        return actions.set_tags(db, actor, contact_id=contact_id, names=body.names)


# ── fields of the business's own ─────────────────────────


@router.get("/fields")
def fields(actor: Reader, archived: bool = False) -> list[FieldRow]:
    """The business's own fields in their order; with `archived` those put away as well."""
    return ask(actor, queries.fields, archived=archived)


@router.post("/fields", status_code=201, response_model=FieldRow)
def add_field(request: Request, actor: Writer, body: FieldIn) -> Response:
    """Something more to keep of everybody. Values are set with the contact: `{"fields": {"skin_type": "Dry"}}`."""
    return post(request, actor, actions.add_field, field=body)


@router.patch("/fields/{field_id}", response_model=FieldRow)
def change_field(request: Request, actor: Writer, field_id: UUID, body: FieldChange) -> Response:
    """Its words, its choices, its place; the kind stays."""
    return patch(request, actor, actions.change_field, field_id=field_id, change=body)


@router.delete("/fields/{field_id}", status_code=204)
def archive_field(actor: Writer, field_id: UUID) -> None:
    """Puts a field away; what is kept in it stays."""
    with transaction(actor) as db:
        actions.archive_field(db, actor, field_id=field_id)


@router.post("/fields/{field_id}/restore")
def restore_field(actor: Writer, field_id: UUID) -> FieldRow:
    """Brings a field back, and what is kept in it."""
    with transaction(actor) as db:
        return actions.restore_field(db, actor, field_id=field_id)


# ── segments, and deeds for many ─────────────────────────


@router.get("/segments")
def segments(actor: Reader) -> list[SegmentRow]:
    """Saved ways to look at the list; `GET /contacts?segment=…` lists who fulfils one now."""
    return ask(actor, queries.segments)


@router.post("/segments", status_code=201, response_model=SegmentRow)
def save_segment(request: Request, actor: Writer, body: SegmentIn) -> Response:
    """Keeps conditions under a name."""
    return post(request, actor, actions.save_segment, segment=body)


@router.put("/segments/{segment_id}")
def change_segment(actor: Writer, segment_id: UUID, body: SegmentIn) -> SegmentRow:
    """Other conditions, or another name."""
    with transaction(actor) as db:
        return actions.save_segment(db, actor, segment=body, segment_id=segment_id)


@router.delete("/segments/{segment_id}", status_code=204)
def remove_segment(actor: Writer, segment_id: UUID) -> None:
    """Forgets the conditions; nothing happens to anybody."""
    with transaction(actor) as db:
        actions.remove_segment(db, actor, segment_id=segment_id)


@router.post("/bulk", status_code=200, response_model=BulkRow)
def do_to_many(request: Request, actor: Writer, body: BulkIn) -> Response:
    """Tags, untags, archives or restores up to a thousand people; the answer names whom it concerned, so the opposite undoes it."""
    return post(request, actor, actions.do_to_many, status=200, bulk=body)


# ── dependents ───────────────────────────────────────────


@router.get("/{contact_id}/dependents")
def dependents(actor: Reader, contact_id: UUID, archived: bool = False) -> list[DependentRow]:
    """Whom they book for: a student, a child, a pet."""
    return ask(actor, queries.dependents, contact_id=contact_id, archived=archived)


@router.post("/{contact_id}/dependents", status_code=201, response_model=DependentRow)
def add_dependent(request: Request, actor: Writer, contact_id: UUID, body: DependentIn) -> Response:
    """Somebody new whom they book for."""
    return post(request, actor, actions.add_dependent, contact_id=contact_id, dependent=body)


@router.patch("/{contact_id}/dependents/{dependent_id}", response_model=DependentRow)
def change_dependent(request: Request, actor: Writer, contact_id: UUID, dependent_id: UUID, body: DependentChange) -> Response:
    """Changes what is given; with If-Match only when nobody changed it meanwhile."""
    given = {"contact_id": contact_id, "dependent_id": dependent_id, "change": body, "version": if_match(request)}
    return patch(request, actor, actions.change_dependent, **given)


@router.delete("/{contact_id}/dependents/{dependent_id}", status_code=204)
def archive_dependent(actor: Writer, contact_id: UUID, dependent_id: UUID) -> None:
    """Nothing is booked for them any more; what was booked keeps their name."""
    with transaction(actor) as db:
        actions.archive_dependent(db, actor, contact_id=contact_id, dependent_id=dependent_id)


@router.post("/{contact_id}/dependents/{dependent_id}/restore")
def restore_dependent(actor: Writer, contact_id: UUID, dependent_id: UUID) -> DependentRow:
    """They are booked for again."""
    with transaction(actor) as db:
        return actions.restore_dependent(db, actor, contact_id=contact_id, dependent_id=dependent_id)
