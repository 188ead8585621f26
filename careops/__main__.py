"""`python -m careops`: bring the database up to date, build the frontend if it is stale, serve.

Everything that may happen only once happens here, under a lock and before any worker exists; then this process becomes the server.
"""

import argparse
import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

import careops.tables  # noqa: F401  (a rotation has to know every table)
from careops.core import db
from careops.core.sealing import reseal_all
from careops.core.settings import ROOT, Settings, load

BUILD = ROOT / ".web" / "build"
STAMP = BUILD / ".stamp"
BUILD_LOCK = ROOT / ".web-build.lock"
PATIENCE = 5  # seconds before a failed build is tried once more: registries have hiccups


def main() -> None:
    """Prepares what is missing and serves until it is told to stop."""
    asked = _asked()
    settings = _settings(asked)
    os.chdir(ROOT)
    if asked.rotate_secrets:
        return _rotate(settings)
    if not asked.build:
        _ensure_free(settings)
        with _locked(settings.data_dir / "start.lock"):
            command.upgrade(Config(ROOT / "alembic.ini"), "head")
            if asked.demo:
                _tell_the_demo()
    build(_environment(settings))
    if asked.build:
        return
    _greet(settings, demo=asked.demo)
    _become_the_server(settings)


def build(environment: dict[str, str]) -> None:
    """Makes the built frontend match the sources; of several who ask at once one builds and the others wait."""
    wanted = fingerprint()
    if _built() == wanted:
        return
    with _locked(BUILD_LOCK):
        if _built() == wanted:
            return
        print("Building the frontend (when something changed; 10 to 60 seconds)", flush=True)
        _export(environment)
        STAMP.write_text(wanted)


def fingerprint() -> str:
    """One hash of everything the frontend is made from."""
    sources = [
        *ROOT.glob("careops/**/*.py"),
        *ROOT.glob("careops/**/*.css"),
        *ROOT.glob("careops/**/*.js"),
        *ROOT.glob("assets/**/*"),
        ROOT / "rxconfig.py",
        ROOT / "requirements.txt",
    ]
    sources = [file for file in sorted(sources) if file.is_file() and "external" not in file.parts]
    return hashlib.sha256(b"".join(str(file.relative_to(ROOT)).encode() + file.read_bytes() for file in sources)).hexdigest()


def _built() -> str:
    return STAMP.read_text() if STAMP.exists() and (BUILD / "client").is_dir() else ""


def _export(environment: dict[str, str]) -> None:
    export = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    if subprocess.run(export, env=environment, check=False).returncode == 0:
        return
    print(f"The build failed; trying once more in {PATIENCE} seconds", flush=True)
    time.sleep(PATIENCE)
    if subprocess.run(export, env=environment, check=False).returncode != 0:
        sys.exit("The frontend could not be built; the reason stands above. `make lock` pins its packages anew")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m careops", description="Serve CareOps. Settings come from CAREOPS_… variables or .env.")
    for name in ("host", "port", "workers"):
        asked.add_argument(f"--{name}", help=f"instead of CAREOPS_{name.upper()}")
    asked.add_argument("--demo", action="store_true", help="tell the demo business first, when it is not there yet")
    asked.add_argument("--build", action="store_true", help="only build the frontend, when it is stale")
    asked.add_argument("--rotate-secrets", action="store_true", help="only seal every secret anew with today's CAREOPS_SECRET_KEY")
    return asked.parse_args()


def _settings(asked: argparse.Namespace) -> Settings:
    """The settings with the flags in; through the environment, so that every worker sees the same."""
    for name in ("host", "port", "workers"):
        if value := getattr(asked, name):
            os.environ[f"CAREOPS_{name.upper()}"] = value
    return load()


def _environment(settings: Settings) -> dict[str, str]:
    here = f"http://127.0.0.1:{settings.port}"
    origins = [settings.base_url] if settings.production else [settings.base_url, f"http://localhost:{settings.port}", here]
    environment = {
        "PYTHONPATH": str(ROOT),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_CORS_ALLOWED_ORIGINS": ",".join(dict.fromkeys(origins)),
    }
    if settings.redis_url:
        environment["REFLEX_REDIS_URL"] = settings.redis_url
    return os.environ | environment


def _ensure_free(settings: Settings) -> None:
    """Says who is in the way before a minute is spent on preparing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            sys.exit(f"Port {settings.port} cannot be used ({problem.strerror}). Take another: CAREOPS_PORT={settings.port + 1} make run")


def _rotate(settings: Settings) -> None:
    """Seals what the keys of before sealed with today's; the server may go on meanwhile, if it was started with the same keys."""
    with _locked(settings.data_dir / "start.lock"):
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
        with db.transaction() as session:
            done = reseal_all(session)
    print(f"{done.sealed} secrets are sealed with today's key.")
    if done.lost:
        sys.exit(f"{done.lost} could not be opened by any key and stay as they are: name their key in CAREOPS_OLD_SECRET_KEYS.")
    print("Links in messages that were sent before still need the old keys: name them in CAREOPS_OLD_SECRET_KEYS as long as those matter.")


def _tell_the_demo() -> None:
    """A process of its own, so that the narrator's memory is not the server's; it does nothing where its story is told already."""
    if subprocess.run([sys.executable, "-m", "careops.demo"], check=False).returncode != 0:
        sys.exit("The demo could not be told; the reason stands above")


def _greet(settings: Settings, *, demo: bool) -> None:
    first = f"Open {settings.base_url}/register to make your business; Ctrl-C stops it."
    if demo:
        first = f"Open {settings.base_url}/login; the demo's accounts are printed above. Ctrl-C stops it."
    print(f"\nCareOps is at {settings.base_url}\n{first}\n", flush=True)


def _become_the_server(settings: Settings) -> None:
    # Two leading underscores are Reflex's internal flags: without the first every worker would compile the pages again,
    # the second serves the built frontend at "/".
    environment = _environment(settings) | {
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "REFLEX_ENV_MODE": "prod",
    }
    server = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
    server += ["--host", settings.host, "--port", str(settings.port), "--workers", str(settings.workers)]
    server += ["--workers-kill-timeout", "10", "--respawn-failed-workers", "careops.careops:app"]
    os.execve(sys.executable, server, environment)  # noqa: S606  (no shell is wanted)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
