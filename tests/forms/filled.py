"""Somebody who fills a form in: with what, by which link."""

import re
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import select

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.crypto import link_token
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.models import FormSubmission
from careops.forms.schemas import CopyRow, RequestIn, TemplateEdit, TemplateIn, TemplateRow

FIELDS: list[dict[str, Any]] = [
    {"key": "who", "kind": "text", "label": "Your name", "required": True, "prefill": "contact.name", "maps_to": "contact.name"},
    {"key": "react", "kind": "yes_no", "label": "Ever reacted to colour?", "required": True},
    {
        "key": "what",
        "kind": "long_text",
        "label": "What did you react to?",
        "required": True,
        "visible": {"groups": [{"conditions": [{"key": "react", "op": "equals", "value": True}]}]},
    },
    {"key": "two", "kind": "page", "label": "Photo and signature"},
    {"key": "photo", "kind": "file", "label": "Photo", "checks": {"max_files": 2}},
    {"key": "sign", "kind": "signature", "label": "Sign with your full name", "required": True},
]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def made(actor: Actor, fields: list[dict[str, Any]] | None = None, **said: object) -> TemplateRow:
    with db.transaction(actor) as session:
        asked = TemplateIn.model_validate({"name": "Colour card", "fields": fields or FIELDS} | said)
        return form.create_template(session, actor, template=asked)


def edited(actor: Actor, template: UUID, **said: object) -> TemplateRow:
    with db.transaction(actor) as session:
        return form.edit_template(session, actor, template_id=template, edit=TemplateEdit.model_validate(said))


def person(actor: Actor, name: str = "Cleo Marsh", email: str = "cleo@example.com", phone: str = "") -> UUID:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name=name, email=email, phone=phone).id


def asked(actor: Actor, template: UUID, contact: UUID, **more: Any) -> UUID:
    with db.transaction(actor) as session:
        return form.request(session, actor, asked=RequestIn(template_id=template, contact_id=contact, **more)).id


def link(actor: Actor, id: UUID) -> str:
    with db.reading(actor) as session:
        found = session.exec(select(FormSubmission).where(FormSubmission.id == id)).one()
    return f"/form/{link_token('form', id, found.salt)}"


def seen(actor: Actor, id: UUID) -> CopyRow:
    with db.reading(actor) as session:
        return forms.copy(session, actor, submission_id=id)


def version(page: Response | str) -> str:
    """The version a page was drawn with."""
    found = re.search(r'name="version" value="(\d+)"', page if isinstance(page, str) else page.text)
    assert found
    return found[1]


def put(
    client: TestClient, path: str, page: int, keys: str, said: dict[str, Any], *, files: Any = None, do: str = "next", **more: Any
) -> Response:
    """Posts a page as a browser without scripts does."""
    shown = client.get(f"{path}?page={page + 1}")
    data = {"page": str(page), "version": version(shown), "do": do, "asked": keys.split(), **{f"q.{k}": v for k, v in said.items()}, **more}
    return client.post(path, data=data, files=files, follow_redirects=False)


def where(answer: Response) -> str:
    """Where it leads, without the link."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[2]
