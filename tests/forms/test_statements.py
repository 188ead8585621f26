"""What the lists of forms and one submission cost: the same few statements however much there is."""

from typing import Any

import pytest

from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import Status
from careops.forms.state.copy import sheet
from careops.forms.state.listed import ANY, Asked, listed
from tests.benchmarks.statements import counted
from tests.forms.filled import asked, made, person

pytestmark = pytest.mark.usefixtures("both_engines", "database")
FIELDS: list[dict[str, Any]] = [{"key": "a", "kind": "text", "label": "A"}]
COSTS = {
    "templates": 1,
    "submissions": 1,
    "by status": 1,
    "by form and person": 1,
    "by words": 5,
    "one": 1,
    "filled": 6,
    "asking": 8,
    "screen of forms": 7,
    "screen of submissions": 7,
    "screen of one person": 8,
    "screen of one": 8,
}


def furnished(ana: Actor, number: int) -> Any:
    """A form, somebody who was asked for it, and who filled it in."""
    template = made(ana, FIELDS, name=f"Form {number}").id
    who = person(ana, f"Cleo {number}", f"cleo{number}@example.com")
    copy, guest = asked(ana, template, who), Actor.customer(ana.workspace, who)
    with db.transaction(guest) as session:
        form.save(session, guest, submission_id=copy, said={"a": "yes"})
        form.send(session, guest, submission_id=copy)
    return template, who, copy


def test_lists_and_one_submission_take_so_many_statements_whatever_there_is(ana: Actor) -> None:
    costs: list[dict[str, int]] = []
    for number in (1, 2, 3):
        template, who, copy = furnished(ana, number)
        asks: dict[str, tuple[Any, dict[str, Any]]] = {
            "templates": (forms.templates, {}),
            "submissions": (forms.submissions, {}),
            "by status": (forms.submissions, {"status": Status.overdue}),
            "by form and person": (forms.submissions, {"template_id": template, "contact_id": who}),
            "by words": (forms.submissions, {"q": "cleo"}),
            "one": (forms.submission, {"submission_id": copy}),
            "filled": (forms.filled, {"submission_id": copy}),
            "asking": (forms.asking, {"contact_id": who}),
            "screen of forms": (listed, {"asked": Asked()}),
            "screen of submissions": (listed, {"asked": Asked(ANY)}),
            "screen of one person": (listed, {"asked": Asked(ANY, person=str(who))}),
            "screen of one": (sheet, {"submission_id": copy}),
        }
        costs.append({})
        for name, (query, given) in asks.items():
            with db.reading(ana) as session:
                session.connection()
                with counted(db.engine) as seen:
                    query(session, ana, **given)
            costs[-1][name] = len(seen)
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] == COSTS
