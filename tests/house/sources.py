"""The sources as trees, for laws that are about code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from careops.core.settings import ROOT

PACKAGE = ROOT / "careops"


@cache
def trees() -> dict[str, ast.Module]:
    """Every file of the product by its path from the top, parsed."""
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text()) for file in sorted(PACKAGE.rglob("*.py"))}


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is called, as it is written (`datetime.now`), and in which line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def domains() -> list[Path]:
    """The packages that are domains: those with at least one room."""
    rooms = ("models", "schemas", "events", "rules", "queries", "actions", "api", "public", "jobs", "state", "components", "pages")
    folders = [folder for folder in sorted(PACKAGE.iterdir()) if (folder / "__init__.py").exists() and folder.name not in NO_ROOMS]
    return [folder for folder in folders if any((folder / f"{room}.py").exists() or (folder / room).is_dir() for room in rooms)]


NO_ROOMS = {"core", "ui", "integrations", "demo", "__pycache__"}
