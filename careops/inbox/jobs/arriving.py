"""The worker that deals with what arrived: statuses many at once, messages one by one, and nothing that fails stops the others.

Fetching and reading happen outside any transaction; the effect and the arrival's end commit together.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import NotFound, Refusal
from careops.core.scheduler import Ticks
from careops.core.worker import Worker
from careops.inbox.actions.arriving import ARRIVALS, failed, take
from careops.inbox.actions.receiving import hear
from careops.inbox.actions.statuses import tell
from careops.inbox.queries.arrivals import raw
from careops.inbox.rules import files, mailtext
from careops.inbox.rules.arriving import Hopeless, NotYet, unpack
from careops.inbox.schemas.arriving import Taken, Words
from careops.integrations.mailread import Unreadable, read_mail
from careops.integrations.ports import Inbound, Rejected

log = structlog.get_logger(__name__)

CHECKED = "authentication-results"  # where the wire itself said something about the sender, what the mail claims is worth nothing


def deal() -> int:
    """Deals with what is due now; returns how many pieces of news were taken on."""
    with db.transaction() as session:
        taken = take(session)
    statuses: dict[UUID, list[Taken]] = defaultdict(list)
    for one in taken:
        if one.kind == "status":
            statuses[one.workspace_id].append(one)
    for batch in statuses.values():
        _statuses(batch)
    for one in taken:
        if one.kind == "message":
            receive(one)
    return len(taken)


def _statuses(batch: Sequence[Taken]) -> None:
    """All at once; should one of them be poison, each by itself."""
    actor = Actor.system(batch[0].workspace_id)
    try:
        with db.transaction(actor) as session:
            tell(session, actor, taken=batch)
    except Exception as problem:
        if len(batch) == 1:
            return _failed(batch[0], problem)
        for one in batch:
            _statuses([one])


def receive(taken: Taken) -> None:
    """One message: fetched and read first, then put where it belongs."""
    actor = Actor.system(taken.workspace_id)
    try:
        news = _whole(actor, taken)
        words = understood(news)
        with db.transaction(actor) as session:
            hear(session, actor, taken=taken, news=news, words=words)
    except Exception as problem:
        _failed(taken, problem)


def _whole(actor: Actor, taken: Taken) -> Inbound:
    """The message as its provider told it, with what had to be fetched."""
    with db.reading(actor) as session:
        news = unpack(taken.kind, taken.event_id, taken.body, raw(session, arrival_id=taken.id))
        gateway = (
            channels.gateway(session, actor, integration_id=taken.integration_id) if isinstance(news, Inbound) and news.fetch else None
        )
    if not isinstance(news, Inbound):
        raise Hopeless("This is no message")
    if news.raw:
        read, checked = read_mail(news.raw, event_id=news.event_id, recipients=news.recipients), news.headers.get(CHECKED)
        news = read if checked is None else replace(read, headers={**read.headers, CHECKED: checked})
    fetch = getattr(gateway, "fetch", None)
    if fetch is None:
        return news
    fetched = fetch(news)
    if isinstance(fetched, Inbound):
        return fetched
    raise (Hopeless if isinstance(fetched, Rejected) and not fetched.configuration else NotYet)(getattr(fetched, "reason", "Not there yet"))


def understood(news: Inbound) -> Words:
    """What it says: new words apart from old ones, HTML made harmless, files within their limits."""
    kept = files.take(news.attachments)
    if news.channel == "sms":
        text, quoted = mailtext.storable(news.text)[: mailtext.MOST_TEXT], ""
    else:
        text, quoted = mailtext.fold(news.text if news.text.strip() else mailtext.plain(news.html))
    html = mailtext.harmless(news.html) if news.html else ""
    return Words(text, quoted, html, kept.files, kept.left_out)


def _failed(taken: Taken, problem: Exception) -> None:
    """Kept for later, or for a person; the reason is one people can read where there is one."""
    known = isinstance(problem, Hopeless | NotYet | Unreadable | Refusal)
    hopeless = isinstance(problem, Hopeless | Unreadable | NotFound)
    reason = str(problem) if known else f"It could not be read ({type(problem).__name__})"
    if not known:
        log.exception("an arrival could not be dealt with", arrival=str(taken.id), exc_info=problem)
    actor = Actor.system(taken.workspace_id)
    with db.transaction(actor) as session:
        failed(session, actor, taken=taken, reason=reason, hopeless=hopeless)


def start(ticks: Ticks) -> Worker:
    """Runs the worker until the process ends. Every process may run one: rows are claimed."""
    worker = Worker("arrivals", ARRIVALS, deal, patience=2)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="arrivals", everywhere=True)
    ticks.on_stop(worker.stop)
    return worker
