"""Everybody is known once: by address, else by number; and nobody is redirected on a stranger's word."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from careops.activity.models import Event
from careops.business import actions as business
from careops.business.schemas import BusinessIn
from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.rules import ContactExists
from careops.contacts.schemas import ContactChange, ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from tests import cast

pytestmark = pytest.mark.usefixtures("both_engines")


def known(actor: Actor, name: str = "Cleo Marsh", **said: Any) -> ContactRow:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name=name, **said)


def told(owner: Actor) -> list[str]:
    with db.reading(owner) as session:
        return [e.kind for e in session.exec(select(Event).order_by(Event.id)) if e.kind.startswith("contact.")]  # type: ignore[arg-type]


def test_two_spellings_of_an_address_are_one_person(ana: Actor) -> None:
    first = known(ana, email="Cleo@Example.org")
    again = known(ana, name="C. Marsh", email="cleo@EXAMPLE.org", phone="+351 912 345 678")
    assert (again.id, again.name, again.phone) == (first.id, "Cleo Marsh", "+351912345678")
    assert told(ana) == ["contact.created", "contact.changed"]


def test_a_number_is_read_with_the_businesss_country(ana: Actor) -> None:
    with db.transaction(ana) as session:
        business.create(session, ana)
        business.update(session, ana, business=BusinessIn(country="PT"))
    assert known(ana, phone="912 345 678").id == known(ana, phone="+351912345678").id


def test_a_family_may_share_a_number(ana: Actor) -> None:
    first = known(ana, email="cleo@example.org", phone="+351912345678")
    second = known(ana, name="Dora Marsh", email="dora@example.org", phone="+351912345678")
    assert first.id != second.id


def test_a_stranger_cannot_redirect_mail_by_knowing_a_number(ana: Actor) -> None:
    cleo = known(ana, phone="+351912345678")
    visiting = cast.customer(ana)
    assert known(visiting, name="Eve", email="eve@evil.example", phone="+351912345678", source="booking").id != cleo.id
    assert known(ana, email="cleo@example.org", phone="+351912345678").id == cleo.id


def test_the_same_person_through_many_doors_at_once_is_one(ana: Actor) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = {row.id for row in pool.map(lambda _n: known(ana, email="cleo@example.org"), range(16))}
    assert len(found) == 1
    assert told(ana).count("contact.created") == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"timezone": "Moon/Base"}, "timezone"),
        ({"locale": "klingon"}, "locale"),
    ],
)
def test_what_cannot_be_kept_is_named(ana: Actor, said: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        known(ana, **({"name": "Cleo"} | said))
    assert [p.field for p in refused.value.problems] == [field]
    assert told(ana) == []


def test_a_change_is_kept_once_and_never_takes_anothers_address(ana: Actor) -> None:
    cleo, dora = known(ana, email="cleo@example.org"), known(ana, name="Dora", email="dora@example.org")
    with db.transaction(ana) as session:
        changed = contacts.edit(session, ana, contact_id=cleo.id, change=ContactChange(name="Cleo M."), version=cleo.version)
    assert (changed.name, changed.version) == ("Cleo M.", cleo.version + 1)
    with pytest.raises(Stale), db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=cleo.id, change=ContactChange(name="C."), version=cleo.version)
    with pytest.raises(ContactExists), db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=dora.id, change=ContactChange(email="CLEO@example.org"))


def test_a_stranger_cannot_have_messages_by_knowing_an_address(ana: Actor) -> None:
    cleo = known(ana, email="cleo@example.org")
    visiting = cast.customer(ana)
    again = known(visiting, name="Eve", email="cleo@example.org", phone="+351912345678", locale="pt", source="booking")
    assert (again.id, again.phone, again.locale) == (cleo.id, "", "pt")
    assert told(ana) == ["contact.created", "contact.number_offered", "contact.changed"]
    with db.reading(ana) as session:
        (fact,) = session.exec(select(Event).where(Event.kind == "contact.number_offered")).all()
    assert fact.data["words"] == "+351912345678", "whoever knows them may add it"


def test_somebody_put_away_comes_back_when_they_return(ana: Actor) -> None:
    cleo = known(ana, email="cleo@example.org")
    with db.transaction(ana) as session:
        contacts.archive(session, ana, contact_id=cleo.id)
    with db.reading(ana) as session:
        assert queries.page(session, ana).items == []
    assert known(cast.customer(ana), email="cleo@example.org", source="booking").archived_at is None
    assert told(ana) == ["contact.created", "contact.archived", "contact.restored"]


def test_another_business_finds_nobody(ana: Actor, stranger: Actor) -> None:
    cleo = known(ana, email="cleo@example.org")
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        contacts.edit(session, stranger, contact_id=cleo.id, change=ContactChange(name="Mine"))
    assert known(stranger, email="cleo@example.org").id != cleo.id
    with pytest.raises(Forbidden), db.reading(cast.customer(ana)) as session:
        queries.page(session, cast.customer(ana))
