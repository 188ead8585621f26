"""The ledger is only added to; leaving a channel blocks the address, coming back frees it, and staff may lift a block with a reason."""

from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlmodel import select

from careops.activity.models import Event
from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.models import Consent, Suppression
from careops.contacts.schemas import ConsentsRow, ContactChange, ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, NotFound
from careops.core.settings import settings

pytestmark = pytest.mark.usefixtures("both_engines")
PHONE = "+351912345678"


@pytest.fixture
def cleo(ana: Actor) -> ContactRow:
    with db.transaction(ana) as session:
        return contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", phone=PHONE)


def heard(who: ContactRow, actor: Actor, text: str) -> tuple[str | None, bool]:
    system = Actor.system(actor.workspace)
    with db.transaction(system) as session:
        return contacts.heard(session, system, contact=who, channel="sms", text=text)


def of(who: ContactRow, actor: Actor) -> ConsentsRow:
    with db.reading(actor) as session:
        return queries.consents(session, actor, contact_id=who.id)


def allowed(row: ConsentsRow) -> dict[str, bool]:
    return {f"{standing.channel} {standing.purpose}": standing.allowed for standing in row.standings}


def blocked(actor: Actor, channel: str, address: str) -> str:
    with db.reading(actor) as session:
        return queries.suppressed(session, actor, addresses=[(channel, address)]).get((channel, address), "")


def facts(actor: Actor) -> list[str]:
    with db.reading(actor) as session:
        return [e.kind for e in session.exec(select(Event).order_by(Event.id)) if e.kind.startswith("contact.")][1:]  # type: ignore[arg-type]


def test_stop_takes_all_texts_back_once_and_leaves_mail_alone(cleo: ContactRow, ana: Actor) -> None:
    assert heard(cleo, ana, "STOP") == ("stop", True)
    assert heard(cleo, ana, "stop") == ("stop", False)
    row = of(cleo, ana)
    assert allowed(row) == {"email service": True, "email marketing": False, "sms service": False, "sms marketing": False}
    assert [(e.source, e.wording, e.purpose) for e in row.entries] == [("keyword", "STOP", "all")]
    assert [(s.channel, s.reason) for s in row.suppressions] == [("sms", "opted_out")]
    assert facts(ana) == ["contact.address_blocked", "contact.opted_out"]


def test_start_brings_back_what_serves_and_no_offers(cleo: ContactRow, ana: Actor) -> None:
    with db.transaction(ana) as session:
        contacts.consent(
            session,
            ana,
            contact_id=cleo.id,
            channel="sms",
            purpose="marketing",
            allowed=True,
            source="staff",
            wording="Said so at the desk",
        )
    heard(cleo, ana, "STOP")
    assert heard(cleo, ana, "yes") == ("start", True)
    assert heard(cleo, ana, "yes") == (None, False)
    row = of(cleo, ana)
    assert (allowed(row)["sms service"], allowed(row)["sms marketing"], row.suppressions) == (True, False, [])
    assert [e.allowed for e in row.entries] == [True, False, True]


def test_a_block_outlives_the_number_moving_to_another_entry(cleo: ContactRow, ana: Actor) -> None:
    heard(cleo, ana, "STOP")
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=cleo.id, change=ContactChange(phone="+351 911 111 111"))
        other = contacts.register(session, ana, name="Cleo again", phone=PHONE)
    assert blocked(ana, "sms", PHONE) == "opted_out"
    assert blocked(ana, "sms", "+351911111111") == ""
    assert [s.reason for s in of(other, ana).suppressions] == ["opted_out"]
    assert allowed(of(cleo, ana))["sms service"] is False  # the person's own word stays with the person


def test_a_block_holds_when_the_installation_gets_another_key(cleo: ContactRow, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(cleo, ana, "STOP")
    before = settings.secret_key.get_secret_value()
    monkeypatch.setattr(settings, "secret_key", SecretStr("another key of at least thirty-two letters"))
    with db.reading(ana) as session:
        assert queries.suppressed(session, ana, addresses=[("sms", PHONE)]) == {}  # the control: a key nobody named is lost
    monkeypatch.setattr(settings, "old_secret_keys", SecretStr(before))
    with db.reading(ana) as session:
        assert queries.suppressed(session, ana, addresses=[("sms", PHONE)]) == {("sms", PHONE): "opted_out"}
    heard(cleo, ana, "START")
    with db.reading(ana) as session:
        assert queries.suppressed(session, ana, addresses=[("sms", PHONE)]) == {}


def test_nothing_readable_is_kept_of_a_blocked_address(cleo: ContactRow, ana: Actor, stranger: Actor) -> None:
    with db.transaction(Actor.system(ana.workspace)) as session:
        system = Actor.system(ana.workspace)
        assert contacts.suppress(session, system, channel="email", address="Gone@Example.org", reason="erased")
        assert not contacts.suppress(session, system, channel="email", address="gone@example.org", reason="erased")
        row = session.exec(select(Suppression)).one()
        assert "gone" not in str(row.model_dump())
    assert blocked(ana, "email", "gone@example.org") == "erased"
    assert blocked(stranger, "email", "gone@example.org") == ""


def test_staff_lift_a_block_with_a_reason_that_is_kept(cleo: ContactRow, ana: Actor) -> None:
    heard(cleo, ana, "STOP")
    (block,) = of(cleo, ana).suppressions
    with db.transaction(ana) as session:
        contacts.lift(session, ana, contact_id=cleo.id, suppression_id=block.id, reason="She asked at the desk")
    row = of(cleo, ana)
    assert (row.suppressions, allowed(row)["sms service"], row.entries[0].wording) == ([], True, "She asked at the desk")
    assert row.entries[0].actor_name == ana.name
    with pytest.raises(NotFound), db.transaction(ana) as session:
        contacts.lift(session, ana, contact_id=cleo.id, suppression_id=block.id, reason="Again")


def test_a_block_is_lifted_only_on_the_page_of_whose_address_it_is(cleo: ContactRow, ana: Actor) -> None:
    heard(cleo, ana, "STOP")
    (block,) = of(cleo, ana).suppressions
    with db.transaction(ana) as session:
        other = contacts.register(session, ana, name="Dora", email="dora@example.org")
    with pytest.raises(NotFound), db.transaction(ana) as session:
        contacts.lift(session, ana, contact_id=other.id, suppression_id=block.id, reason="Not mine")


def test_a_providers_block_is_not_lifted_by_a_word_of_the_person(cleo: ContactRow, ana: Actor) -> None:
    with db.transaction(ana) as session:
        contacts.suppress(session, ana, channel="sms", address=PHONE, reason="invalid")
    heard(cleo, ana, "STOP")
    assert blocked(ana, "sms", PHONE) == "opted_out"
    heard(cleo, ana, "START")
    assert blocked(ana, "sms", PHONE) == "invalid"


def test_free_words_wait_for_a_person_who_takes_them_at_their_word(cleo: ContactRow, ana: Actor) -> None:
    assert heard(cleo, ana, "please stop texting me") == ("maybe", True)
    row = of(cleo, ana)
    assert (row.suspected, row.suspected_channel, allowed(row)["sms service"]) == ("please stop texting me", "sms", True)
    with db.transaction(ana) as session:
        contacts.settle_suspicion(session, ana, contact_id=cleo.id, stop=True)
    row = of(cleo, ana)
    assert (row.suspected, allowed(row)["sms service"]) == ("", False)
    assert (row.entries[0].wording, row.entries[0].source) == ("please stop texting me", "staff")
    assert facts(ana) == ["contact.opt_out_suspected", "contact.address_blocked", "contact.opted_out", "contact.opt_out_settled"]


def test_or_decides_that_they_meant_something_else(cleo: ContactRow, ana: Actor) -> None:
    heard(cleo, ana, "don't call before noon")
    with db.transaction(ana) as session:
        contacts.settle_suspicion(session, ana, contact_id=cleo.id, stop=False)
        contacts.settle_suspicion(session, ana, contact_id=cleo.id, stop=True)  # nothing waits any more
    row = of(cleo, ana)
    assert (row.suspected, allowed(row)["sms service"], row.entries) == ("", True, [])


def asks(owner: Actor, *, offers: bool = False, **person: str) -> ContactRow:
    visiting = Actor.customer(owner.workspace)
    with db.transaction(visiting) as session:
        return contacts.register(session, visiting, **person, source="booking", agreed="We write about this booking", offers=offers)


def test_a_form_keeps_what_it_told_somebody_new_and_nothing_of_whoever_is_known(cleo: ContactRow, ana: Actor) -> None:
    heard(cleo, ana, "STOP")
    nora = asks(ana, name="Nora", email="nora@example.org")
    entries = of(nora, ana).entries
    assert [(e.channel, e.purpose, e.basis, e.source, e.wording) for e in entries] == [
        ("email", "service", "contract", "form", "We write about this booking")
    ]
    for _visit in range(2):
        asks(ana, name="Nora", email="nora@example.org", offers=True)
        asks(ana, name="Cleo", email="cleo@example.org", offers=True)
    assert of(nora, ana).entries == entries
    assert [e.wording for e in of(cleo, ana).entries] == ["STOP"]
    assert blocked(ana, "sms", PHONE) == "opted_out"


def test_a_ticked_box_allows_somebody_new_offers_and_lifts_no_block(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contacts.suppress(session, ana, channel="sms", address=PHONE, reason="opted_out")
    nora = asks(ana, name="Nora", email="nora@example.org", phone=PHONE, offers=True)
    assert set(allowed(of(nora, ana)).values()) == {True}
    assert blocked(ana, "sms", PHONE) == "opted_out"


def test_a_person_speaks_for_themselves_only_and_no_stranger_for_anybody(cleo: ContactRow, ana: Actor, stranger: Actor) -> None:
    said = {"contact_id": cleo.id, "channel": "email", "purpose": "all", "allowed": False, "source": "link", "wording": "No more"}
    with db.transaction(Actor.customer(ana.workspace, cleo.id)) as session:
        contacts.consent(session, Actor.customer(ana.workspace, cleo.id), **said)
    with pytest.raises(Forbidden), db.transaction(Actor.customer(ana.workspace)) as session:
        contacts.consent(session, Actor.customer(ana.workspace), **said)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        contacts.consent(session, stranger, **said)
    powerless = replace(ana, permissions=frozenset())
    with pytest.raises(Forbidden), db.transaction(powerless) as session:
        contacts.consent(session, powerless, **said)
    with db.reading(ana) as session:
        assert len(session.exec(select(Consent)).all()) == 1
