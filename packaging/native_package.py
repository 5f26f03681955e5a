"""What programs in C and C++ install: a tarball for any folder, and a Debian package.

    native_package.py NAME DEBIAN-ARCHITECTURE DEPENDS NATIVE-BUILD CPP-BUILD OUTPUT-FOLDER

The build folders are CMake's, of native-bridge and cpp-shim; they know what is installed where.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from archives import deb, tar_gz
from place import VERSION, run

CONTROL = """Package: onsclient
Version: {version}
Architecture: {architecture}
Maintainer: The OpenONS project <maintainers@openons.io>
Section: libs
Priority: optional
Installed-Size: {kib}
Depends: {depends}
Homepage: https://openons.io
Description: client for RocketMQ 5 servers with the ONS programming model
 The library with its own Java runtime, the C header, and C++ classes: modern ones, and the classic ones of the
 ONS C++ SDK.
"""


def pack(name: str, architecture: str, depends: str, builds: list[Path], output: Path, *options: str) -> list[Path]:
    """Writes both packages; `options` go to CMake's installation."""
    output.mkdir(parents=True, exist_ok=True)
    tarball = output / f"onsclient-{VERSION}-{name}.tar.gz"
    package = output / f"onsclient_{VERSION}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        for build in builds:
            run("cmake", "--install", build, "--prefix", root / "usr", *options)
        tar_gz(root / "usr", tarball, f"onsclient-{VERSION}-{name}")
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        control = CONTROL.format(version=VERSION, architecture=architecture, kib=size >> 10, depends=depends)
        deb(root, package, {"control": control})
    return [tarball, package]


if __name__ == "__main__":
    name, architecture, depends, native, cpp, folder = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    pack(name, architecture, depends, [Path(native), Path(cpp)], Path(folder), "--strip")
