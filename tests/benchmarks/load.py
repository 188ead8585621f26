"""The load client: HTTP/1.1 over plain sockets, in a process of its own, so that it takes little of the machine it shares.

`python -m tests.benchmarks.load` reads one plan as JSON and writes one result as JSON.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

Step = dict[str, Any]  # method, path, body; "{name}" in path and body is filled from the answers before


@dataclass
class Plan:
    """`clients` at once play the scripts one after another, each a list of steps, until `seconds` are over or `most` are done."""

    port: int
    scripts: list[list[Step]]
    clients: int = 1
    seconds: float = 2.0
    most: int = 0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """How long each script took, in milliseconds, and what was answered."""

    seconds: float
    cpu_seconds: float
    times: list[float]
    statuses: dict[str, int]


class Connection:
    """One kept-alive connection that reads answers with a length."""

    def __init__(self, plan: Plan) -> None:
        self.port = plan.port
        extra = "".join(f"{name}: {value}\r\n" for name, value in plan.headers.items())
        self.head = f"Host: localhost:{plan.port}\r\nAccept: application/json\r\n{extra}"

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        content = b"" if body is None else body.encode()
        kind = "" if body is None else f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{self.head}{kind}\r\n".encode() + content)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = head.lower().index(b"content-length: ") + 16
        return int(head[9:12]), await self.reader.readexactly(int(head[length : head.index(b"\r\n", length)]))


async def play(plan: Plan) -> Outcome:
    """Plays the plan and says how it went."""
    times: list[float] = []
    statuses: dict[str, int] = {}
    turns = count()
    end = time.perf_counter() + plan.seconds

    async def client() -> None:
        connection = Connection(plan)
        await connection.open()
        while time.perf_counter() < end:
            turn = next(turns)
            if plan.most and turn >= plan.most:
                break
            began = time.perf_counter()
            status = await _script(connection, plan.scripts[turn % len(plan.scripts)])
            times.append((time.perf_counter() - began) * 1000)
            statuses[status] = statuses.get(status, 0) + 1
        connection.writer.close()

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(client() for _ in range(plan.clients)))
    return Outcome(time.perf_counter() - began, time.process_time() - cpu, times, statuses)


async def _script(connection: Connection, script: list[Step]) -> str:
    """Plays one script; its statuses, such as "201 201"."""
    known: dict[str, str] = {}
    said: list[str] = []
    for step in script:
        path, body = step["path"], step.get("body")
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value)
            body = body.replace(f"{{{name}}}", value) if body else body
        status, answer = await connection.ask(step["method"], path, body)
        said.append(str(status))
        if status >= 400:
            break
        if wanted := step.get("keep"):
            known |= {wanted: str(json.loads(answer)[wanted])}
    return " ".join(said)


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(play(Plan(**json.load(sys.stdin))))), sys.stdout)
