"""libonsclient for a target, compiled by zig with the newest C library's symbols left out."""

from __future__ import annotations

import os
from pathlib import Path

from fetched import zig
from place import ROOT, WORK, run
from targets import Target

HERE = Path(__file__).resolve().parent
NATIVE = ROOT / "native-bridge"


def library_build(target: Target, bundle: Path) -> Path:
    """CMake's build folder of native-bridge; `bundle` is what it installs beside the library."""
    build = WORK / target.name / "native"
    configured(target, NATIVE, build, f"-DONS_JNI_HEADERS={NATIVE}/target/jni-headers", f"-DONS_BUNDLE={bundle}")
    run("cmake", "--build", build, "--target", "onsclient", "--parallel", str(os.cpu_count() or 1))
    return build


def configured(target: Target, source: Path, build: Path, *options: str) -> None:
    """Lets CMake write a build folder for the target."""
    run(
        *("cmake", "-S", source, "-B", build, "-Wno-dev", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_INSTALL_LIBDIR=lib"),
        *(f"-DCMAKE_TOOLCHAIN_FILE={HERE}/zig.cmake", f"-DONS_ZIG={zig()}", f"-DONS_ZIG_TARGET={target.zig}"),
        *("-DONS_TESTS=OFF", *options),
    )
