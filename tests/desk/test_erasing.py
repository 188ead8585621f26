"""Somebody who was erased is nowhere any more."""

import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from careops.accounts.models import Reply
from careops.booking.models import Booking
from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.contacts.actions import importing
from careops.contacts.models import Contact, Erasure, ImportedRow, Suppression
from careops.contacts.rules import ContactErased
from careops.contacts.schemas import ContactChange, DependentIn, FieldIn
from careops.core import db
from careops.core.actor import Actor, Role
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.settings import settings
from careops.desk import actions, queries, rules
from careops.desk.rules.erasing import SOUGHT, STAYS, TRACES, blanked
from careops.forms.models import FormFile, FormSubmission
from careops.inbox.models import Conversation
from tests import cast, worlds

NEEDLES = (
    "cleo",
    "marsh",
    "912345678",
    "parking",
    "drives a van",
    "see you",
    "a picture of words",
    "my photo",
    "how was it?",
    "photo.txt",
    "zzmark",
)


def rows_with(actor: Actor, needles: tuple[str, ...]) -> list[str]:
    """Every column of every table of the database, search indexes too, that holds one of the words."""
    found: list[str] = []
    with db.transaction(actor) as session:
        inspector = sa.inspect(session.connection())
        for name in inspector.get_table_names():
            for row in session.connection().execute(sa.text(f'SELECT * FROM "{name}"')).mappings():  # noqa: S608
                for column, value in row.items():
                    raw = value if isinstance(value, bytes) else bytes(value) if isinstance(value, memoryview) else str(value).encode()
                    found += [f"{name}.{column}: {needle}" for needle in needles if needle.encode() in raw.lower()]
    return found


def files_with(folder: Path, needles: tuple[str, ...]) -> list[str]:
    return [
        f"{file.name}: {needle}"
        for file in folder.rglob("*")
        if file.is_file()
        for needle in needles
        if needle.encode() in file.read_bytes().lower()
    ]


def more_of(owner: Actor, cleo: Contact) -> None:
    """What the furnished world does not have of her yet, in words of its own."""
    with db.transaction(owner) as session:
        field = contacts.add_field(session, owner, field=FieldIn(label="Skin"))
        change = ContactChange(notes="zzmarknote", fields={field.key: "zzmarkfield"})
        contacts.edit(session, owner, contact_id=cleo.id, change=change)
        leo = contacts.add_dependent(
            session, owner, contact_id=cleo.id, dependent=DependentIn(name="Leo Zzmarkson", notes="zzmarkallergic")
        )
        visit = session.exec(select(Booking).where(Booking.contact_id == cleo.id)).first()
        assert visit is not None
        visit.notes, visit.staff_notes, visit.cancel_reason = "zzmarkwish", "zzmarkstaff", "zzmarkwhy"
        visit.dependent_id, visit.dependent_name = leo.id, leo.name
        copy = session.exec(select(FormSubmission).where(FormSubmission.contact_id == cleo.id)).first()
        assert copy is not None
        copy.answers, copy.prefilled = {"allergies": "zzmarkpeanuts"}, {"name": "zzmarkprefilled"}
        scan = FormFile(
            submission_id=copy.id, key="photo", name="zzmarkscan.png", mime="image/png", size=7, content=b"zzmarkbytes", created_at=now()
        )
        session.add(scan)
        session.flush()
        run = importing.upload(
            session, owner, what="contacts", origin="csv", file_name="zzmark.csv", content=f"Name;Mail\nZzagain;{cleo.email}\n".encode()
        )
        session.add(ImportedRow(import_id=run.id, number=1, outcome="changed", subject=cleo.id, before={"notes": "zzmarkbefore"}))
        body = f'{{"id": "{cleo.id}", "n": "zzmarkreply"}}'
        assert owner.member_id is not None
        session.add(Reply(who=owner.member_id, key="zzmark", asked="x", status=201, body=body, created_at=now()))
    folder = settings.data_dir / "uploads" / str(owner.workspace) / str(owner.member_id) / str(conversation_of(owner, cleo))
    folder.mkdir(parents=True)
    (folder / "zzmarkdraft.txt").write_text("zzmarkdraft")


def conversation_of(owner: Actor, cleo: Contact) -> uuid.UUID:
    with db.reading(owner) as session:
        return session.exec(select(Conversation.id).where(Conversation.contact_id == cleo.id)).one()


def the_customer(owner: Actor) -> Contact:
    with db.reading(owner) as session:
        return session.exec(select(Contact).where(Contact.name == "Cleo Marsh")).one()


@pytest.mark.usefixtures("both_engines")
def test_nothing_is_left_in_any_table_file_or_log(ana: Actor, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    worlds.furnished(ana)
    cleo = the_customer(ana)
    more_of(ana, cleo)
    own = tuple(word for word in NEEDLES if word not in {"parking"})  # the business's own canned reply is called so
    assert len({hit.partition(".")[0] for hit in rows_with(ana, own)}) >= 18
    assert files_with(settings.data_dir, own)
    with pytest.raises(rules.UpcomingBookings), db.transaction(ana) as session:
        actions.erase(session, ana, contact_id=cleo.id, name="Cleo Marsh")
    capfd.readouterr()
    with db.transaction(ana) as session:
        done = actions.erase(session, ana, contact_id=cleo.id, name="cleo  marsh", cancel=True)
    assert done.removed["message"] >= 3
    assert rows_with(ana, own) == []
    assert files_with(settings.data_dir, own) == []
    assert files_with(tmp_path, own) == []
    out, err = capfd.readouterr()
    assert not [word for word in own if word in (out + err).lower()]
    with db.reading(ana) as session:
        booked = session.exec(select(Booking).where(Booking.contact_id == cleo.id)).all()
        assert booked
        assert {(one.contact_name, one.notes, one.status) for one in booked} == {("Erased", "", "cancelled")}
        assert sum(one.price or 0 for one in booked) > 0
        assert {one.reason for one in session.exec(select(Suppression)) if one.channel == "sms"} == {"erased"}
        assert session.exec(select(Erasure).where(Erasure.contact_id == cleo.id)).one().removed == done.removed
        listed = [*people.page(session, ana).items, *people.page(session, ana, archived=True).items]
        assert cleo.id not in {one.id for one in listed}


@pytest.mark.usefixtures("both_engines")
def test_who_is_erased_takes_their_merged_entries_along(ana: Actor) -> None:
    with db.transaction(ana) as session:
        one = contacts.register(session, ana, name="Nora Quince", email="nora@quince.example")
        other = contacts.register(session, ana, name="N. Quincey", email="n@quincey.example", phone="+351911222333")
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=one.id, merged_id=other.id)
    with db.transaction(ana) as session:
        actions.erase(session, ana, contact_id=one.id, name="Nora Quince")
    assert rows_with(ana, ("quince", "911222333")) == []
    with pytest.raises(ContactErased), db.transaction(ana) as session:
        actions.erase(session, ana, contact_id=one.id, name="Erased")


def test_only_who_may_and_only_by_name(ana: Actor, stranger: Actor) -> None:
    clerk = cast.joined(ana, "Kim", "kim@example.org", Role.staff, [])
    with db.transaction(ana) as session:
        who = contacts.register(session, ana, name="Nora Quince", email="nora@quince.example")
    for actor, name, refusal in ((clerk, who.name, Forbidden), (stranger, who.name, NotFound), (ana, "Nora", Invalid)):
        with pytest.raises(refusal), db.transaction(actor) as session:
            actions.erase(session, actor, contact_id=who.id, name=name)
    with db.reading(ana) as session:
        assert queries.erase_preview(session, ana, contact_id=who.id).name == "Nora Quince"


def test_every_table_is_dealt_with_by_name() -> None:
    """A table made tomorrow has to say what becomes of it when somebody is erased."""
    tables = {table.name for table in SQLModel.metadata.sorted_tables}
    assert tables == {trace.table for trace in TRACES} | set(SOUGHT) | STAYS
    assert not {trace.table for trace in TRACES} & STAYS


def test_facts_keep_their_shape_and_lose_their_words() -> None:
    told: dict[str, Any] = {"name": "Cleo", "type_name": "Cut", "price": 3, "id": str(uuid.uuid4()), "at": "2026-03-02T10:00:00+00:00"}
    assert blanked(told | {"changed": ["email"], "more": {"note": "x"}}) == told | {"name": "", "changed": [], "more": {"note": ""}}
