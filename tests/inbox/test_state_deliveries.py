"""The screen of deliveries: what its address asks for, and what a wrong address asks for."""

from collections.abc import Callable

from careops.core import db
from careops.core.actor import Actor
from careops.inbox import jobs
from careops.inbox.state.deliveries import Listed, shown
from tests.inbox.conftest import wrote
from tests.inbox.test_jobs import Post, account, only_platform_settled, post, reply

__all__ = ["post"]


def screen(actor: Actor, **asked: str) -> Listed:
    with db.reading(actor) as session:
        return shown(session, actor, asked=asked, length=50)


def test_a_delivery_is_found_by_its_filters_and_opened_with_its_attempts(ana: Actor, post: Callable[..., Post]) -> None:
    server = post()
    used = account(ana, server.port)
    conversation = wrote(ana)
    only_platform_settled()  # the welcome too, unless it is night
    server.says = "554 spam"
    reply(ana, conversation)
    jobs.dispatch()
    trouble = screen(ana, state="trouble", account=str(used))
    opened = screen(ana, open=trouble.letters[0].id).open
    assert [(letter.reason, letter.can_retry) for letter in trouble.letters] == [("554 spam", True)]
    assert [(one.via, one.outcome, one.reason) for one in opened.attempts] == [("Post", "Refused", "554 spam")]
    assert "state=trouble" in trouble.letters[0].href


def test_an_address_that_makes_no_sense_shows_everything_or_nothing(ana: Actor) -> None:
    reply(ana, wrote(ana))
    assert screen(ana, state="nonsense", since="yesterday", open="nobody").letters
    assert screen(ana, account="nobody").letters == []
    assert screen(ana, open="nobody").open.id == ""
    assert screen(ana, since="2999-01-01").letters == []


def test_a_strangers_delivery_does_not_open(ana: Actor, stranger: Actor) -> None:
    reply(ana, wrote(ana))
    theirs = screen(ana).letters[0].id
    assert screen(stranger, open=theirs).open.id == ""
