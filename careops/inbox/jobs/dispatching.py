"""The dispatcher: takes due deliveries on, hands them to the accounts in their order, keeps how it ended.

Sending happens outside any transaction. A crash between the hand-over and the bookkeeping is undecidable: the lease runs out and
the same bytes, with the same Message-ID, go out again. So: never lost, and twice at most for what was in flight.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from email.utils import parseaddr
from uuid import UUID

import structlog

from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.scheduler import Ticks
from careops.core.settings import settings
from careops.core.worker import Worker
from careops.inbox.actions import claim, settle
from careops.inbox.actions.delivering import gave_up, note_account
from careops.inbox.actions.queueing import OUTBOX
from careops.inbox.queries.deliveries import due
from careops.inbox.rules.delivering import goes_on
from careops.inbox.schemas import Claimed
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.ports import Gateway, Letter, Outcome, RetryLater, Text, Unknown
from careops.integrations.smtp.gateway import from_url

log = structlog.get_logger(__name__)
LANES = 4  # letters on their way at once


@dataclass(frozen=True, slots=True)
class Account:
    """A gateway and what it is called; the platform's own has no id."""

    gateway: Gateway
    label: str
    id: UUID | None = None
    local: bool = False


def dispatch(lanes: int = LANES) -> int:
    """Sends everything that is due now; returns how many deliveries were taken on."""
    with db.reading() as session:
        waiting = due(session)
    if not waiting:
        return 0
    lanes = min(lanes, waiting)
    with ThreadPoolExecutor(lanes, thread_name_prefix="outbox") as pool:
        return sum(pool.map(_until_empty, range(lanes)))


def _until_empty(_lane: int) -> int:
    done = 0
    while claimed := take():
        done += 1
        try:
            deliver(claimed)
        except Exception:  # one bad row must not stop the others; its lease runs out and brings it back until it is dead
            log.exception("a delivery could not be handled", delivery=str(claimed.id))
    return done


def take() -> Claimed | None:
    """One due delivery, taken on in a transaction of its own."""
    with db.transaction() as session:
        return claim(session)


def deliver(claimed: Claimed) -> None:
    """Tries the accounts in their order, and keeps how it ended."""
    if gave_up(claimed):
        return _keep(claimed, RetryLater("Whoever sent it stopped in the middle, each time"), None, [])
    tried: list[tuple[Account, Outcome]] = []
    for account in _accounts(claimed):
        outcome = _send(account, claimed)
        tried.append((account, outcome))
        if not goes_on(outcome):
            break
    if not tried:
        return _keep(claimed, RetryLater("No account is set up for this channel"), None, [])
    account, outcome = tried[-1]
    _keep(claimed, outcome, account, tried)


def _send(account: Account, claimed: Claimed) -> Outcome:
    try:
        return account.gateway.send(_addressed(claimed.letter, account.gateway))  # type: ignore[arg-type]  its channel's own kind
    except Exception as problem:  # a gateway must not raise; if one does, nobody knows how far it got
        log.exception("a gateway raised", account=account.label)
        return Unknown(f"{type(problem).__name__} while sending")


def _addressed(letter: Letter | Text, gateway: Gateway) -> Letter | Text:
    """A letter leaves from its account's address under the name it was written with; a text's sender is the account's affair."""
    return replace(letter, sender=(letter.sender[0], gateway.address)) if isinstance(letter, Letter) else letter


def _accounts(claimed: Claimed) -> Iterator[Account]:
    """The accounts a delivery may leave through; each is read only when its turn comes."""
    if claimed.workspace_id == PLATFORM:
        yield _platform()
        return
    actor = Actor.system(claimed.workspace_id)
    with db.reading(actor) as session:
        rows = [r for r in channels.listing(session, actor) if r.id == claimed.pinned_to] if claimed.pinned_to else None
        rows = channels.working(session, actor, channel="sms" if claimed.channel == "sms" else "email") if rows is None else rows
        opened = [(r, channels.gateway(session, actor, integration_id=r.id)) for r in rows]
        ready = [Account(gateway, r.label, r.id, r.kind == "local") for r, gateway in opened]
    yield from ready


def _platform() -> Account:
    """Where mail about people's own accounts leaves from."""
    _name, address = parseaddr(settings.mail_from)
    if url := settings.smtp_url.get_secret_value():
        return Account(from_url(url, address), "CareOps")
    return Account(LocalGateway(address, settings.data_dir / "outbox"), "CareOps", local=True)


def _keep(claimed: Claimed, outcome: Outcome, account: Account | None, tried: list[tuple[Account, Outcome]]) -> None:
    actor = Actor.system(claimed.workspace_id)
    with db.transaction(actor) as session:
        for one, how in tried:
            if one.id:
                note_account(session, actor, integration_id=one.id, outcome=how, test=claimed.pinned_to is not None)
        kept = settle(
            session,
            actor,
            claimed=claimed,
            outcome=outcome,
            integration_id=account.id if account else None,
            via=account.label if account else "",
            local=bool(account and account.local),
        )
    if not kept:
        log.warning("a delivery's outcome came too late to count", delivery=str(claimed.id))


# ── in the background ────────────────────────────────────


def start(ticks: Ticks) -> Worker:
    """Runs the dispatcher until the process ends. Every process may run one: rows are claimed."""
    worker = Worker("outbox", OUTBOX, dispatch)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="outbox", everywhere=True)
    ticks.on_stop(worker.stop)
    return worker
