"""Puts the native files into the wheel, and says on which machines it runs.

ONSCLIENT_BUNDLE: the folder with libonsclient.so.1, jars/ and runtime/. ONSCLIENT_PLATFORM: the tag of a bundle for
other machines, such as manylinux_2_17_aarch64; without it the bundle is for this one, with its C library or newer.
"""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVE = "onsclient/_native"


class NativeFiles(BuildHookInterface[Any]):
    """Called by hatchling; without a bundle only for an editable install, which needs ONSCLIENT_LIBRARY."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        bundle = _existing("ONSCLIENT_BUNDLE", "libonsclient.so.1")
        build_data["force_include"] = {str(bundle): NATIVE}
        build_data["pure_python"] = False
        here = f"manylinux_2_{_newest_glibc(bundle)}_{platform.machine()}"
        build_data["tag"] = f"py3-none-{os.environ.get('ONSCLIENT_PLATFORM') or here}"


def _existing(variable: str, inside: str = "") -> Path:
    path = Path(os.environ.get(variable, ""))
    if not os.environ.get(variable) or not (path / inside).exists():
        raise SystemExit(
            f"{variable} is {str(path)!r}, which is not what it must name; build by build.sh, or see README.md"
        )
    return path.resolve()


def _newest_glibc(bundle: Path) -> int:
    """The minor version of the newest glibc 2 that a library of the bundle names in its table of needs."""
    names = re.compile(rb"\x00GLIBC_2\.(\d+)(?=[.\x00])")
    libraries = [path for path in bundle.rglob("*") if ".so" in path.name and path.is_file()]
    return max(int(minor) for path in libraries for minor in names.findall(path.read_bytes()))
