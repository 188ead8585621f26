"""Who a row of a table of people is here: somebody new, somebody known, or somebody who was erased and does not come back by a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.contacts.actions.importing.reading import Context, Person
from careops.contacts.models import Contact, CustomValue, ImportedRow
from careops.contacts.queries.consents import Ledgers, erased, ledgers
from careops.contacts.rules.consent import standing
from careops.contacts.rules.importing import FORGOTTEN
from careops.contacts.schemas import Record, Verdict
from careops.core.actor import Actor
from careops.core.i18n import text as _

FIELDS = {"email": "email", "sms": "phone"}


@dataclass(slots=True)
class Known:
    """Whom the business knows of a batch, in a handful of statements."""

    by_email: dict[str, Contact]
    by_phone: dict[str, list[Contact]]
    by_key: dict[str, UUID]
    values: dict[tuple[UUID, UUID], str]
    said: Ledgers
    erased: set[tuple[str, str]]


def judged(db: Session, actor: Actor, context: Context, records: Sequence[Record], seen: dict[str, int]) -> list[Verdict]:
    """New, known, or known with something to change; whoever stands in the file twice counts once."""
    known = _known(db, actor, context, records)
    return [_verdict(record, known, context, seen) for record in records]


def _known(db: Session, actor: Actor, context: Context, records: Sequence[Record]) -> Known:
    people: list[Person] = [record.data for record in records]
    emails = [key for person in people if (key := person.email_key)]
    phones = [person.said["phone"] for person in people if person.said["phone"]]
    keys = [record.source_key for record in records if record.source_key]
    by_email = {contact.email_key or "": contact for contact in db.exec(select(Contact).where(col(Contact.email_key).in_(emails)))}
    by_phone: dict[str, list[Contact]] = {}
    for contact in db.exec(select(Contact).where(col(Contact.phone).in_(phones))):
        by_phone.setdefault(contact.phone, []).append(contact)
    found = [*by_email.values(), *(one for some in by_phone.values() for one in some)]
    return Known(
        by_email,
        by_phone,
        _brought(db, keys) if keys else {},
        _kept(db, found) if context.fields and found else {},
        ledgers(db, ids=[contact.id for contact in found]) if context.consents else {},
        erased(db, actor, addresses=[way for person in people for way in person.ways]),
    )


def _brought(db: Session, keys: Sequence[str]) -> dict[str, UUID]:
    """Who came with a file before and is still there."""
    question = select(ImportedRow.source_key, Contact.id).join(Contact, col(Contact.id) == col(ImportedRow.subject))
    return dict(db.exec(question.where(col(ImportedRow.source_key).in_(keys))).all())


def _kept(db: Session, people: Sequence[Contact]) -> dict[tuple[UUID, UUID], str]:
    question = select(CustomValue.contact_id, CustomValue.field_id, CustomValue.text)
    return {
        (contact, of): text for contact, of, text in db.exec(question.where(col(CustomValue.contact_id).in_([one.id for one in people])))
    }


def _verdict(record: Record, known: Known, context: Context, seen: dict[str, int]) -> Verdict:
    person: Person = record.data
    contact = _same(person, known)
    keys = [f"e:{person.email_key}" if person.email_key else f"p:{person.said['phone']}" if person.said["phone"] else record.source_key]
    if contact:
        keys.append(f"c:{contact.id}")
    before = next((seen[key] for key in keys if key in seen), None)
    if before is not None and before != record.number:
        return Verdict(record.number, "known", _("The same person as in row {row}", row=before), subject=contact.id if contact else None)
    seen.update(dict.fromkeys(keys, record.number))
    if contact is None and (id := known.by_key.get(record.source_key)):
        return Verdict(record.number, "known", _("Came with an earlier file"), subject=id, source_key=record.source_key)
    if contact is None and any(way in known.erased for way in person.ways):
        return Verdict(record.number, "refused", FORGOTTEN)
    if contact is None:
        return Verdict(record.number, "made", source_key=record.source_key, data=(person, None, {}))
    new = _differing(person, contact, known, context)
    return Verdict(record.number, "changed" if new else "known", subject=contact.id, data=(person, contact, new))


def _same(person: Person, known: Known) -> Contact | None:
    """As everywhere: the address decides, a number where no address is given, or where whoever has it has none."""
    if key := person.email_key:
        if found := known.by_email.get(key):
            return found
        return next((one for one in known.by_phone.get(person.said["phone"], []) if one.email_key is None), None)
    others = known.by_phone.get(person.said["phone"], [])
    return min(others, key=lambda one: (one.email_key is not None, one.id), default=None)


def _differing(person: Person, contact: Contact, known: Known, context: Context) -> dict[str, Any]:
    """What this row changes about somebody who is known: fields, own values, consent; by what the owner chose."""
    if context.options.known == "skip":
        return {}
    over = context.options.known == "overwrite"
    gone = {FIELDS[channel] for channel, address in person.ways if (channel, address) in known.erased}
    told = {key: said for key, said in person.said.items() if said and key not in gone and (key != "name" or person.named)}
    fields = {key: said for key, said in told.items() if (said != getattr(contact, key) if over else not getattr(contact, key))}
    kept = {id: known.values.get((contact.id, id), "") for id in person.values}
    values = {id: value for id, value in person.values.items() if (value.text != kept[id] if over else not kept[id])}
    entries = known.said.get(contact.id, [])
    consents = {way: yes for way, yes in person.consents.items() if not standing(entries, way, "marketing").said}
    return {name: new for name, new in (("fields", fields), ("values", values), ("consents", consents)) if new}
