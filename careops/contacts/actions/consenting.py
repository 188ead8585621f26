"""Keeping what people allow. The ledger is only added to; blocks stand beside it, by a hash that outlives the contact."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts.events import AddressBlocked, AddressUnblocked, ContactOptedIn, ContactOptedOut, OptOutDismissed, OptOutSuspected
from careops.contacts.models import Consent, Contact, Suppression
from careops.contacts.queries.consents import consent_row, ledgers, opted_out, suspected
from careops.contacts.rules.consent import Keyword, address_hashes, keyword, standing
from careops.contacts.schemas import Channel, ConsentRow, ContactRow, Purpose, SuppressedFor
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted
from careops.core.errors import NotFound

CONSENTS, SUPPRESSIONS = Inserted(Consent), Inserted(Suppression)


def consent(
    db: Session,
    actor: Actor,
    *,
    contact_id: UUID,
    channel: Channel,
    purpose: Purpose,
    allowed: bool,
    source: str,
    wording: str,
    basis: str = "consent",
    ip: str = "",
    browser: str = "",
) -> ConsentRow:
    """Writes one word of a person into the ledger.

    Leaving a whole channel blocks the address too, so that another entry of the same person, or a new one, is not written to
    either; coming back lifts that block, and no other. A customer speaks for themselves only, staff may write down what they heard.
    """
    if actor.contact_id != contact_id:
        actor.require(Permission.contacts_manage)
    entry = Consent(
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        allowed=allowed,
        basis=basis[:40],
        source=source[:20],
        wording=wording.replace("\0", "")[:500],
        ip=ip[:45],
        browser=browser.replace("\0", "")[:200],
    )
    return _write(db, actor, _contact(db, contact_id), entry)


def suppress(
    db: Session, actor: Actor, *, channel: Channel, address: str, reason: SuppressedFor, detail: str = "", contact_id: UUID | None = None
) -> bool:
    """Nothing is sent to that address any more, whoever has it; said again it changes nothing (False)."""
    actor.require(Permission.contacts_manage)
    return _block(db, actor, channel, address, reason, detail, contact_id)


def lift(db: Session, actor: Actor, *, contact_id: UUID, suppression_id: UUID, reason: str) -> None:
    """Staff let one of a person's addresses be written to again, and say why; after an opt-out the ledger says so too."""
    actor.require(Permission.contacts_manage)
    contact = _contact(db, contact_id)
    found = db.exec(select(Suppression).where(Suppression.id == suppression_id).with_for_update()).one_or_none()
    if found is None or found.address_hash not in address_hashes(actor.workspace, found.channel, _address(contact, found.channel)):
        raise NotFound
    channel: Channel = "email" if found.channel == "email" else "sms"
    why = found.reason
    db.delete(found)
    db.flush()
    record(db, actor, AddressUnblocked(subject=contact_id, contact=contact_id, channel=channel, reason=why, because=reason))
    if why == "opted_out":
        consent(db, actor, contact_id=contact_id, channel=channel, purpose="service", allowed=True, source="staff", wording=reason)


def heard(
    db: Session, actor: Actor, *, contact: ContactRow, channel: Channel, text: str, proven: bool = True
) -> tuple[Keyword | None, bool]:
    """Takes what somebody wrote at its word: STOP and START change what they allow, free words that sound alike wait for a person.

    Answers what it was, and whether it changed anything: a second STOP is kept in the ledger no more than it is confirmed. Of words that
    nothing proves to be theirs (`proven`) STOP waits for a person as well, and the others are nothing: nobody speaks for somebody else.
    """
    gone = opted_out(db, actor, contact=contact, channel=channel)
    meant = keyword(text, channel=channel, opted_out=gone)
    if not proven:
        meant = "maybe" if meant in ("stop", "maybe") else None
    if meant == "stop" and not gone:
        consent(db, actor, contact_id=contact.id, channel=channel, purpose="all", allowed=False, source="keyword", wording=text)
        return meant, True
    if meant == "start" and gone:
        consent(db, actor, contact_id=contact.id, channel=channel, purpose="service", allowed=True, source="keyword", wording=text)
        return meant, True
    if meant == "maybe" and not gone:
        record(db, actor, OptOutSuspected(subject=contact.id, contact=contact.id, channel=channel, words=text.strip()[:200]))
        return meant, True
    return meant, False


def settle_suspicion(db: Session, actor: Actor, *, contact_id: UUID, stop: bool) -> None:
    """Somebody decided what those words meant: with `stop` they are taken at their word, else they meant something else."""
    actor.require(Permission.contacts_manage)
    channel, words = suspected(db, actor, contact_id=contact_id)
    if not words:
        return
    known: Channel = "email" if channel == "email" else "sms"
    if stop:
        consent(db, actor, contact_id=contact_id, channel=known, purpose="all", allowed=False, source="staff", wording=words)
    record(db, actor, OptOutDismissed(subject=contact_id, contact=contact_id, channel=known))


def agreed_by_asking(db: Session, actor: Actor, *, contact_id: UUID, reached: Sequence[str], wording: str, offers: bool = False) -> None:
    """What a public form told somebody new beside its button: messages about what was asked for follow, and offers if the box was
    ticked.

    Only of somebody new: whoever types a known person's address into a form may not speak for them, nor lift what blocks it.
    """
    purposes = {"service": "contract", **({"marketing": "consent"} if offers else {})}
    kept = {"contact_id": contact_id, "allowed": True, "source": "form", "wording": wording[:500], "actor_name": actor.name[:120]}
    moment = now()
    CONSENTS.add_all(
        db, [kept | {"channel": way, "purpose": what, "basis": basis, "at": moment} for way in reached for what, basis in purposes.items()]
    )


def choose(
    db: Session,
    actor: Actor,
    *,
    contact_id: UUID,
    wanted: Mapping[tuple[Channel, Purpose], bool],
    wording: str,
    ip: str = "",
    browser: str = "",
) -> None:
    """What somebody wants from now on, as they chose it on their own page: only what differs is written down.

    Whoever wants nothing by a channel any more leaves it altogether.
    """
    if actor.contact_id != contact_id:
        actor.require(Permission.contacts_manage)
    contact = _contact(db, contact_id)
    entries = ledgers(db, ids=[contact_id]).get(contact_id, [])
    for channel in {channel for channel, _purpose in wanted}:
        chosen: dict[Purpose, bool] = {purpose: yes for (by, purpose), yes in wanted.items() if by == channel}
        differs: dict[Purpose, bool] = {
            purpose: yes for purpose, yes in chosen.items() if standing(entries, channel, purpose).allowed != yes
        }
        leaves: dict[Purpose, bool] = {"all": False}
        said = leaves if differs and len(chosen) > 1 and not any(chosen.values()) else differs
        for purpose, yes in said.items():
            entry = Consent(contact_id=contact_id, channel=channel, purpose=purpose, allowed=yes, basis="consent", source="link")
            entry.wording, entry.ip, entry.browser = wording[:500], ip[:45], browser.replace("\0", "")[:200]
            _write(db, actor, contact, entry)


# ── parts ────────────────────────────────────────────────


def _write(db: Session, actor: Actor, contact: Contact, entry: Consent) -> ConsentRow:
    """Adds the line, and blocks or frees the address as it says."""
    entry.member_id, entry.actor_name = actor.member_id, actor.name[:120]
    db.add(entry)
    db.flush()
    address = _address(contact, entry.channel)
    if entry.purpose == "all" and not entry.allowed:
        _block(db, actor, entry.channel, address, "opted_out", "", contact.id)
    elif entry.allowed:
        _unblock(db, actor, entry.channel, address)
    fact = ContactOptedIn if entry.allowed else ContactOptedOut
    record(db, actor, fact(subject=contact.id, contact=contact.id, channel=entry.channel, purpose=entry.purpose, source=entry.source))
    return consent_row(entry)


def _block(db: Session, actor: Actor, channel: str, address: str, reason: str, detail: str, contact_id: UUID | None) -> bool:
    if not address:
        return False
    digest = address_hashes(actor.workspace, channel, address)[0]
    id = SUPPRESSIONS.add_new(db, channel=channel, address_hash=digest, reason=reason, detail=detail.replace("\0", "")[:300], at=now())
    if id is None:
        return False
    record(db, actor, AddressBlocked(subject=contact_id or id, contact=contact_id, channel=channel, reason=reason))
    return True


def _unblock(db: Session, actor: Actor, channel: str, address: str) -> None:
    """A person's own word lifts what their own word put there; what a provider told us stays."""
    if not address:
        return
    own = (col(Suppression.address_hash).in_(address_hashes(actor.workspace, channel, address)), col(Suppression.reason) == "opted_out")
    for row in db.exec(select(Suppression).where(*own)).all():
        db.delete(row)
    db.flush()


def _address(contact: Contact, channel: str) -> str:
    return contact.email if channel == "email" else contact.phone


def _contact(db: Session, contact_id: UUID) -> Contact:
    found = db.exec(select(Contact).where(Contact.id == contact_id)).one_or_none()
    if found is None:
        raise NotFound
    return found
