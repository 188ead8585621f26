"""The contact page's answers in shapes no browser sends, and its work done once for many messages."""

import re

import pytest
import time_machine
from fastapi.testclient import TestClient

from careops.core import db, ratelimit
from careops.core.clock import now
from careops.core.settings import settings
from careops.forms import actions as form
from careops.forms.rules import proving
from careops.forms.schemas import TemplateIn
from tests.forms.test_contact_page import SAID
from tests.worlds import Shop

OPS = [
    *({"key": "many", "op": op, "value": 3} for op in ("less", "more", "equals", "differs")),
    {"key": "many", "op": "answered"},
    *({"key": "word", "op": op, "value": "x"} for op in ("contains", "equals")),
    *({"key": "pick", "op": op, "values": ["A"]} for op in ("any_of", "none_of")),
]


def test_answers_given_twice_or_in_parts_are_a_mistake_not_a_failure(api: TestClient, shop: Shop) -> None:
    fields = [
        {"key": "name", "kind": "text", "label": "Name", "required": True},
        {"key": "email", "kind": "email", "label": "Email", "required": True},
        {"key": "message", "kind": "long_text", "label": "Message", "required": True},
        {"key": "many", "kind": "number", "label": "How many?"},
        {"key": "word", "kind": "text", "label": "A word"},
        {"key": "pick", "kind": "multi_choice", "label": "Which?", "options": ["A", "B"]},
        *(
            {"key": f"more{at}", "kind": "text", "label": "More", "visible": {"groups": [{"conditions": [one]}]}}
            for at, one in enumerate(OPS)
        ),
    ]
    with db.transaction(shop.owner) as session:
        form.set_contact_form(session, shop.owner, template=TemplateIn.model_validate({"name": "Contact", "fields": fields}))
    asked = {"asked": ["many", "word", "pick", *(f"more{at}" for at in range(len(OPS)))]}
    for said in (["1", "2"], ["yes", "yes"], ["nan"], ["٣"], ["9" * 400], ["{}", "[]"], ["A"], ["\0"], ["yes"]):
        answers = {f"q.{key}": said for key in ("many", "word", "pick", "more0")}
        for reach in ("", "cleo@example.org"):
            told = api.post(f"/contact/{shop.slug}", data=SAID | asked | answers | {"reach": reach})
            assert told.status_code in (303, 422), (said, told.status_code)


def test_the_same_work_is_good_for_one_message(api: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()
    at = f"/contact/{shop.slug}"
    challenge = re.search(r'name="challenge" value="([^"]+)"', api.get(at).text)
    assert challenge
    work = proving.work(challenge[1], SAID["message"])
    codes: list[int] = []
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(15):
            clock.shift(30)
            mine = {"name": f"Robot {number}", "challenge": challenge[1], "work": work.rjust(number % 3 + len(work), "0")}
            codes.append(api.post(at, data=SAID | mine).status_code)
    assert codes == [303] * 13 + [429] * 2
