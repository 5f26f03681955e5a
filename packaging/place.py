"""Where things are, the one version, and how commands are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target/packaging"
_POM = (ROOT / "pom.xml").read_text(encoding="utf-8")

# The one version, and the time that all packed files have: both are the root pom's.
VERSION = re.findall(r"<version>([^<]+)</version>", _POM)[0]
TIMESTAMP = re.findall(r"<project.build.outputTimestamp>([^<]+)<", _POM)[0]


def cache() -> Path:
    """Where what was fetched stays."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "openons/packaging"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(*command: str | Path, **options: Any) -> None:
    """Runs a command; its output is shown only when it fails, which ends the program."""
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        raise SystemExit(f"failed with {done.returncode}: {' '.join(words)}")


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A neighbour to work in, which becomes `folder` at the end: what is there is whole."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
