"""What docs/WEBHOOKS.md tells others to write works, and what it says of retries is what happens."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from careops.automation.rules.webhooks import SCHEDULE
from careops.core.clock import now
from careops.core.settings import ROOT
from careops.integrations.webhooks.signing import new_secret, signed

PAGE = (ROOT / "docs" / "WEBHOOKS.md").read_text()
BODY = '{"type":"booking.created","data":{"name":"Zoë"}}'.encode()
ReadEvent = Callable[[str, bytes, dict[str, str]], Any]


@pytest.fixture(scope="module")
def read_event() -> ReadEvent:
    """The page's own Python."""
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102  (our own page)
    return names["read_event"]


def test_the_example_reads_what_we_send(read_event: ReadEvent) -> None:
    secret, former = new_secret(), new_secret()
    headers = signed("event", now(), BODY, [secret, former])
    for known in (secret, former):
        assert read_event(known, BODY, headers) == {"type": "booking.created", "data": {"name": "Zoë"}}


@pytest.mark.parametrize("wrong", ["body", "secret", "id", "old", "none", "nonsense"])
def test_the_example_refuses_everything_else(read_event: ReadEvent, wrong: str) -> None:
    secret = new_secret()
    headers, body = signed("event", now(), BODY, [secret]), BODY
    match wrong:
        case "body":
            body = BODY + b" "
        case "secret":
            secret = new_secret()
        case "id":
            headers["webhook-id"] = "another"
        case "old":
            headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) - 301)
        case "none":
            headers = {}
        case _:
            headers["webhook-signature"] = "nonsense"
    assert read_event(secret, body, headers) is None


def test_the_page_says_when_it_is_tried_again() -> None:
    said = re.search(r"tried again after (.*?), each a tenth", PAGE)
    assert said
    seconds = {"s": 1, "min": 60, "h": 3600}
    told = [int(number) * seconds[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", said[1])]
    assert told == list(SCHEDULE[1:])
