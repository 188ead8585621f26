"""The sources as trees, for laws that are about code."""

import ast
import gc
from functools import cache
from pathlib import Path

from careops.core.settings import ROOT

PACKAGE = ROOT / "careops"


@cache
def trees() -> dict[str, ast.Module]:
    """Every file of the product by its path from the top, parsed."""
    gc.disable()  # millions of nodes, none of them rubbish: looking through them again and again takes longer than reading them
    try:
        return {str(file.relative_to(ROOT)): ast.parse(file.read_text()) for file in sorted(PACKAGE.rglob("*.py"))}
    finally:
        gc.enable()


@cache
def calls(tree: ast.AST) -> list[tuple[str, int]]:
    """What is called, as it is written (`datetime.now`; `?.now` of something that has no name), and in which line."""
    return [(_written(node.func), node.lineno) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _written(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def domains() -> list[Path]:
    """The packages that are domains: those with at least one room."""
    rooms = ("models", "schemas", "events", "rules", "queries", "actions", "api", "public", "jobs", "state", "components", "pages")
    folders = [folder for folder in sorted(PACKAGE.iterdir()) if (folder / "__init__.py").exists() and folder.name not in NO_ROOMS]
    return [folder for folder in folders if any((folder / f"{room}.py").exists() or (folder / room).is_dir() for room in rooms)]


NO_ROOMS = {"core", "ui", "integrations", "demo", "__pycache__"}
