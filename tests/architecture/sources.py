"""The product's own sources, read as syntax trees."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "audit", "playbook", "connectors", "interactions", "approvals", "oncall", "reports")
PACKAGES = (*ROOMS, "escalation_site", "demo_network")


@functools.cache
def files(*endings: str) -> list[Path]:
    """Every file of the repository that is or will be committed, with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if name.endswith(endings) and (ROOT / name).exists()]


def product_files(*, with_migrations: bool = False) -> list[Path]:
    """Python files of the rooms and the site, without tests."""
    return [
        path
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] in PACKAGES and (with_migrations or "migrations" not in path.parts)
    ]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with the last part of what is called: ``a.b.save()`` is ``save``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            yield node, name


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{getattr(node, 'lineno', 0)}" if node else ""
    return f"{path.relative_to(ROOT)}{line}"


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]
