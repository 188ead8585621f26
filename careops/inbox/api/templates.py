"""The API's door to the words of automatic messages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.typed import Line, Version
from careops.inbox.actions import templates as actions
from careops.inbox.queries import templates as queries
from careops.inbox.schemas import DeliveryRow
from careops.inbox.schemas.templates import By, Language, TemplateLine, TemplateRow, TestWordsIn, TrialIn, TrialRow, WordsIn

router = APIRouter(prefix="/api/v1/message-templates", tags=["inbox"])

Owner = Annotated[Actor, Depends(member(Permission.settings))]


@router.get("")
def templates(actor: Owner, locale: Language = "en") -> list[TemplateLine]:
    """Every message that CareOps sends by itself, by channel, and whose words it has in that language."""
    return ask(actor, queries.templates, locale=locale)


@router.get("/{name}/{channel}/{locale}")
def template(actor: Owner, name: Line, channel: By, locale: Language) -> TemplateRow:
    """One of them with its words, the names they may use, and every earlier version."""
    return ask(actor, queries.template_row, name=name, channel=channel, locale=locale)


@router.put("/{name}/{channel}/{locale}", response_model=TemplateRow)
def reword(request: Request, actor: Owner, name: Line, channel: By, locale: Language, body: WordsIn) -> Response:
    """Gives it other words, as a new version; with If-Match only when nobody else has meanwhile."""
    said = {"name": name, "channel": channel, "locale": locale, "expected": if_match(request)}
    return patch(request, actor, actions.reword, **said, **body.model_dump())


@router.delete("/{name}/{channel}/{locale}", response_model=TemplateRow)
def back_to_ours(request: Request, actor: Owner, name: Line, channel: By, locale: Language) -> Response:
    """Back to the words it came with; the own ones stay among the versions."""
    return patch(request, actor, actions.back_to_ours, name=name, channel=channel, locale=locale, expected=if_match(request))


@router.post("/{name}/{channel}/{locale}/versions/{version}/restore", response_model=TemplateRow)
def restore(request: Request, actor: Owner, name: Line, channel: By, locale: Language, version: Version) -> Response:
    """What it said then, as a new version."""
    said = {"name": name, "channel": channel, "locale": locale, "expected": if_match(request)}
    return patch(request, actor, actions.restore, **said, version=version)


@router.post("/{name}/{channel}/{locale}/preview")
def preview(actor: Owner, name: Line, channel: By, locale: Language, body: TrialIn) -> TrialRow:
    """How words would look, filled in with the last such thing that happened; nothing is kept or sent."""
    return ask(actor, queries.trial, name=name, channel=channel, locale=locale, **body.model_dump())


@router.post("/{name}/{channel}/{locale}/test", status_code=202, response_model=DeliveryRow)
def test(request: Request, actor: Owner, name: Line, channel: By, locale: Language, body: TestWordsIn) -> Response:
    """Really sends the words to one address; no contact hears of it."""
    return post(request, actor, actions.send_trial, status=202, name=name, channel=channel, locale=locale, **body.model_dump())
