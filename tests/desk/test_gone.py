"""Who was erased, or merged into somebody else, stays so whatever is done to many, or to an id that somebody still has."""

from uuid import UUID

import pytest

from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.rules import ContactErased, ContactMerged
from careops.contacts.schemas import BulkIn, DependentIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Conflict
from careops.desk import actions as desk
from careops.forms import actions as forms
from careops.forms.schemas import RequestIn, TemplateIn
from tests.forms.filled import FIELDS

pytestmark = pytest.mark.usefixtures("both_engines")


def test_nobody_who_is_gone_comes_back_with_many_or_bears_anything_new(ana: Actor) -> None:
    with db.transaction(ana) as session:
        kept, merged, erased = (contacts.register(session, ana, name=n, email=f"{n}@example.org").id for n in ("kept", "merged", "erased"))
        desk.merge(session, ana, kept_id=kept, merged_id=merged)
        desk.erase(session, ana, contact_id=erased, name="erased")
        gone: dict[UUID, type[Conflict]] = {merged: ContactMerged, erased: ContactErased}
        for deed in ("restore", "tag", "archive"):
            assert contacts.do_to_many(session, ana, bulk=BulkIn.model_validate({"deed": deed, "ids": list(gone), "tag": "VIP"})).ids == []
        for id, refusal in gone.items():
            with pytest.raises(refusal):
                contacts.set_tags(session, ana, contact_id=id, names=["VIP"])
            with pytest.raises(refusal):
                contacts.add_dependent(session, ana, contact_id=id, dependent=DependentIn(name="Leo"))
        template = forms.create_template(session, ana, template=TemplateIn.model_validate({"name": "Card", "fields": FIELDS})).id
        assert forms.request(session, ana, asked=RequestIn(template_id=template, contact_id=merged)).contact_id == kept
        with pytest.raises(ContactErased):
            forms.request(session, ana, asked=RequestIn(template_id=template, contact_id=erased))
        assert [row.name for row in queries.page(session, ana).items] == ["kept"]
