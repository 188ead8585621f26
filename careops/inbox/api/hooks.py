"""The door providers knock at: whoever proves to be the provider is written down once and answered at once. Nothing else happens here."""

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from careops.channels.queries import Hooked, by_hook
from careops.core import http
from careops.core.actor import Actor, Source
from careops.core.db import reading, transaction
from careops.core.errors import Forbidden
from careops.core.settings import settings
from careops.inbox.actions.arriving import arrive
from careops.integrations.ports import BadSignature

router = APIRouter(prefix="/hooks", tags=["webhooks"])

NOTHING_TO_SAY = "<Response/>"  # TwiML: words of our own leave through the outbox


class NotGenuine(Forbidden):
    """It does not come from the provider, or it is old."""

    code = "not_genuine"
    says = "The signature does not fit"


@router.post("/{provider}/{token}", include_in_schema=False, dependencies=[Depends(http.visitor("30000/minute", "hook"))])
async def hook(request: Request, provider: str, token: str) -> Response:
    """Anything a provider tells; its own id makes it count once, however often it is told."""
    hooked = await run_in_threadpool(_account, provider, token)
    raw = await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = f"?{request.url.query}" if request.url.query else ""
    await run_in_threadpool(_keep, hooked, raw, headers, f"{settings.base_url}{request.url.path}{query}")
    if provider == "twilio":
        return Response(NOTHING_TO_SAY, media_type="text/xml")
    return Response(status_code=200)


def _account(provider: str, token: str) -> Hooked:
    """Whose address this is, before a byte of the body is read."""
    with reading() as db:
        return by_hook(db, provider=provider, token=token)


def _keep(hooked: Hooked, raw: bytes, headers: dict[str, str], url: str) -> None:
    try:
        news = hooked.read(raw, headers, url)
    except BadSignature:
        raise NotGenuine from None
    if not news:
        return
    actor = Actor.system(hooked.workspace_id, Source.api)
    with transaction(actor) as db:
        arrive(db, actor, integration_id=hooked.integration_id, provider=hooked.provider, news=news)
