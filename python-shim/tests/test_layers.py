"""Goal: the modules of the package build on each other in one direction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import onsclient

PACKAGE = Path(onsclient.__file__).parent


def module_of(path: Path) -> str:
    parts = ("onsclient", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


def imported(path: Path, modules: set[str]) -> Iterator[str]:
    """The modules that one needs when it is imported; those for types alone, and of functions, do not count."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (f"{node.module}.{alias.name}" for alias in node.names):
                yield name if name in modules else node.module


def test_no_module_needs_itself() -> None:
    # given
    paths = [path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    modules = {module_of(path) for path in paths}
    needs = {module_of(path): set(imported(path, modules)) & modules for path in paths}
    assert needs["onsclient.producer"] > {"onsclient._client", "onsclient._running.flights"}
    # when: those that need nothing that is left are taken away
    while free := {module for module in needs if not needs[module] & needs.keys()}:
        for module in free:
            del needs[module]
    # then
    assert needs == {}


def test_the_border_knows_no_clients() -> None:
    for path in PACKAGE.glob("_border/*.py"):
        modules = set(imported(path, set()))
        assert not modules & {f"onsclient.{name}" for name in ("producer", "consumer", "pull", "transaction", "aio")}
