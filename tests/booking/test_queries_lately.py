"""People are found by when they were last booked."""

import pytest

from careops.booking import actions as booking
from careops.booking.queries import LATELY
from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.queries import lists
from careops.contacts.schemas import ContactFilter
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Invalid
from tests import worlds


@pytest.mark.usefixtures("both_engines")
@pytest.mark.parametrize("few", [lists.FEW, -1])
def test_people_are_found_by_when_they_were_last_booked(ana: Actor, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    for name, condition in LATELY.items():
        monkeypatch.setitem(queries.conditions, name, condition)
    shop = worlds.opened(ana)
    day = worlds.workday(5)
    with db.transaction(ana) as session:
        ada, _bo, cy = (contacts.register(session, ana, name=name, email=f"{name}@example.org") for name in ("Ada", "Bo", "Cy"))
        start, other = shop.starts(day)[0], shop.starts(worlds.workday(6))[0]
        booking.book(session, ana, booking_type_id=shop.service, starts_at=start, contact_id=ada.id)
        gone = booking.book(session, ana, booking_type_id=shop.service, starts_at=other, contact_id=cy.id)
        booking.cancel(session, ana, booking_id=gone.id)

        def found(**more: str) -> list[str]:
            return [row.name for row in queries.page(session, ana, filter=ContactFilter(more=more)).items]

        assert found(booked_since=day.isoformat()) == ["Ada"]
        assert found(not_booked_since=day.isoformat()) == ["Bo", "Cy"]
        assert found(booked_since="2099-01-01") == []
        with pytest.raises(Invalid):
            found(booked_since="some day")
