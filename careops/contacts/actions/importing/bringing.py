"""Writing a batch of people from a file: each table once, and the history without waking anybody."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record_quietly
from careops.activity.events import Fact
from careops.contacts.actions.consenting import CONSENTS
from careops.contacts.actions.people import CONTACTS, derived, refresh
from careops.contacts.actions.tagging import TAGGED, tags_named
from careops.contacts.events import ContactChanged, ContactCreated
from careops.contacts.models import CustomValue, Tagged
from careops.contacts.rules import name_key
from careops.contacts.schemas import Source, Verdict
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Inserted
from careops.core.ids import new_id

VALUES = Inserted(CustomValue)


def bring(db: Session, actor: Actor, verdicts: Sequence[Verdict], *, basis: str) -> None:
    """Makes and changes the people of a batch; each verdict then says who it was and what was there before."""
    made = [verdict for verdict in verdicts if verdict.outcome == "made"]
    changed = [verdict for verdict in verdicts if verdict.outcome == "changed"]
    facts = [*_make(db, made), *(_change(verdict) for verdict in changed)]
    db.flush()
    _keep_values(db, made, changed)
    _keep_consents(db, actor, made, changed, basis)
    _tag(db, actor, made, changed)
    record_quietly(db, actor, facts)


def _make(db: Session, verdicts: Sequence[Verdict]) -> list[Fact]:
    moment = now()
    rows: list[dict[str, Any]] = []
    for verdict in verdicts:
        said = verdict.data[0].said
        verdict.subject, verdict.before = new_id(), {"version": 1}
        rows.append(
            {
                "id": verdict.subject,
                **said,
                "timezone": "",
                "source": Source.imported,
                "created_at": moment,
                "archived_at": None,
                "version": 1,
            }
            | derived(said["name"], said["email"], said["phone"])
        )
    CONTACTS.add_all(db, rows)
    return [ContactCreated(subject=row["id"], contact=row["id"], name=row["name"], origin=Source.imported) for row in rows]


def _change(verdict: Verdict) -> Fact:
    _person, contact, new = verdict.data
    fields: dict[str, str] = new.get("fields", {})
    verdict.before = {"fields": {key: [getattr(contact, key), said] for key, said in fields.items()}}
    contact.sqlmodel_update(fields)
    refresh(contact)
    verdict.before["version"] = contact.version
    changed = sorted([*fields, *(kind for kind in ("values", "consents") if kind in new)])
    return ContactChanged(subject=contact.id, contact=contact.id, name=contact.name, changed=changed)


def _keep_values(db: Session, made: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
    new = [(one, one.data[0].values) for one in made] + [(one, one.data[2].get("values", {})) for one in changed]
    wanted = [one.subject for one, values in new if values and one.outcome == "changed"]
    old: dict[tuple[UUID, UUID], CustomValue] = {}
    if wanted:
        kept = db.exec(select(CustomValue).where(col(CustomValue.contact_id).in_(wanted))).all()
        old = {(value.contact_id, value.field_id): value for value in kept}
    rows: list[dict[str, Any]] = []
    for verdict, values in new:
        for field_id, value in values.items():
            told = {"text": value.text, "number": value.number, "day": value.day}
            before = old.get((verdict.subject, field_id)) if verdict.subject else None
            verdict.before.setdefault("values", {})[field_id.hex] = [before.text if before else "", value.text]
            if before:
                before.sqlmodel_update(told)
            else:
                rows.append({"contact_id": verdict.subject, "field_id": field_id, **told})
    db.flush()
    VALUES.add_all(db, rows)


def _keep_consents(db: Session, actor: Actor, made: Sequence[Verdict], changed: Sequence[Verdict], basis: str) -> None:
    said = [(one, one.data[0].consents) for one in made] + [(one, one.data[2].get("consents", {})) for one in changed]
    kept = {"purpose": "marketing", "source": "import", "basis": "consent", "wording": basis, "actor_name": actor.name[:120], "at": now()}
    rows = [kept | {"contact_id": one.subject, "channel": way, "allowed": yes} for one, ways in said for way, yes in ways.items()]
    CONSENTS.add_all(db, rows)


def _tag(db: Session, actor: Actor, made: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
    """Whoever was known keeps the tags they have; each new one is noted, so that undoing takes it off."""
    ids = tags_named(db, actor, {name for one in (*made, *changed) for name in one.data[0].tags})
    if not ids:
        return
    borne: set[tuple[UUID, UUID]] = set()
    if changed:
        borne = set(db.exec(select(Tagged.contact_id, Tagged.tag_id).where(col(Tagged.contact_id).in_([one.subject for one in changed]))))
    rows: list[dict[str, Any]] = []
    for one in (*made, *changed):
        if one.subject:
            new = [id for id in {ids[name_key(name, 80)] for name in one.data[0].tags} if (one.subject, id) not in borne]
            rows += [{"contact_id": one.subject, "tag_id": id} for id in new]
            if new and one.outcome == "changed":
                one.before["tags"] = [id.hex for id in new]
    TAGGED.add_all(db, rows)
