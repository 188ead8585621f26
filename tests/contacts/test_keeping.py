"""Tags, fields of the business's own, dependents, segments, deeds for many: kept, found by, and told in the history."""

from datetime import date
from uuid import UUID

import pytest

from careops.activity import queries as activity
from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.queries import lists
from careops.contacts.rules.fields import FieldKnown
from careops.contacts.rules.keeping import SegmentExists, TagExists
from careops.contacts.schemas import (
    BulkIn,
    ConsentTest,
    ContactChange,
    ContactFilter,
    DependentChange,
    DependentIn,
    FieldChange,
    FieldIn,
    FieldTest,
    Purpose,
    SegmentIn,
)
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def ids(ana: Actor) -> dict[str, UUID]:
    with db.transaction(ana) as session:
        return {
            name: contacts.register(session, ana, name=name, email=f"{name.lower()}@example.org").id for name in ("Ada", "Bo", "Cy", "Di")
        }


def found(actor: Actor, **asked: object) -> list[str]:
    with db.reading(actor) as session:
        return [row.name for row in queries.page(session, actor, filter=ContactFilter.model_validate(asked)).items]


@pytest.fixture(params=[lists.FEW, -1])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether few fulfil a condition, and an index finds them, or so many that the list is walked."""
    monkeypatch.setattr(lists, "FEW", request.param)


@pytest.mark.usefixtures("few")
def test_people_are_found_by_their_tags(ana: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        assert contacts.set_tags(session, ana, contact_id=ids["Ada"], names=["regular", "Colour "]) == ["Colour", "regular"]
        contacts.set_tags(session, ana, contact_id=ids["Bo"], names=["REGULAR"])
        contacts.set_tags(session, ana, contact_id=ids["Ada"], names=["Regular", "Colour"])
        tags = {tag.name: tag.id for tag in queries.tags(session, ana)}
        told = activity.of_contact(session, ana, contact_id=ids["Ada"])
    assert found(ana, tags=[tags["regular"]]) == ["Ada", "Bo"]
    assert found(ana, tags=[tags["regular"], tags["Colour"]]) == ["Ada"]
    assert found(ana, tags=[tags["regular"]], without=[tags["Colour"]]) == ["Bo"]
    assert [fact.data["changed"] for fact in told if fact.kind == "contact.changed"] == [["tags"]]


def test_a_tag_is_renamed_and_removed_for_everybody(ana: Actor, stranger: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        contacts.set_tags(session, ana, contact_id=ids["Ada"], names=["one", "two"])
        one, two = queries.tags(session, ana)
        with pytest.raises(TagExists):
            contacts.rename_tag(session, ana, tag_id=one.id, name="TWO")
        contacts.rename_tag(session, ana, tag_id=one.id, name="three")
        contacts.remove_tag(session, ana, tag_id=two.id)
        assert queries.whole(session, ana, contact_id=ids["Ada"]).tags == ["three"]
    with db.transaction(stranger) as session, pytest.raises(NotFound):
        contacts.remove_tag(session, stranger, tag_id=one.id)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("kind", "options", "kept", "shown", "test", "fits"),
    [
        ("text", [], "loves tea", "loves tea", ("is", "loves tea"), True),
        ("number", [], "1.234,50", "1234.5", ("from", "1000"), True),
        ("number", [], "-5", "-5", ("from", "0"), False),
        ("date", [], "21.03.2026", "2026-03-21", ("to", "2026-12-31"), True),
        ("choice", ["Dry", "Oily"], "dry", "Dry", ("is", "Oily"), False),
        ("yes_no", [], "sí", "yes", ("is", "yes"), True),
        ("text", [], "anything", "anything", ("filled", ""), True),
        ("text", [], "anything", "anything", ("empty", ""), False),
    ],
)
def test_a_field_is_kept_read_and_found_by(
    ana: Actor, ids: dict[str, UUID], kind: str, options: list[str], kept: str, shown: str, test: tuple[str, str], fits: bool
) -> None:
    with db.transaction(ana) as session:
        field = contacts.add_field(session, ana, field=FieldIn.model_validate({"label": "Skin – Typ", "kind": kind, "options": options}))
        row = contacts.edit(session, ana, contact_id=ids["Cy"], change=ContactChange(fields={"skin_typ": kept}), version=1)
        assert (field.key, row.fields, row.version) == ("skin_typ", {"skin_typ": shown}, 2)
    asked = FieldTest.model_validate({"key": "skin_typ", "test": test[0], "value": test[1]})
    assert ("Cy" in found(ana, fields=[asked])) is fits
    with db.transaction(ana) as session:
        assert contacts.edit(session, ana, contact_id=ids["Cy"], change=ContactChange(fields={"skin_typ": " "})).fields == {}
        told = activity.of_contact(session, ana, contact_id=ids["Cy"])
    assert [fact.data["changed"] for fact in told if fact.kind == "contact.changed"] == [["fields.skin_typ"]] * 2


@pytest.mark.parametrize(
    ("kind", "said"), [("number", "many"), ("number", "1e999"), ("date", "31.02.2026"), ("choice", "Wet"), ("yes_no", "maybe")]
)
def test_what_a_field_cannot_hold_is_refused(ana: Actor, ids: dict[str, UUID], kind: str, said: str) -> None:
    with db.transaction(ana) as session:
        contacts.add_field(session, ana, field=FieldIn.model_validate({"label": "F", "kind": kind, "options": ["Dry", "Oily"]}))
        with pytest.raises(Invalid) as refusal:
            contacts.edit(session, ana, contact_id=ids["Cy"], change=ContactChange(fields={"f": said}))
        with pytest.raises(Invalid):
            contacts.edit(session, ana, contact_id=ids["Cy"], change=ContactChange(fields={"nothing": said}))
    assert refusal.value.problems[0].field == "fields.f"


def test_fields_are_ordered_put_away_and_brought_back(ana: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        a, b, c = (contacts.add_field(session, ana, field=FieldIn(label=label)) for label in ("A", "B", "C"))
        contacts.edit(session, ana, contact_id=ids["Ada"], change=ContactChange(fields={"b": "kept"}))
        contacts.change_field(session, ana, field_id=c.id, change=FieldChange(position=0, label="Z"))
        assert [one.label for one in queries.fields(session, ana)] == ["Z", "A", "B"]
        contacts.archive_field(session, ana, field_id=b.id)
        assert queries.whole(session, ana, contact_id=ids["Ada"]).fields == {}
        contacts.restore_field(session, ana, field_id=b.id)
        assert queries.whole(session, ana, contact_id=ids["Ada"]).fields == {"b": "kept"}
        with pytest.raises(FieldKnown):
            contacts.add_field(session, ana, field=FieldIn(label="á"))
        with pytest.raises(Invalid):
            contacts.add_field(session, ana, field=FieldIn(label="Choice", kind="choice", options=["same", "SAME"]))
    assert a.position == 0


def test_dependents_are_told_changed_and_put_away(ana: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        leo = contacts.add_dependent(
            session, ana, contact_id=ids["Ada"], dependent=DependentIn(name="Leo", relation="son", born_on=date(2016, 5, 4))
        )
        changed = contacts.change_dependent(
            session, ana, contact_id=ids["Ada"], dependent_id=leo.id, change=DependentChange(name="Leon", born_on=None), version=1
        )
        assert (changed.name, changed.relation, changed.born_on, changed.version) == ("Leon", "son", None, 2)
        with pytest.raises(Stale):
            contacts.change_dependent(session, ana, contact_id=ids["Ada"], dependent_id=leo.id, change=DependentChange(name="X"), version=1)
        with pytest.raises(NotFound):
            contacts.archive_dependent(session, ana, contact_id=ids["Bo"], dependent_id=leo.id)
        contacts.archive_dependent(session, ana, contact_id=ids["Ada"], dependent_id=leo.id)
        assert queries.dependents(session, ana, contact_id=ids["Ada"]) == []
        contacts.restore_dependent(session, ana, contact_id=ids["Ada"], dependent_id=leo.id)
        assert [one.name for one in queries.dependents(session, ana, contact_id=ids["Ada"])] == ["Leon"]


SAID: list[tuple[str, Purpose, bool]] = [
    ("Ada", "marketing", True),
    ("Bo", "marketing", True),
    ("Bo", "all", False),
    ("Cy", "service", False),
]
PURPOSES: list[Purpose] = ["marketing", "service"]


@pytest.mark.usefixtures("few")
def test_people_are_found_by_what_they_allow(ana: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        for name, purpose, allowed in SAID:
            contacts.consent(
                session, ana, contact_id=ids[name], channel="email", purpose=purpose, allowed=allowed, source="staff", wording="said so"
            )
    asked = {(p, a): found(ana, consent=ConsentTest(channel="email", purpose=p, allowed=a)) for p in PURPOSES for a in (True, False)}
    assert asked == {
        ("marketing", True): ["Ada"],
        ("marketing", False): ["Bo", "Cy", "Di"],
        ("service", True): ["Ada", "Di"],
        ("service", False): ["Bo", "Cy"],
    }


def test_a_segment_is_who_fulfils_its_conditions_now(ana: Actor, ids: dict[str, UUID]) -> None:
    with db.transaction(ana) as session:
        contacts.set_tags(session, ana, contact_id=ids["Ada"], names=["regular"])
        [tag] = queries.tags(session, ana)
        said = SegmentIn(name="Regulars", filter=ContactFilter(tags=[tag.id], created_from=date(2020, 1, 1)))
        kept = contacts.save_segment(session, ana, segment=said)
        with pytest.raises(SegmentExists):
            contacts.save_segment(session, ana, segment=SegmentIn(name="REGULARS", filter=ContactFilter()))
        with pytest.raises(Invalid):
            contacts.save_segment(session, ana, segment=SegmentIn(name="Odd", filter=ContactFilter(more={"no_such": "1"})))
        asked = queries.segment_filter(session, ana, segment_id=kept.id)
        assert [row.name for row in queries.page(session, ana, filter=asked).items] == ["Ada"]
        contacts.set_tags(session, ana, contact_id=ids["Bo"], names=["regular"])
        assert [row.name for row in queries.page(session, ana, filter=asked).items] == ["Ada", "Bo"]
        assert [
            row.name for row in queries.page(session, ana, filter=asked.model_copy(update={"created_from": date(2099, 1, 1)})).items
        ] == []
        contacts.remove_segment(session, ana, segment_id=kept.id)
        assert queries.segments(session, ana) == []


@pytest.mark.parametrize(("deed", "undo"), [("tag", "untag"), ("archive", "restore")])
def test_a_deed_for_many_is_undone_by_its_answer(ana: Actor, ids: dict[str, UUID], deed: str, undo: str) -> None:
    everybody = list(ids.values())
    with db.transaction(ana) as session:
        already = BulkIn.model_validate({"deed": deed, "ids": [ids["Di"]], "tag": "VIP"})
        contacts.do_to_many(session, ana, bulk=already)
        done = contacts.do_to_many(session, ana, bulk=BulkIn.model_validate({"deed": deed, "ids": everybody, "tag": "VIP"}))
        assert sorted(done.ids) == sorted(ids[name] for name in ("Ada", "Bo", "Cy"))
        assert contacts.do_to_many(session, ana, bulk=BulkIn.model_validate({"deed": deed, "ids": everybody, "tag": "VIP"})).ids == []
        undone = contacts.do_to_many(session, ana, bulk=BulkIn.model_validate({"deed": undo, "ids": done.ids, "tag": "VIP"}))
        assert undone.ids == done.ids
        people = queries.page(session, ana).items
    assert [row.name for row in people if row.tags] == (["Di"] if deed == "tag" else [])
    assert [row.name for row in people] == (["Ada", "Bo", "Cy", "Di"] if deed == "tag" else ["Ada", "Bo", "Cy"])


def test_whoever_may_only_look_changes_nothing(ana: Actor, ids: dict[str, UUID]) -> None:
    customer = Actor.customer(ana.workspace, ids["Ada"])
    with db.transaction(customer) as session:
        for deed in (
            lambda: contacts.add_tag(session, customer, name="x"),
            lambda: contacts.add_field(session, customer, field=FieldIn(label="x")),
            lambda: contacts.set_tags(session, customer, contact_id=ids["Ada"], names=["x"]),
            lambda: contacts.do_to_many(session, customer, bulk=BulkIn(deed="archive", ids=[ids["Bo"]])),
            lambda: contacts.add_dependent(session, customer, contact_id=ids["Ada"], dependent=DependentIn(name="x")),
            lambda: contacts.save_segment(session, customer, segment=SegmentIn(name="x", filter=ContactFilter())),
        ):
            with pytest.raises(Forbidden):
                deed()
