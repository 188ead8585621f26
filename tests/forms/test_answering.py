"""What is shown, what an answer must be, and what a whole copy's answers fulfil."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
from pydantic import TypeAdapter

from careops.contacts.schemas import FieldRow
from careops.forms.rules.answering import missing, prefilled, take, whole
from careops.forms.rules.described import answers_schema
from careops.forms.rules.fitting import problems
from careops.forms.rules.reading import Setting
from careops.forms.rules.showing import pages, shown, shown_pages
from careops.forms.rules.versions import changes
from careops.forms.schemas import FieldKind, FormField
from tests.spending import at_most

HERE = Setting("PT", date(2026, 11, 20), datetime(2026, 11, 20, 12, tzinfo=UTC))
FIELDS: TypeAdapter[list[FormField]] = TypeAdapter(list[FormField])


def form(*fields: dict[str, Any]) -> list[FormField]:
    return FIELDS.validate_python([{"label": str(field.get("key")), **field} for field in fields])


def when(key: str, op: str, value: object = None, *, values: list[str] | None = None) -> dict[str, Any]:
    return {"groups": [{"conditions": [{"key": key, "op": op, "value": value, "values": values or []}]}]}


def one(kind: str, said: object, **more: object) -> object:
    """What is kept of one answer; the words of what is wrong in brackets."""
    found = take(form({"key": "q", "kind": kind, **more}), {}, {"q": said}, HERE)
    return [p.message for p in found.problems] or found.answers.get("q")


@pytest.mark.parametrize(
    ("kind", "said", "kept", "more"),
    [
        ("text", "  Ana  ", "Ana", {}),
        ("text", "", None, {}),
        ("long_text", "one\r\ntwo", "one\ntwo", {}),
        ("email", "Cleo@EXAMPLE.com", "Cleo@example.com", {}),
        ("phone", "912 345 678", "+351912345678", {}),
        ("phone", "+34 612 34 56 78", "+34612345678", {}),
        ("number", "12", 12, {}),
        ("number", -3, -3, {}),
        ("number", "2,5", 2.5, {"checks": {"decimals": 1}}),
        ("number", 0, 0, {}),
        ("date", "2026-02-28", "2026-02-28", {}),
        ("time", "09:05:00", "09:05", {}),
        ("choice", "Red", "Red", {"options": ["Red", "Blue"]}),
        ("multi_choice", ["Blue", "Red"], ["Red", "Blue"], {"options": ["Red", "Blue"]}),
        ("multi_choice", "Red", ["Red"], {"options": ["Red", "Blue"]}),
        ("yes_no", "no", False, {}),
        ("yes_no", True, True, {}),
        ("rating", "5", 5, {}),
        ("consent", "yes", True, {}),
        ("consent", False, None, {}),
    ],
)
def test_an_answer_is_kept_in_one_way(kind: str, said: object, kept: object, more: dict[str, object]) -> None:
    assert one(kind, said, **more) == kept


@pytest.mark.parametrize(
    ("kind", "said", "more"),
    [
        ("text", "a\0b", {}),
        ("text", "\ud800", {}),
        ("text", "\u202eabc", {}),
        ("text", "x" * 301, {}),
        ("text", "x" * 200_000, {}),
        ("text", 7, {}),
        ("text", "ab", {"checks": {"min_length": 3}}),
        ("text", "abc1", {"checks": {"pattern": "letters"}}),
        ("text", "javascript:alert(1)", {"checks": {"pattern": "web_address"}}),
        ("text", "https://", {"checks": {"pattern": "web_address"}}),
        ("email", "nobody", {}),
        ("phone", "12", {}),
        ("number", "1e3", {}),
        ("number", "NaN", {}),
        ("number", float("inf"), {}),
        ("number", 2**63, {}),
        ("number", True, {}),
        ("number", "1.5", {}),
        ("number", 4, {"checks": {"minimum": 5}}),
        ("number", "٣", {}),
        ("date", "2026-02-30", {}),
        ("date", "20260228", {}),
        ("date", "2026-11-19", {"checks": {"earliest": "today"}}),
        ("date", "2026-12-21", {"checks": {"latest": "today+30"}}),
        ("time", "25:00", {}),
        ("time", "08:00", {"checks": {"earliest": "09:00"}}),
        ("choice", "Green", {"options": ["Red", "Blue"]}),
        ("choice", ["Red"], {"options": ["Red", "Blue"]}),
        ("multi_choice", ["Red", "Red"], {"options": ["Red", "Blue"]}),
        ("multi_choice", [["Red"]], {"options": ["Red", "Blue"]}),
        ("multi_choice", ["Red"], {"options": ["Red", "Blue"], "checks": {"min_choices": 2}}),
        ("yes_no", "maybe", {}),
        ("yes_no", 1, {}),
        ("rating", 6, {}),
        ("rating", 0, {}),
        ("file", "0190d0c0-0000-7000-8000-000000000000", {}),
        ("signature", {"drawn": "x"}, {}),
        ("signature", {"name": "Cleo", "drawn": "x"}, {}),
        ("signature", {"name": 5}, {}),
    ],
)
def test_what_is_no_answer_is_refused_and_says_why(kind: str, said: object, more: dict[str, object]) -> None:
    found = one(kind, said, **more)
    assert isinstance(found, list)
    assert found[0]


ALLERGY = form(
    {"key": "react", "kind": "yes_no", "required": True},
    {"key": "what", "kind": "text", "required": True, "visible": when("react", "equals", True)},
    {"key": "bad", "kind": "yes_no", "visible": when("what", "contains", "nut")},
)


def test_what_hangs_on_a_hidden_question_is_hidden_and_its_answers_are_dropped() -> None:
    given = take(ALLERGY, {}, {"react": True, "what": "NUTS", "bad": True}, HERE)
    assert given.answers == {"react": True, "what": "NUTS", "bad": True}
    changed = take(ALLERGY, given.answers, {"react": False}, HERE)
    assert changed.answers == {"react": False}
    assert [field.key for field in shown(ALLERGY, changed.answers)] == ["react"]


def test_a_hidden_question_is_never_judged() -> None:
    assert whole(ALLERGY, {"react": False, "what": 7}, HERE).problems == []
    assert [p.field for p in whole(ALLERGY, {"react": True}, HERE).problems] == ["what"]
    assert take(ALLERGY, {}, {"react": False, "what": "a\0"}, HERE).problems == []


def test_groups_hold_all_or_any() -> None:
    asked = [{"key": key, "kind": "yes_no"} for key in "abcd"]

    def seen(match: str, inside: str, *true: str) -> bool:
        pairs = [{"match": inside, "conditions": [{"key": key, "value": True} for key in pair]} for pair in ("ab", "cd")]
        fields = form(*asked, {"key": "x", "kind": "text", "visible": {"match": match, "groups": pairs}})
        return fields[-1] in shown(fields, dict.fromkeys(true, True))

    assert (seen("any", "all", "a", "b"), seen("any", "all", "a", "c")) == (True, False)
    assert (seen("all", "any", "a", "c"), seen("all", "any", "a", "b")) == (True, False)


def test_a_section_hides_what_is_under_it_and_a_page_the_whole_page() -> None:
    fields = form(
        {"key": "child", "kind": "yes_no"},
        {"key": "parents", "kind": "section", "visible": when("child", "equals", True)},
        {"key": "mother", "kind": "text"},
        {"key": "rest", "kind": "section"},
        {"key": "other", "kind": "text"},
        {"key": "two", "kind": "page", "visible": when("child", "equals", True)},
        {"key": "school", "kind": "text", "required": True},
        {"key": "three", "kind": "page"},
        {"key": "last", "kind": "text"},
    )
    assert [f.key for f in shown(fields, {"child": False})] == ["child", "rest", "other", "three", "last"]
    assert [page.at for page in shown_pages(fields, {"child": False})] == [0, 2]
    assert [page.title for page in pages(fields)] == ["", "two", "three"]
    assert missing(fields, {"child": False}) == []
    assert [p.field for p in missing(fields, {"child": True})] == ["school"]


def test_a_page_answers_everything_on_it_and_a_program_only_what_it_names() -> None:
    fields = form({"key": "a", "kind": "text"}, {"key": "b", "kind": "text"}, {"key": "c", "kind": "text"})
    before = {"a": "1", "b": "2", "c": "3"}
    assert take(fields, before, {"a": "x"}, HERE, at=["a", "b"]).answers == {"a": "x", "c": "3"}
    assert take(fields, before, {"a": "x"}, HERE).answers == {"a": "x", "b": "2", "c": "3"}
    assert [p.field for p in take(fields, before, {"z": "x"}, HERE).problems] == ["z"]


def test_what_is_wrong_leaves_the_answer_before_it() -> None:
    fields = form({"key": "age", "kind": "number"}, {"key": "b", "kind": "text"})
    found = take(fields, {"age": 7}, {"age": "seven", "b": "kept"}, HERE)
    assert (found.answers, [p.field for p in found.problems]) == ({"age": 7, "b": "kept"}, ["age"])


def test_a_signature_keeps_the_day_it_was_given() -> None:
    fields = form({"key": "sign", "kind": "signature", "required": True})
    first = take(fields, {}, {"sign": "Cleo Marsh"}, HERE).answers
    later = Setting("PT", date(2026, 11, 25), datetime(2026, 11, 25, tzinfo=UTC))
    assert take(fields, first, {"sign": {"name": "Cleo Marsh"}}, later).answers == first
    assert whole(fields, first, later).answers == first
    assert take(fields, first, {"sign": "Someone Else"}, later).answers["sign"]["at"].startswith("2026-11-25")


def test_files_are_those_that_came_for_that_question() -> None:
    fields = form({"key": "photo", "kind": "file", "checks": {"max_files": 2}}, {"key": "other", "kind": "file"})
    held = {id: {"id": id, "key": "photo", "name": "a.png", "mime": "image/png", "size": 3} for id in ("1", "2", "3")}
    here = Setting("PT", HERE.today, HERE.at, held)
    assert take(fields, {}, {"photo": ["1", {"id": "2", "name": "lies"}]}, here).answers["photo"] == [held["1"], held["2"]]
    for wrong in ({"photo": ["1", "2", "3"]}, {"photo": ["1", "1"]}, {"other": "1"}, {"photo": "9"}, {"photo": [[]]}):
        assert take(fields, {}, wrong, here).problems


def test_what_is_known_fills_in_and_what_does_not_fit_is_asked() -> None:
    fields = form({"key": "who", "kind": "text", "prefill": "contact.name"}, {"key": "mail", "kind": "email", "prefill": "contact.email"})
    known = {"contact.name": "Cleo", "contact.email": "no address"}
    assert prefilled(fields, known.__getitem__, HERE) == {"who": "Cleo"}


@pytest.mark.parametrize(
    "fields",
    [
        [{"key": "a", "kind": "text", "visible": when("b", "answered")}, {"key": "b", "kind": "text"}],
        [{"key": "a", "kind": "text", "visible": when("a", "answered")}],
        [{"key": "a", "kind": "section"}, {"key": "b", "kind": "text", "visible": when("a", "answered")}],
        [{"key": "a", "kind": "text"}, {"key": "b", "kind": "text", "visible": when("a", "more", 3)}],
        [{"key": "a", "kind": "choice", "options": ["x"]}, {"key": "b", "kind": "text", "visible": when("a", "equals", "y")}],
        [{"key": "a", "kind": "number"}, {"key": "b", "kind": "text", "visible": when("a", "equals", "3")}],
        [{"key": "a", "kind": "date"}, {"key": "b", "kind": "text", "visible": when("a", "more", "soon")}],
        [{"key": "a", "kind": "text", "maps_to": "contact.name"}, {"key": "b", "kind": "text", "maps_to": "contact.name"}],
        [{"key": "a", "kind": "section"}],
    ],
)
def test_what_does_not_fit_together_is_not_published(fields: list[dict[str, Any]]) -> None:
    assert problems(form(*fields), {})


def own(key: str, kind: str, *options: str) -> FieldRow:
    return FieldRow(id=uuid4(), key=key, label=key, kind=kind, options=list(options), position=0, archived_at=None)


OWN = {one.key: one for one in (own("note", "text"), own("age", "number"), own("born", "date"), own("skin", "choice", "Dry", "Oily"))}


@pytest.mark.parametrize(
    ("fits", "asked"),
    [
        (True, {"kind": "text", "maps_to": "custom.note"}),
        (True, {"kind": "long_text", "maps_to": "custom.note", "checks": {"max_length": 500}}),
        (True, {"kind": "multi_choice", "options": ["a", "b"], "maps_to": "custom.note"}),
        (True, {"kind": "rating", "maps_to": "custom.age"}),
        (True, {"kind": "choice", "options": ["DRY"], "maps_to": "custom.skin"}),
        (False, {"kind": "long_text", "maps_to": "custom.note"}),
        (False, {"kind": "text", "maps_to": "custom.age"}),
        (False, {"kind": "time", "maps_to": "custom.born"}),
        (False, {"kind": "choice", "options": ["Dry", "Other"], "maps_to": "custom.skin"}),
        (False, {"kind": "text", "maps_to": "custom.gone"}),
    ],
)
def test_an_answer_is_kept_in_a_field_of_its_like(fits: bool, asked: dict[str, Any]) -> None:
    found = problems(form({"key": "q", **asked}), OWN)
    assert [one.field for one in found] == ([] if fits else ["fields.0.maps_to"])


def test_versions_are_compared_by_their_keys() -> None:
    before = form({"key": "a", "kind": "text"}, {"key": "b", "kind": "text"}, {"key": "c", "kind": "text"}, {"key": "gone", "kind": "text"})
    after = form(
        {"key": "c", "kind": "text"}, {"key": "a", "kind": "text", "label": "A"}, {"key": "b", "kind": "text"}, {"key": "n", "kind": "date"}
    )
    assert {(c.key, c.what) for c in changes(before, after)} == {("gone", "removed"), ("a", "changed"), ("c", "moved"), ("n", "added")}
    assert changes(before, before) == []


# ── JSON Schema ──────────────────────────────────────────

EVERYTHING = form(
    {"key": "text", "kind": "text", "required": True},
    {"key": "long", "kind": "long_text"},
    {"key": "mail", "kind": "email"},
    {"key": "phone", "kind": "phone"},
    {"key": "number", "kind": "number", "checks": {"minimum": 1, "maximum": 9}},
    {"key": "date", "kind": "date"},
    {"key": "time", "kind": "time"},
    {"key": "choice", "kind": "choice", "options": ["Red", "Blue"]},
    {"key": "many", "kind": "multi_choice", "options": ["Red", "Blue"]},
    {"key": "yes", "kind": "yes_no"},
    {"key": "stars", "kind": "rating"},
    {"key": "file", "kind": "file"},
    {"key": "sign", "kind": "signature"},
    {"key": "ok", "kind": "consent"},
    {"key": "part", "kind": "section"},
    {"key": "why", "kind": "text", "required": True, "visible": when("choice", "any_of", values=["Red"])},
    {"key": "two", "kind": "page"},
    {"key": "more", "kind": "text", "required": True, "visible": when("stars", "less", 3)},
)
FILE = {"id": "0190d0c0-0000-7000-8000-000000000000", "key": "file", "name": "a.png", "mime": "image/png", "size": 3}
WHOLE: dict[str, Any] = {
    "text": "Cleo",
    "long": "one\ntwo",
    "mail": "cleo@example.com",
    "phone": "912345678",
    "number": "7",
    "date": "2026-11-20",
    "time": "09:30",
    "choice": "Blue",
    "many": ["Red"],
    "yes": "no",
    "stars": 4,
    "file": [FILE["id"]],
    "sign": "Cleo Marsh",
    "ok": True,
}


def test_what_is_kept_fulfils_the_schema_and_the_schema_knows_what_is_needed() -> None:
    schema = answers_schema("All", EVERYTHING)
    jsonschema_rs.meta.validate(schema)
    fulfils = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid
    here = Setting("PT", HERE.today, HERE.at, {str(FILE["id"]): FILE})
    kept = whole(EVERYTHING, WHOLE, here)
    assert kept.problems == []
    assert set(kept.answers) == set(WHOLE)
    assert fulfils(kept.answers)
    assert not fulfils({**kept.answers, "choice": "Red"})
    assert fulfils({**kept.answers, "choice": "Red", "why": "warm"})
    assert not fulfils({**kept.answers, "stars": 2})
    assert not fulfils({key: value for key, value in kept.answers.items() if key != "text"})
    assert not fulfils({**kept.answers, "unknown": 1})


def test_every_kind_has_a_schema_and_an_answer() -> None:
    assert {field.kind for field in EVERYTHING} == set(FieldKind)


# ── A26 ──────────────────────────────────────────────────

PATHOLOGICAL = ["a" * 100_000, "a" * 50_000 + "!", "@" * 100_000, "a@" * 50_000, "." * 100_000, "+" * 100_000, "1" * 100_000]
PATHOLOGICAL += [
    "0" * 50_000 + "." + "0" * 50_000,
    " " * 100_000,
    "\n" * 100_000,
    "https://" + "a." * 50_000,
    "2026-11-20" * 10_000,
    "é" * 100_000,
]


@pytest.mark.parametrize("kind", [field.kind for field in EVERYTHING if field.kind not in ("section", "page")])
def test_no_answer_takes_long_to_read(kind: FieldKind) -> None:
    options = ["Red"] if kind in ("choice", "multi_choice") else []
    patterns = ["letters", "digits", "letters_and_digits", "postal_code", "web_address"] if kind == "text" else [None]
    for pattern in patterns:
        fields = form({"key": "q", "kind": kind, "options": options, "checks": {"pattern": pattern}})
        for text in PATHOLOGICAL:
            with at_most(0.05):
                take(fields, {}, {"q": text}, HERE)
