"""kill -9 while messages are being sent: none is lost; none is sent twice where the provider knows keys; elsewhere it is counted."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
from careops.integrations.faking import Reply, Seen
from careops.integrations.resend.fake import FakeResend
from tests.faults.posting import Post, Stable, by_ledger, by_mail, resend, smtp
from tests.servers import Mailbox

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("warm")]
on_both_engines = pytest.mark.usefixtures("both_engines")  # the controls are about the harness: one database is enough for them

CYCLES, EACH = 50, 20  # 1,000 messages


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[FakeResend]:
    with FakeResend(tmp_path / "ledger") as fake:
        yield fake


def told(words: str) -> None:
    """The figures, for whoever reads the run (pytest -s)."""
    sys.stdout.write(f"\n{words}\n")


def keyed(owner: Actor, database: sa.Engine, provider: FakeResend) -> Post:
    resend(owner)
    return Post(owner, database, by_ledger(provider))


@on_both_engines
def test_a_thousand_messages_and_fifty_kills(
    ana: Actor, database: sa.Engine, engine_url: str, provider: FakeResend, tmp_path: Path
) -> None:
    post = keyed(ana, database, provider)
    with Stable(engine_url, tmp_path / "stable", CAREOPS_RESEND_URL=provider.url) as stable:
        for _ in range(CYCLES):
            post.cycle(stable, EACH)
        assert post.finish(stable) == 0
    assert post.wrong() == []
    assert len(post.taken()) == CYCLES * EACH
    assert post.flying > 0, "nothing was in the air at any kill, so nothing was proven"
    told(f"{post.kills} kills, {CYCLES * EACH} messages: 0 lost, 0 twice, {post.flying} were in the air")


@on_both_engines
def test_without_keys_no_more_are_sent_twice_than_were_in_the_air(
    ana: Actor, database: sa.Engine, engine_url: str, tmp_path: Path, smtp_server: Mailbox
) -> None:
    smtp(ana, smtp_server.port)
    post = Post(ana, database, by_mail(smtp_server))
    with Stable(engine_url, tmp_path / "stable") as stable:
        for _ in range(10):
            post.cycle(stable, EACH)
        assert post.finish(stable) == 0
    assert [problem for problem in post.wrong() if "times" not in problem] == []
    assert post.twice() <= post.flying
    told(f"without keys, {post.kills} kills, {10 * EACH} messages: 0 lost, {post.twice()} twice of {post.flying} in the air")


class Forgetful(FakeResend):
    """A provider that says it knows keys, and does not."""

    def answer(self, seen: Seen) -> Reply:
        self._keys.clear()
        return super().answer(seen)


def test_the_harness_notices_what_is_sent_twice(ana: Actor, database: sa.Engine, engine_url: str, tmp_path: Path) -> None:
    """The control of the first half: with a provider that forgets its keys, the same kills send some twice."""
    with Forgetful(tmp_path / "ledger") as provider:
        post = keyed(ana, database, provider)
        with Stable(engine_url, tmp_path / "stable", CAREOPS_RESEND_URL=provider.url) as stable:
            for _ in range(CYCLES):
                post.cycle(stable, EACH)
                if post.twice():
                    break
        assert any("times" in problem for problem in post.wrong())


def test_the_harness_notices_what_is_lost(ana: Actor, database: sa.Engine, engine_url: str, provider: FakeResend, tmp_path: Path) -> None:
    """The control of the other half: what is marked before it is sent gets lost."""
    post = keyed(ana, database, provider)
    with Stable(engine_url, tmp_path / "stable", CAREOPS_RESEND_URL=provider.url) as stable:
        for _ in range(3):
            post.cycle(stable, EACH, broken="early")
        post.finish(stable)
    assert any("never arrived" in problem for problem in post.wrong())


@on_both_engines
def test_a_crash_at_each_side_effect_in_turn_changes_nothing(
    ana: Actor, database: sa.Engine, engine_url: str, provider: FakeResend, tmp_path: Path
) -> None:
    """Fail the N-th, for every N, until a run ends by itself: before and after each commit and each hand-over."""
    post = keyed(ana, database, provider)
    with Stable(engine_url, tmp_path / "stable", CAREOPS_RESEND_URL=provider.url) as stable:
        post.finish(stable)
        for fatal in count(1):
            post.queue(3)
            if post.finish(stable, fail_at=fatal) == 0:
                assert fatal > 10, "it ended before anything could fail"
                return told(f"{fatal - 1} places to crash at, each tried")
            post.let_leases_run_out()
            assert post.finish(stable) == 0
            assert post.wrong() == [], f"a crash at side effect {fatal}"
