"""`python -m tests.faults --cycles 200`: the same cycles for as long as you like, on SQLite or `--postgres`; `--outbox` for messages."""

import argparse
import sys
import tempfile
from pathlib import Path

from careops.core import db
from careops.integrations.resend.fake import FakeResend
from tests.cast import founder
from tests.conftest import migrate
from tests.faults.cycles import Harness
from tests.faults.posting import Post, Stable, by_ledger, by_mail, resend, smtp
from tests.servers import Mailbox, Postgres

FEWEST = 20  # messages in a cycle: fewer are sent before anybody can be killed among them


def main() -> int:
    """Runs the cycles, says after each what was wrong, and ends with 1 when anything was."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description="kill -9 in a burst of bookings, again and again.")
    asked.add_argument("--cycles", type=int, default=20)
    asked.add_argument("--outbox", action="store_true", help="kill dispatchers among due messages instead of servers among bookings")
    asked.add_argument("--postgres", action="store_true", help="on the embedded Postgres instead of SQLite")
    wanted = asked.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="careops-faults-") as folder:
        if wanted.outbox:
            return _outbox(_database(Path(folder), postgres=wanted.postgres), Path(folder), wanted.cycles)
        harness = Harness.on(_database(Path(folder), postgres=wanted.postgres), Path(folder) / "served")
        try:
            for number in range(1, wanted.cycles + 1):
                wrong = harness.cycle()
                broken += bool(wrong)
                _say(number, harness, wrong)
        finally:
            harness.server.kill()
    print(f"{broken} of {wanted.cycles} cycles broke a promise; with none, the rate is below {300 / wanted.cycles:.1f} % (95 %)")
    return bool(broken)


def _database(folder: Path, *, postgres: bool) -> str:
    url = Postgres(folder / "postgres").create("faults") if postgres else f"sqlite:///{folder}/faults.db"
    migrate(url)
    return url


def _outbox(url: str, folder: Path, cycles: int) -> int:
    """A thousand messages or more in so many cycles, once with a provider that knows keys and once with one that does not."""
    engine, each, wrong = db.connect(url), max(FEWEST, 1000 // cycles), 0
    with FakeResend(folder / "ledger") as provider:
        keyed = Post(founder("Ana", "ana@example.com", "Keyed"), engine, by_ledger(provider))
        resend(keyed.owner)
        wrong += _killed("with keys", keyed, url, folder / "keyed", cycles, each, CAREOPS_RESEND_URL=provider.url)
    mailbox = Mailbox()
    plain = Post(founder("Bea", "bea@example.com", "Plain"), engine, by_mail(mailbox))
    smtp(plain.owner, mailbox.port)
    _killed("without keys", plain, url, folder / "plain", cycles, each)
    lost = [problem for problem in plain.wrong() if "times" not in problem]
    mailbox.stop()
    return bool(wrong or lost or plain.twice() > plain.flying)


def _killed(name: str, post: Post, url: str, folder: Path, cycles: int, each: int, **environment: str) -> int:
    """Runs the cycles and says what was lost, what was twice and what was in the air; returns how much was wrong."""
    with Stable(url, folder, **environment) as stable:
        for _ in range(cycles):
            post.cycle(stable, each)
        post.finish(stable)
    wrong = post.wrong()
    lost = [problem for problem in wrong if "times" not in problem]
    print(
        f"{name}: {post.kills} kills, {cycles * each} messages, {len(lost)} lost, {post.twice()} twice, {post.flying} in the air",
        flush=True,
    )
    print("".join(f"  {problem}\n" for problem in lost), end="", flush=True)
    return len(wrong)


def _say(number: int, harness: Harness, wrong: list[str]) -> None:
    told = [attempt.status for attempt in harness.ledger.attempts]
    print(
        f"cycle {number}: {told.count(201)} booked and {told.count(409)} refused so far, {harness.ledger.retried} interrupted, "
        f"of which {harness.ledger.kept} were booked already; {'all held' if not wrong else 'BROKEN'}",
        flush=True,
    )
    for problem in wrong[:20]:
        print(f"  {problem}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
