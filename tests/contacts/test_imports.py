"""Bringing people in from a file: looked over first, nobody twice, carried on where it stopped, and taken out again."""

from collections.abc import Callable
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from careops.contacts import actions as contacts
from careops.contacts import jobs, queries
from careops.contacts.actions import importing
from careops.contacts.models import Consent, Contact, ImportedRow, ImportRun
from careops.contacts.rules.importing import FORGOTTEN, ImportOver
from careops.contacts.schemas import ContactChange, ImportOptions, ImportRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid

pytestmark = pytest.mark.usefixtures("both_engines")

FILE = """Vorname;Nachname;E-Mail;Handynummer;Bemerkung
Zoë;Quinn;zoe@example.org;+351 912 345 678;first
Marta;Figueiredo;MARTA@example.org;+351911111111;
Nobody;Wrong;no-address;;
Zoë;Again;zoe@example.org;;
Only;Name;;;keeps bees
;;;;
"""


def uploaded(actor: Actor, text: str = FILE, **options: object) -> ImportRow:
    with db.transaction(actor) as session:
        row = importing.upload(session, actor, what="contacts", origin="csv", file_name="clients.csv", content=text.encode())
        chosen = row.options.model_copy(update=options)
        return importing.choose(session, actor, import_id=row.id, options=chosen)


def done(actor: Actor, task: Callable[..., ImportRow], id: UUID) -> ImportRow:
    with db.transaction(actor) as session:
        task(session, actor, import_id=id)
    assert jobs.bring_in() == 1
    with db.reading(actor) as session:
        return queries.import_run(session, actor, import_id=id)


def names(actor: Actor, q: str = "") -> list[str]:
    with db.reading(actor) as session:
        return [row.name for row in queries.page(session, actor, q=q).items]


def test_a_file_is_looked_over_and_changes_nothing(ana: Actor) -> None:
    run = uploaded(ana)
    assert run.options.mapping == {
        "first_name": "Vorname",
        "last_name": "Nachname",
        "email": "E-Mail",
        "phone": "Handynummer",
        "notes": "Bemerkung",
    }
    with db.transaction(ana) as session:
        contacts.register(session, ana, name="Marta F.", email="marta@example.org")
    looked = done(ana, importing.look_over, run.id)
    assert looked.looked is not None
    assert looked.looked.counts.model_dump() == {"made": 2, "changed": 1, "known": 1, "refused": 1}
    assert [(problem.number, problem.reason[:6]) for problem in looked.looked.problems] == [(4, "email:")]
    assert (looked.status, looked.done, looked.total) == ("uploaded", 5, 5)
    assert names(ana) == ["Marta F."]


def test_what_was_looked_over_is_what_is_brought_in(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contacts.register(session, ana, name="Marta F.", email="marta@example.org")
    run = done(ana, importing.bring_in, uploaded(ana, tags=["From before"]).id)
    assert run.ran is not None
    assert run.ran.counts.model_dump() == {"made": 2, "changed": 1, "known": 1, "refused": 1}
    assert names(ana) == ["Marta F.", "Only Name", "Zoë Quinn"]
    assert names(ana, q="912345") == ["Zoë Quinn"]
    with db.reading(ana) as session:
        zoe = session.exec(select(Contact).where(Contact.name == "Zoë Quinn")).one()
        outcomes = session.exec(select(ImportedRow.number, ImportedRow.outcome).order_by(ImportedRow.number)).all()  # type: ignore[arg-type]
    assert (zoe.source, zoe.notes, zoe.version) == ("import", "first", 1)
    assert list(outcomes) == [(2, "made"), (3, "changed"), (4, "refused"), (5, "known"), (6, "made")]


def test_the_same_file_again_finds_everybody_known(ana: Actor) -> None:
    done(ana, importing.bring_in, uploaded(ana).id)
    again = done(ana, importing.bring_in, uploaded(ana).id)
    assert again.ran is not None
    assert again.ran.counts.model_dump() == {"made": 0, "changed": 0, "known": 4, "refused": 1}


@pytest.mark.parametrize(
    ("known", "name", "note"), [("skip", "Old Name", "old"), ("fill", "Old Name", "old"), ("overwrite", "Zoë Quinn", "first")]
)
def test_who_is_known_is_left_alone_filled_in_or_overwritten(ana: Actor, known: str, name: str, note: str) -> None:
    with db.transaction(ana) as session:
        row = contacts.register(session, ana, name="Old Name", email="zoe@example.org", notes="old")
    run = done(ana, importing.bring_in, uploaded(ana, known=known).id)
    with db.reading(ana) as session:
        now = queries.get(session, ana, contact_id=row.id)
    assert (now.name, now.notes, bool(now.phone)) == (name, note, known != "skip")
    done(ana, importing.take_out, run.id)
    with db.reading(ana) as session:
        back = queries.get(session, ana, contact_id=row.id)
    assert (back.name, back.notes, back.phone) == ("Old Name", "old", "")


def test_undoing_takes_out_whoever_nobody_has_touched(ana: Actor) -> None:
    run = done(ana, importing.bring_in, uploaded(ana).id)
    with db.transaction(ana) as session:
        [only] = queries.page(session, ana, q="only").items
        contacts.edit(session, ana, contact_id=only.id, change=ContactChange(notes="has bees and goats"))
    undone = done(ana, importing.take_out, run.id)
    assert undone.undone is not None
    assert undone.undone.counts.model_dump() == {"made": 2, "changed": 0, "known": 1, "refused": 0}
    assert (names(ana), undone.status) == (["Only Name"], "undone")
    with db.transaction(ana) as session, pytest.raises(ImportOver):
        importing.bring_in(session, ana, import_id=run.id)


def test_a_worker_that_died_is_followed_by_another_where_it_stopped(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "name,email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(600))
    run = uploaded(ana, many)
    with db.transaction(ana) as session:
        importing.bring_in(session, ana, import_id=run.id)
    with db.transaction() as session:
        dead = importing.take_import(session, Actor.system(None))
    assert dead is not None
    with db.reading(dead.actor) as session:
        context = dead.kind.ready(session, dead.actor, dead.options)
    first, *_rest = importing.batches(dead, dead.kind.read(context, dead.content, dead.options))
    with db.transaction(dead.actor) as session:
        importing.act_batch(session, dead.actor, run=dead, context=context, records=first)
    assert jobs.bring_in() == 0  # it is still held
    with db.transaction(ana) as session:
        session.exec(sa.update(ImportRun).values(leased_until=now()))
    assert jobs.bring_in() == 1
    with db.transaction(dead.actor) as session, pytest.raises(importing.LeaseLost):
        importing.act_batch(session, dead.actor, run=dead, context=context, records=first)
    with db.reading(ana) as session:
        ended = queries.import_run(session, ana, import_id=run.id)
        assert len(session.exec(select(Contact.id)).all()) == 600
    assert ended.ran is not None
    assert (ended.status, ended.done, ended.ran.counts.made) == ("done", 600, 600)


def test_consent_is_taken_from_a_file_only_with_its_basis(ana: Actor) -> None:
    text = "name,email,newsletter\nAda,ada@example.org,yes\nBo,bo@example.org,no\nCy,cy@example.org,\n"
    with db.transaction(ana) as session:
        row = importing.upload(session, ana, what="contacts", origin="csv", file_name="n.csv", content=text.encode())
        assert row.options.mapping["consent_email"] == "newsletter"
        with pytest.raises(Invalid):
            importing.bring_in(session, ana, import_id=row.id)
        basis = "Ticked the box on our old site in 2025"
        importing.choose(session, ana, import_id=row.id, options=row.options.model_copy(update={"basis": basis}))
    done(ana, importing.bring_in, row.id)
    with db.reading(ana) as session:
        said = session.exec(select(Contact.name, Consent.allowed, Consent.wording, Consent.source).join(Consent)).all()
    assert sorted(said) == [("Ada", True, basis, "import"), ("Bo", False, basis, "import")]


def test_whoever_was_erased_does_not_come_back_with_a_file(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contacts.suppress(session, ana, channel="email", address="Zoe@example.org", reason="erased")
        contacts.suppress(session, ana, channel="email", address="gone@example.org", reason="erased")
        contacts.suppress(session, ana, channel="sms", address="+351911111111", reason="erased")
        contacts.suppress(session, ana, channel="email", address="zoe@example.org", reason="opted_out")
        contacts.suppress(session, ana, channel="email", address="back@example.org", reason="opted_out")
        back = contacts.register(session, ana, name="Gone and back", email="gone@example.org")
        nina = contacts.register(session, ana, name="Nina", email="nina@example.org")
    text = FILE + "Gone;Again;gone@example.org;+351933333333;\nOnly;Out;back@example.org;;\nNina;;nina@example.org;+351911111111;\n"
    run = uploaded(ana, text)
    looked = done(ana, importing.look_over, run.id).looked
    ran = done(ana, importing.bring_in, run.id).ran
    assert looked == ran
    assert ran is not None
    assert [problem.number for problem in ran.problems if problem.reason == FORGOTTEN] == [2, 3]  # by the address, by the number
    assert names(ana) == ["Gone and back", "Nina", "Only Name", "Only Out"]  # who came back by their own word stays known
    with db.reading(ana) as session:
        assert queries.get(session, ana, contact_id=back.id).phone == "+351933333333"
        assert queries.get(session, ana, contact_id=nina.id).phone == ""  # what was forgotten is not learnt again


def test_a_choice_of_columns_that_cannot_be_is_refused(ana: Actor) -> None:
    run = uploaded(ana)
    with db.transaction(ana) as session:
        for mapping in ({"name": "No such column"}, {"role": "Vorname", "name": "Vorname"}, {"notes": "Bemerkung"}):
            with pytest.raises(Invalid):
                importing.choose(session, ana, import_id=run.id, options=ImportOptions(mapping=mapping))


def test_whoever_may_not_change_contacts_brings_nothing_in(ben: Actor) -> None:
    watching = Actor.customer(ben.workspace)
    with db.transaction(watching) as session, pytest.raises(Forbidden):
        importing.upload(session, watching, what="contacts", origin="csv", file_name="x.csv", content=FILE.encode())
