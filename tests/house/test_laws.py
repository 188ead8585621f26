"""The house's laws that are about code: each names the places that break it."""

import ast
import configparser
import importlib
import subprocess

import pytest

from careops.core.settings import ROOT
from tests.house.sources import calls, domains, trees

pytestmark = pytest.mark.xdist_group("laws")  # the sources are read once

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
SCRATCH = "@@" + "@"  # an unfinished thought may live for a day, but not land


def broken(pattern: set[str], *, allowed: set[str]) -> list[str]:
    """Where something with one of these endings is called outside the files that may."""
    return [
        f"{path}:{line} {name}"
        for path, tree in trees().items()
        if path not in allowed
        for name, line in calls(tree)
        if name in pattern or any(name.endswith(f".{end}") for end in pattern)
    ]


def test_only_the_database_commits() -> None:
    assert broken({"commit", "rollback"}, allowed={"careops/core/db/__init__.py"}) == []


def test_only_the_session_filters_by_workspace() -> None:
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in trees().items()
        if not path.startswith(("careops/accounts/", "careops/business/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "workspace_id"
        and isinstance(node.left.value, ast.Name)
        and node.left.value.id[:1].isupper()
    ]
    assert found == []


def test_only_the_clock_knows_the_time() -> None:
    assert broken(CLOCKS, allowed={"careops/core/clock.py"}) == []


def test_only_the_narrator_tells_another_time() -> None:
    told = {path for path in trees() if path.startswith("careops/demo/")}
    assert told
    assert broken({"telling"}, allowed=told) == []


def test_nothing_prints_but_the_launcher_and_the_narrator() -> None:
    assert broken({"print"}, allowed={"careops/__main__.py", "careops/demo/__main__.py"}) == []


def test_actions_and_queries_never_call_a_network() -> None:
    inner = {path: tree for path, tree in trees().items() if "/actions" in path or "/queries" in path or "/rules" in path}
    callers = [
        f"{path}:{node.lineno} {name}"
        for path, tree in inner.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in {"httpx", "requests", "socket", "smtplib", "urllib3", "twilio", "resend"}
    ]
    assert callers == []


def exported(path: str) -> set[str] | None:
    """What a room that is a folder offers to others; None for a room in one file, where every public name is offered."""
    if "/actions/" not in path:
        return None
    front = trees()[path.rsplit("/", 1)[0] + "/__init__.py"]
    return {alias.asname or alias.name for node in ast.walk(front) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_actions_take_their_arguments_by_name() -> None:
    """After the session, the actor and at most one subject (`record(db, actor, event)`)."""
    loose = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees().items()
        if path.endswith("/actions.py") or "/actions/" in path
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args[3:]
        if [argument.arg for argument in node.args.args[:2]] == ["db", "actor"]
        if (offered := exported(path)) is None or node.name in offered
    ]
    assert loose == []


def test_no_scratch_mark_is_left() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    texts = [path for path in listed if path.endswith((".py", ".md", ".toml", ".css", ".js", ".yaml", "Makefile"))]
    assert texts
    assert [path for path in texts if (ROOT / path).exists() and SCRATCH in (ROOT / path).read_text()] == []


def test_the_contract_covers_every_domain() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    covered = contract["importlinter:contract:rooms"]["containers"].split()
    assert covered == sorted(covered)
    assert covered == [f"careops.{folder.name}" for folder in domains()]


def test_every_table_is_registered() -> None:
    importlib.import_module("careops.tables")
    registered = {alias for node in ast.walk(trees()["careops/tables.py"]) if isinstance(node, ast.ImportFrom) for alias in [node.module]}
    owners = {f"careops.{folder.name}" for folder in domains() if (folder / "models.py").exists() or (folder / "models").is_dir()}
    assert {owner for owner in owners if not any(module and module.startswith(owner) for module in registered)} == set()
