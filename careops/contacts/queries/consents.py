"""Reading what people allow: one person's whole ledger, and the present standing of many at once for whoever sends."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity import queries as activity
from careops.contacts.models import Consent, Contact, Suppression
from careops.contacts.queries.people import get, kept, row
from careops.contacts.rules.consent import Standing, address_hashes, standing
from careops.contacts.schemas import ConsentRow, ConsentsRow, ContactRow, StandingRow, SuppressionRow
from careops.core.actor import Actor
from careops.core.crypto import check_link, link_id
from careops.core.db import Prepared, enter, everywhere
from careops.core.errors import NotFound

CHANNELS = ("email", "sms")
PURPOSES = ("service", "marketing")
SUSPICION = {"contact.opt_out_suspected", "contact.opt_out_settled", "contact.opted_out"}

Ledgers = dict[UUID, list[Consent]]


_SAID = Prepared(sa.select(Consent).where(col(Consent.contact_id).in_(sa.bindparam("ids", expanding=True))).order_by(col(Consent.id)))
_BLOCKED = Prepared(
    sa.select(col(Suppression.address_hash), col(Suppression.reason)).where(
        col(Suppression.address_hash).in_(sa.bindparam("hashes", expanding=True))
    )
)


def consent_row(entry: Consent) -> ConsentRow:
    """One line as readers see it; from where it came over the network stays inside."""
    return ConsentRow.model_validate(entry, from_attributes=True)


def ledgers(db: Session, *, ids: Iterable[UUID]) -> Ledgers:
    """Everything those people said, oldest first; one statement."""
    found: Ledgers = {}
    wanted = set(ids)
    if wanted:
        for (entry,) in _SAID.ask(db, ids=list(wanted)):
            found.setdefault(entry.contact_id, []).append(entry)
    return found


def standing_of(db: Session, *, contact_id: UUID, channel: str, purpose: str) -> Standing:
    """What one person allows at present by one channel for one purpose."""
    return standing(ledgers(db, ids=[contact_id]).get(contact_id, []), channel, purpose)


def suppressed(db: Session, actor: Actor, *, addresses: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Which of these (channel, address) nothing goes to, and for which reason; one statement."""
    reasons: dict[tuple[str, str], str] = {}
    for key, reason in _blocked(db, actor, addresses):
        reasons[key] = max(reasons.get(key, ""), reason, key=_weight)
    return reasons


def erased(db: Session, actor: Actor, *, addresses: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (channel, address) belonged to somebody who was erased, whatever else was said of them; one statement."""
    return {key for key, reason in _blocked(db, actor, addresses) if reason == "erased"}


def _blocked(db: Session, actor: Actor, addresses: Collection[tuple[str, str]]) -> list[tuple[tuple[str, str], str]]:
    hashed = {
        digest: (channel, address)
        for channel, address in addresses
        if address
        for digest in address_hashes(actor.workspace, channel, address)
    }
    return [(hashed[digest], reason) for digest, reason in _BLOCKED.ask(db, hashes=list(hashed))] if hashed else []


def _weight(reason: str) -> int:
    """What is told where several reasons hold: a person's own word before a provider's."""
    return ("", "invalid", "bounced", "complained", "erased", "opted_out").index(reason)


def opted_out(db: Session, actor: Actor, *, contact: ContactRow, channel: str) -> bool:
    """Whether somebody has left a channel by their own word."""
    address = contact.email if channel == "email" else contact.phone
    gone = suppressed(db, actor, addresses=[(channel, address)]).get((channel, address)) == "opted_out"
    return gone or not standing_of(db, contact_id=contact.id, channel=channel, purpose="service").allowed


def blocks(db: Session, actor: Actor, *, contact: ContactRow) -> list[SuppressionRow]:
    """What blocks the addresses somebody has at present."""
    hashes = [digest for channel, address in _addresses(contact) for digest in address_hashes(actor.workspace, channel, address)]
    found = db.exec(select(Suppression).where(col(Suppression.address_hash).in_(hashes)).order_by(col(Suppression.at))) if hashes else ()
    return [SuppressionRow.model_validate(block, from_attributes=True) for block in found]


def consents(db: Session, actor: Actor, *, contact_id: UUID) -> ConsentsRow:
    """What one person allows, what blocks their addresses, and how it came about."""
    contact = get(db, actor, contact_id=contact_id)
    entries = ledgers(db, ids=[contact_id]).get(contact_id, [])
    channel, words = suspected(db, actor, contact_id=contact_id)
    return ConsentsRow(
        contact_id=contact_id,
        standings=standings(entries),
        suppressions=blocks(db, actor, contact=contact),
        suspected=words,
        suspected_channel=channel,
        entries=[consent_row(entry) for entry in reversed(entries)],
    )


def standings(entries: Sequence[Consent]) -> list[StandingRow]:
    """The present word for every channel and purpose."""
    rows: list[StandingRow] = []
    for channel in CHANNELS:
        for purpose in PURPOSES:
            now = standing(entries, channel, purpose)
            rows.append(StandingRow(channel=channel, purpose=purpose, allowed=now.allowed, said=now.said))
    return rows


def suspected(db: Session, actor: Actor, *, contact_id: UUID) -> tuple[str, str]:
    """The channel and the words that sound like an opt-out and that nobody has dealt with yet; blank when there are none."""
    if actor.contact_id == contact_id:
        return "", ""
    latest = activity.latest_of(db, actor, contact_id=contact_id, kinds=SUSPICION)
    if latest is None or latest.kind != "contact.opt_out_suspected":
        return "", ""
    return str(latest.data["channel"]), str(latest.data["words"])


def by_unsubscribe(db: Session, *, token: str) -> tuple[Actor, ContactRow]:
    """Whose choice of messages a private link is, as an actor; the session enters that workspace. It works for as long as they exist."""
    wanted = link_id(token)
    with everywhere(db):
        found = db.exec(select(Contact).where(Contact.id == wanted)).one_or_none()
    if found is None:
        raise NotFound
    check_link("unsubscribe", token, found.id)
    enter(db, found.workspace_id)
    who = kept(db, found)
    return Actor.customer(who.workspace_id, who.id), row(who)


def _addresses(contact: ContactRow) -> list[tuple[str, str]]:
    return [(channel, address) for channel, address in (("email", contact.email), ("sms", contact.phone)) if address]
