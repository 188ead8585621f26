"""Find or do: what a member may see is found by its words, a few of each kind, in a fixed number of statements."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import careops.careops as house
from careops.booking import actions as booking
from careops.booking.models import Booking
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.core.crypto import link_token
from careops.core.ids import new_id
from careops.frame import queries
from careops.frame.schemas import FoundGroup
from careops.inbox import actions as inbox
from careops.inventory import actions as inventory
from careops.inventory.schemas import ItemIn
from tests import cast, worlds
from tests.benchmarks.statements import counted

pytestmark = pytest.mark.usefixtures("both_engines")


def found(actor: Actor, words: str) -> dict[str, FoundGroup]:
    with db.reading(actor) as session:
        return {group.key: group for group in queries.search(session, actor, q=words)}


def told(owner: Actor, number: int = 1) -> None:
    with db.transaction(owner) as session:
        who = contacts.register(session, owner, name=f"Marta Figueiredo {number}", email=f"marta{number}@example.org")
        inbox.receive(session, owner, contact_id=who.id, text="Is marzipan in it?", channel="email")
        inventory.add_item(session, owner, item=ItemIn(name=f"Marble {number}", quantity=3))


def test_people_words_and_things_are_found_by_the_beginning_of_a_word(ana: Actor) -> None:
    told(ana)
    groups = found(ana, "mar")
    assert groups["contacts"].found[0].title == "Marta Figueiredo 1"
    assert groups["contacts"].found[0].href.startswith("/app/contacts/")
    assert groups["items"].found[0].detail == "3 piece left"
    assert "marzipan" in found(ana, "marzipan")["conversations"].found[0].detail
    assert "contacts" in found(ana, "figueiredo marta")


@pytest.mark.parametrize("words", ["", "m", " ", "'\"; DROP TABLE contact --", "%_\\", "\0\0\0", "((((", "*", "🙂🙂", "x" * 500])
def test_what_nobody_bears_finds_nothing_and_breaks_nothing(ana: Actor, words: str) -> None:
    told(ana)
    assert found(ana, words) == {}


def test_members_find_only_what_they_may_see_and_strangers_nothing(ana: Actor, ben: Actor, stranger: Actor) -> None:
    told(ana)
    assert found(stranger, "mar") == {}
    blind = replace(ben, permissions=frozenset())
    assert found(blind, "mar") == {}


def test_a_booking_is_found_by_its_reference_its_address_and_its_customers_link(ana: Actor, stranger: Actor) -> None:
    shop = worlds.opened(ana)
    with db.transaction(ana) as session:
        who = contacts.register(session, ana, name="Marta Figueiredo", email="marta@example.org")
        start = shop.starts(worlds.workday(3))[0]
        made = booking.book(session, ana, booking_type_id=shop.service, starts_at=start, contact_id=who.id)
        token = link_token("booking", made.id, session.get_one(Booking, made.id).link_salt)
    base = "https://salon-ana-by-the-river.bookings.example.com"
    for typed in (str(made.id), made.id.hex.upper(), f"{base}/app/bookings/{made.id}", f"{base}/manage/{token}", token):
        groups = found(ana, typed)
        assert [one.href for one in groups["bookings"].found] == [f"/app/bookings/{made.id}"], typed
        assert found(stranger, typed) == {}
    assert "bookings" not in found(ana, str(new_id()))


def test_who_may_not_see_people_finds_no_work_by_a_name_or_a_number(ana: Actor) -> None:
    furnished = worlds.furnished(ana)
    clerk = cast.joined(ana, "Kim", "kim@example.org", Role.staff, [Permission.bookings_view, Permission.forms_view])
    both = cast.joined(ana, "Lou", "lou@example.org", Role.staff, [*clerk.permissions, Permission.contacts_view])
    for typed in ("Cleo Marsh", "912345678"):
        assert found(clerk, typed) == {}
        assert {"contacts", "bookings", "forms"} <= set(found(both, typed))
    [form] = [one for one in found(clerk, "allerg")["forms"].found if one.detail == "Form"]
    assert form.href == f"/app/forms?form={furnished.copy.template_id}"
    [form] = [one for one in found(ana, "allerg")["forms"].found if one.detail == "Form"]
    assert form.href == f"/app/forms/{furnished.copy.template_id}"


def test_a_search_is_the_same_few_statements_however_much_is_found(ana: Actor) -> None:
    counts: list[int] = []
    for batch in (range(1, 2), range(2, 9)):
        for number in batch:
            told(ana, number)
        with counted(db.engine) as seen:
            groups = found(ana, "mar")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20, (counts, seen)
    assert all(len(group.found) <= 6 for group in groups.values())


def test_the_api_finds_the_same(ana: Actor) -> None:
    told(ana)
    with TestClient(house.api) as client:
        answer = client.get("/api/v1/search?q=mar", headers=cast.bearer(cast.ANA))
        assert client.get("/api/v1/search?q=mar").status_code == 401
    assert [group["key"] for group in answer.json()] == ["contacts", "conversations", "items"]
