"""What the owner says about the business, on both engines."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from careops.activity import queries as history
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.models import Business
from careops.business.schemas import BusinessIn, BusinessRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def profile(actor: Actor) -> BusinessRow:
    with db.reading(actor) as session:
        return businesses.profile(session, actor)


def updated(actor: Actor, expected: int | None = None, **said: object) -> BusinessRow:
    with db.transaction(actor) as session:
        return business.update(session, actor, business=BusinessIn.model_validate(said), expected=expected)


def test_a_business_has_defaults_before_anything_is_said(ana: Actor) -> None:
    row = profile(ana)
    assert (row.timezone, row.currency, row.hour_cycle, row.vocabulary.contact, row.version) == ("UTC", "EUR", 24, "client", 0)
    assert row.mark == row.name[:1].upper()


def test_creating_twice_changes_nothing(ana: Actor) -> None:
    for _ in range(2):
        with db.transaction(ana) as session:
            business.create(session, ana)
    assert profile(ana).version == 1


def test_two_at_once_make_one_row(ana: Actor) -> None:
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda n: updated(ana, address=f"Street {n}"), range(8)))
    with db.reading(ana) as session:
        assert session.exec(select(sa.func.count(col(Business.id)))).one() == 1
    assert profile(ana).version == 9


def test_what_is_left_out_stays(ana: Actor) -> None:
    updated(ana, timezone="Europe/Lisbon", country="PT", currency="EUR")
    row = updated(ana, address="Rua do Sol 12", phone="912 345 678", vocabulary={"contact": "guest", "contacts": "guests"})
    assert (row.timezone, row.address, row.phone) == ("Europe/Lisbon", "Rua do Sol 12", "+351912345678")
    assert (row.vocabulary.contact, row.vocabulary.booking) == ("guest", "booking")


def test_the_name_and_address_word_are_the_workspaces(ana: Actor) -> None:
    row = updated(ana, name="Sunny Studio", slug="sunny-studio")
    assert (row.name, row.slug, row.booking_url.rsplit("/", 1)[1]) == ("Sunny Studio", "sunny-studio", "sunny-studio")


def test_an_address_word_of_somebody_else_is_refused_whole(ana: Actor, stranger: Actor) -> None:
    taken = profile(stranger).slug
    with pytest.raises(Conflict):
        updated(ana, slug=taken, address="Elsewhere")
    assert profile(ana).address == ""


def test_a_stale_edit_is_refused(ana: Actor) -> None:
    updated(ana, address="One")
    with pytest.raises(Stale):
        updated(ana, expected=1, address="Two")
    assert profile(ana).address == "One"


def test_a_phone_that_cannot_be_read_names_its_field(ana: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        updated(ana, phone="912 345 678")
    assert [p.field for p in refused.value.problems] == ["phone"]


def test_a_trade_brings_its_words_and_keeps_ones_own(ana: Actor) -> None:
    updated(ana, welcome="Come in!")
    with db.transaction(ana) as session:
        row = business.choose_trade(session, ana, trade="clinic")
    assert (row.trade, row.vocabulary.contact, row.welcome) == ("clinic", "patient", "Come in!")
    assert "24 hours" in row.cancellation_policy
    with pytest.raises(Invalid), db.transaction(ana) as session:
        business.choose_trade(session, ana, trade="circus")


def test_public_pages_exist_only_while_active(ana: Actor) -> None:
    slug = profile(ana).slug
    with pytest.raises(NotFound), db.reading() as session:
        businesses.open_business(session, slug=slug)
    with db.transaction(ana) as session:
        assert business.activate(session, ana).status == "active"
    with db.reading() as session:
        assert businesses.open_business(session, slug=slug).id == ana.workspace_id
        assert session.info["workspace"] == ana.workspace_id
    with db.transaction(ana) as session:
        assert business.suspend(session, ana).status == "suspended"
    with pytest.raises(NotFound), db.reading() as session:
        businesses.open_business(session, slug=slug)
    with db.reading(ana) as session:
        kinds = [e.kind for e in history.about(session, ana, subject=ana.workspace) if e.kind.startswith("business.")]
    assert kinds == ["business.activated", "business.suspended"]


def test_an_unknown_address_word_is_not_found() -> None:
    with pytest.raises(NotFound), db.reading() as session:
        businesses.open_business(session, slug="no\0where")


def test_staff_may_read_and_not_change(ana: Actor, ben: Actor) -> None:
    assert profile(ben).name == profile(ana).name
    with pytest.raises(Forbidden):
        updated(ben, address="Mine")
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        business.choose_trade(session, ben, trade="salon")
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        business.activate(session, ben)


def test_a_stranger_changes_only_their_own(ana: Actor, stranger: Actor) -> None:
    updated(stranger, address="Theirs")
    assert profile(ana).address == ""
